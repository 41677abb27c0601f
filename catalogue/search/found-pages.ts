/** Pages with hits, one stretch after another. */
import type { Database } from "../database.ts";
import { type Candidate, candidates, stretchOf } from "./candidates.ts";
import { locate } from "./locate.ts";
import type { FoundPage, SearchIndex } from "./port.ts";
import type { Query } from "./query.ts";

/** Pages looked at in one step. */
const STEP = 32;
/** A call ends after so many though it may have found nothing: the rest is asked for by another. */
const MOST_STEPS = 16;

/** The part of the index that finds pages. */
export function foundPagesOver(database: Database): Pick<SearchIndex, "pages"> {
  return {
    async pages(query, { item, after, hits: wanted }) {
      const pages: FoundPage[] = [];
      let next: number | undefined;
      for await (const step of steps(database, query, item, after)) {
        const stopped = addFound(pages, query, step.found, wanted);
        if (stopped !== undefined) return { pages, next: stopped };
        next = step.next;
      }
      return { pages, next };
    },
  };
}

/** Add pages with their hits; the row number of the page with which there are enough, if so. */
function addFound(pages: FoundPage[], query: Query, found: readonly Candidate[], wanted: number): number | undefined {
  let hits = pages.reduce((sum, page) => sum + page.hits.length, 0);
  for (const { id, item, page, ordinal } of found) {
    const located = locate(query, page);
    if (located.length > 0) pages.push({ item, page, ordinal, hits: located });
    hits += located.length;
    if (hits >= wanted) return id;
  }
  return undefined;
}

interface Step {
  readonly found: readonly Candidate[];
  /** Where to go on; undefined when there is no more. */
  readonly next: number | undefined;
}

async function* steps(database: Database, query: Query, item: string | undefined, after?: number): AsyncGenerator<Step> {
  let within = await stretchOf(database, item, after);
  for (let count = 0; within && count < MOST_STEPS; count += 1) {
    const { found, last: next } = await candidates(database, query, within, STEP);
    yield { found, next };
    within = next === undefined ? undefined : { ...within, after: next };
  }
}
