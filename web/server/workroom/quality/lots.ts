/**
 * `/api/quality`: items in which somebody should look at pictures; `POST /api/items/:item/samples`: draw the pages of a lot that a
 * person must look at. What is said of the pages that were drawn are verdicts like all others.
 */
import { randomInt } from "node:crypto";
import { z } from "zod";
import type { ItemQuality } from "../../../../catalogue/quality/gather.ts";
import {
  drawPages,
  type LotStatement,
  lotOf,
  lotStatement,
  sampleSize,
  unjudgedMarks,
} from "../../../../catalogue/quality/lot.ts";
import { storeDescription } from "../../../../pipeline/describe-item.ts";
import type { SampleRow } from "../../../../pipeline/ledger-rows.ts";
import { ApiProblem, accountOf, queryOf, type WorkroomRoutes } from "../api.ts";
import { itemInSight, itemsInSight, type SeenItem } from "../items-in-sight.ts";
import type { Workroom } from "../workroom.ts";
import type { KeptQuality } from "./kept-quality.ts";

/** Items told in one answer, and items looked at for it: reports are read of each. */
const TOLD = 25;
const LOOKED_AT = 100;

const listSchema = z.object({
  after: z.string().max(80).default(""),
  all: z.enum(["0", "1"]).default("0"),
});

/** What is known of an item's lot. */
export interface ItemLot {
  readonly statement: LotStatement | null;
  /** How many samples were drawn so far. */
  readonly samples: number;
  /** The item's profile demands a sample and none was drawn, or the last one says nothing any more. */
  readonly isDue: boolean;
}

/** How the lot stands by its last sample. */
export function lotStanding({ item, pages, verdicts }: ItemQuality, samples: readonly SampleRow[]): ItemLot {
  const last = samples.at(-1);
  const statement = last === undefined ? null : lotStatement(last, pages, verdicts);
  const isMeasured = pages.every(({ standing }) => standing !== "unmeasured");
  const isOver = statement === null || statement.gone > 0;
  const isDue = item.profile.sample !== undefined && isMeasured && isOver && lotOf(pages).length > 0;
  return { statement, samples: samples.length, isDue };
}

/** The routes. */
export const lotRoutes =
  (kept: KeptQuality): WorkroomRoutes =>
  (server, site, workroom) => {
    server.get("/api/quality", async (request) => {
      const { after, all } = queryOf(listSchema, request);
      const seen = [...(await itemsInSight(site, workroom, request))].reverse();
      const start = after === "" ? 0 : seen.findIndex(({ item }) => item.id === after) + 1;
      return await listFrom(workroom, kept, seen.slice(start), all === "1");
    });

    server.post<{ Params: { item: string } }>("/api/items/:item/samples", async (request) => {
      const { item } = await itemInSight(site, workroom, request, request.params.item);
      const { sample: rule } = item.profile;
      if (!rule) throw new ApiProblem(409, "SAMPLE-NO-RULE", { subject: item.shelfmark, profile: item.profile.name });
      const quality = await kept.of(item);
      const unmeasured = quality.pages.filter(({ standing }) => standing === "unmeasured").length;
      if (unmeasured > 0) throw new ApiProblem(409, "SAMPLE-EARLY", { subject: item.shelfmark, count: unmeasured });
      const lot = lotOf(quality.pages);
      const { statement } = lotStanding(quality, await workroom.ledger.samples(item.id));
      // Nobody draws until the figure pleases: another one only where the last one no longer speaks of this lot.
      const isSpent = statement === null || statement.gone > 0 || statement.state === "refused" || statement.lot !== lot.length;
      if (!isSpent) throw new ApiProblem(409, "SAMPLE-HOLDS", { subject: item.shelfmark });
      const { name } = accountOf(request);
      const drawn = drawPages(lot, sampleSize(rule, lot.length), randomInt);
      const pages = drawn.map(({ page, facts }) => ({ subject: page.id, master: facts.master }));
      const row = await workroom.ledger.keepSample(item.id, { rule, lot: lot.length, pages }, name);
      const facts = { sample: String(row.ordinal), drawn: String(pages.length), lot: String(lot.length) };
      await workroom.users.note({ actor: name, action: "sample-drawn", subject: item.id, facts });
      await storeDescription(workroom, item.id);
      return { sample: row.ordinal, drawn: pages.length, lot: lot.length };
    });
  };

async function listFrom(workroom: Workroom, kept: KeptQuality, seen: readonly SeenItem[], isAll: boolean) {
  const items: Awaited<ReturnType<typeof told>>[] = [];
  let last: string | null = null;
  for (const each of seen.slice(0, LOOKED_AT)) {
    last = each.item.id;
    const found = await told(workroom, kept, each);
    if (found.pages > 0 && (isAll || isOpen(found))) items.push(found);
    if (items.length === TOLD) break;
  }
  return { items, next: last === seen.at(-1)?.item.id ? null : last };
}

async function told({ ledger }: Workroom, kept: KeptQuality, { item, record }: SeenItem) {
  const quality = await kept.of(item);
  const { statement, isDue } = lotStanding(quality, await ledger.samples(item.id));
  const { counts, pages } = quality;
  return {
    id: item.id,
    shelfmark: item.shelfmark,
    titles: record?.titles ?? [],
    pages: pages.length,
    unmeasured: pages.filter(({ standing }) => standing === "unmeasured").length,
    marked: unjudgedMarks(pages).length,
    rescan: counts.rescan,
    accepted: counts.accepted,
    isDue,
    lot: statement && { state: statement.state, drawn: statement.drawn, looked: statement.looked },
    toJudge: statement?.toJudge.length ?? 0,
  };
}

const isOpen = ({ marked, rescan, isDue, toJudge }: Awaited<ReturnType<typeof told>>): boolean =>
  marked + rescan + toJudge > 0 || isDue;
