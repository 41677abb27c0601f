/**
 * Brings the index to what is published: reads the artifacts of items that are due and makes their rows. Whoever serves or
 * works does so under a duty, one process at a time; a second one would only be wasteful.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Digest } from "../../pipeline/artifact.ts";
import { asSohoaError } from "../../pipeline/errors.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { Log } from "../../pipeline/log.ts";
import { publicationSchema } from "../../pipeline/publication.ts";
import { recordSchema } from "../../pipeline/record.ts";
import { type SearchPage, searchPageSchema } from "../../pipeline/search-page.ts";
import type { DueItem, SearchIndex } from "./port.ts";

/** What refreshing works with. */
export interface Refresher {
  readonly search: Pick<SearchIndex, "due" | "put" | "hide">;
  /** An object's bytes as text. */
  readonly readObject: (digest: Digest) => Promise<string>;
  readonly log: Log;
}

/** What one round did. */
export interface Refreshed {
  readonly indexed: number;
  readonly hidden: number;
  /** Items whose artifacts could not be read; they stay due and are not found. */
  readonly failed: number;
}

const WINDOW = 100;

/** Make the rows of everything that is due. `onItem` is told after each item. */
export async function refreshSearch(refresher: Refresher, signal?: AbortSignal, onItem?: () => void): Promise<Refreshed> {
  const counts = { indexed: 0, hidden: 0, failed: 0 };
  const failed = new Set<string>();
  for (;;) {
    const due = (await refresher.search.due(WINDOW + failed.size)).filter((item) => !failed.has(item.itemId));
    if (due.length === 0 || signal?.aborted) return counts;
    for (const item of due) {
      if (signal?.aborted) return counts;
      const outcome = await refreshItem(refresher, item);
      if (outcome === "failed") failed.add(item.itemId);
      counts[outcome] += 1;
      onItem?.();
    }
  }
}

async function refreshItem(refresher: Refresher, item: DueItem): Promise<keyof Refreshed> {
  const { search, readObject, log } = refresher;
  try {
    const { publication: digest } = item;
    const publication = digest && publicationSchema.parse(JSON.parse(await readObject(digest)));
    const present = item.described && recordSchema.parse(JSON.parse(await readObject(item.described)));
    if (!digest || !publication || publication.access !== "public" || (present && present.access !== "public")) {
      await search.hide(item);
      return "hidden";
    }
    const record = recordSchema.parse(JSON.parse(await readObject(publication.record)));
    const pages = pagesIn(await readObject(publication.search));
    await search.put({ ...item, publication: digest, shelfmark: publication.shelfmark, record }, pages);
    return "indexed";
  } catch (thrown) {
    const error = asSohoaError(thrown, item.itemId);
    log.warn("search-index-trouble", { item: item.itemId, code: error.code, detail: error.message });
    return "failed";
  }
}

function* pagesIn(jsonLines: string): Generator<SearchPage> {
  for (const line of jsonLines.split("\n")) if (line !== "") yield searchPageSchema.parse(JSON.parse(line));
}

/** The name of the duty. */
const DUTY = "search-index";

/** Keep refreshing until `signal` aborts; trouble is logged and tried again. */
export async function keepSearchFresh(
  refresher: Refresher & { readonly ledger: Pick<Ledger, "holdDuty">; readonly owner: string; readonly everySeconds: number },
  signal: AbortSignal,
): Promise<void> {
  const { ledger, owner, everySeconds, log } = refresher;
  const lease = everySeconds * 3 + 60;
  while (!signal.aborted) {
    try {
      if (await ledger.holdDuty(DUTY, owner, lease)) {
        await refreshSearch(refresher, signal, () => void ledger.holdDuty(DUTY, owner, lease).catch(() => {}));
      }
    } catch (thrown) {
      const error = asSohoaError(thrown);
      log.warn("service-trouble", { code: error.code, detail: error.message });
    }
    await sleep(everySeconds * 1000, undefined, { signal }).catch(() => {});
  }
}
