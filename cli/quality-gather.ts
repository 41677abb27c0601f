/** Gathers an item's quality from the services of a command. */
import { readFile } from "node:fs/promises";
import { type ItemQuality, type QualityInParts, qualityInParts, wholeQuality } from "../catalogue/quality/gather.ts";
import { asEntry } from "../catalogue/register.ts";
import { InputError } from "../pipeline/errors.ts";
import type { ItemRow, PageRow } from "../pipeline/ledger-rows.ts";
import type { Services } from "./compose.ts";
import { findItem } from "./standing.ts";

type Needs = Pick<Services, "ledger" | "cache" | "holdings">;

/** The quality of an item as it is now. */
export async function qualityOf(services: Needs, item: ItemRow): Promise<ItemQuality> {
  return await wholeQuality(await qualityPartsOf(services, item, Number.POSITIVE_INFINITY));
}

/** The same of an item of any length; the first so many pages are read once and kept. */
export async function qualityPartsOf(
  { ledger, cache, holdings }: Needs,
  item: ItemRow,
  pagesHeld?: number,
): Promise<QualityInParts> {
  const row = await holdings.entry(item.shelfmark);
  const extentPages = row === undefined ? null : (asEntry(row).extentPages ?? null);
  const readJson = async (digest: string): Promise<unknown> => JSON.parse(await readFile(await cache.file(digest), "utf8"));
  return await qualityInParts({ ledger, readJson }, item, extentPages, pagesHeld);
}

/**
 * The page that a page id, or a file name of the batch, names.
 * @throws {InputError} PAGE-UNKNOWN, PAGE-AMBIGUOUS when several books have a page of this name and none is given
 */
export async function pageNamed(services: Pick<Services, "ledger">, name: string, batch: string | undefined): Promise<PageRow> {
  const byId = await services.ledger.page(name);
  if (byId) return byId;
  const items = batch === undefined ? await services.ledger.items() : [await findItem(services, batch)];
  const found: PageRow[] = [];
  for (const item of items) {
    const pages = await services.ledger.pages(item.id);
    found.push(...pages.filter((page) => page.sourceName.normalize("NFC") === name.normalize("NFC")));
  }
  const [page] = found;
  if (!page) throw new InputError({ code: "PAGE-UNKNOWN", subject: name, facts: { item: batch ?? "–" } });
  if (found.length === 1) return page;
  const known = found.slice(0, 5).map((each) => `${each.id} (${each.itemId})`);
  throw new InputError({ code: "PAGE-AMBIGUOUS", subject: name, facts: { count: found.length, known: known.join(", ") } });
}
