/** The most doubtful characters of many pages, for an expert who has minutes and not hours: one small picture after the other. */
import type { DoubtfulPlace, PageDoubt } from "./doubt.ts";
import type { ItemValue } from "./item-value.ts";

/** A doubtful character with its page. */
export interface QueuedPlace extends DoubtfulPlace {
  readonly page: string;
  readonly item: string;
  readonly score: number;
}

/** A page with its doubts, as `pageDoubt` gives them. */
export interface DoubtfulPage {
  readonly page: string;
  readonly item: string;
  readonly doubt: PageDoubt;
}

/** The places by doubt times value, at most `most`; places alike stand in the order of the pages. */
export function orderPlaces(
  pages: readonly DoubtfulPage[],
  values: ReadonlyMap<string, ItemValue>,
  most: number,
): readonly QueuedPlace[] {
  return pages
    .flatMap(({ page, item, doubt }) =>
      doubt.places.map((place): QueuedPlace => ({ ...place, page, item, score: place.doubt * (values.get(item)?.value ?? 0) })),
    )
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
}
