/**
 * The port to the search index of what is public. The index is made from artifacts and can be thrown away at any time; what a
 * search finds is always filtered by the publication that is current at that moment.
 */
import type { Digest } from "../../pipeline/artifact.ts";
import type { ItemRecord } from "../../pipeline/record.ts";
import type { SearchPage } from "../../pipeline/search-page.ts";
import type { Hit } from "./locate.ts";
import type { Query } from "./query.ts";

/** An item whose rows are not those of its current publication. */
export interface DueItem {
  readonly itemId: string;
  /** Undefined when nothing of the item is published any more. */
  readonly publication: Digest | undefined;
  /** The present record or its draft; it may say that the item is public no more. */
  readonly described: Digest | undefined;
}

/** What is kept of an item besides its pages. */
export interface IndexedItem extends DueItem {
  readonly publication: Digest;
  readonly shelfmark: string;
  /** The record as it was published. */
  readonly record: ItemRecord;
}

/** What a reader may narrow a search by. */
export const FACETS = ["holder", "class", "century", "script"] as const;
/** One of them. */
export type Facet = (typeof FACETS)[number];
/** Chosen values: an item has one of the values of every facet that is named. */
export type Choice = Readonly<Partial<Record<Facet, readonly string[]>>>;

/** How an item is shown. */
export interface ItemSummary {
  readonly itemId: string;
  readonly shelfmark: string;
  readonly titles: ItemRecord["titles"];
  /** Main language of the text, BCP 47. */
  readonly language: string;
}

/** A page with its hits. */
export interface FoundPage {
  readonly item: ItemSummary;
  readonly page: SearchPage;
  /** The page's place in the item, from 1. */
  readonly ordinal: number;
  readonly hits: readonly Hit[];
}

/** Some pages with hits, in the order of items and pages. */
export interface FoundPages {
  readonly pages: readonly FoundPage[];
  /** Where to go on; undefined when that was all. */
  readonly next: number | undefined;
}

/** An item that a search found. */
export interface FoundItem extends ItemSummary {
  /** True when its description matches. */
  readonly isDescribedSo: boolean;
  /** Pages on which the query is found. */
  readonly pageCount: number;
  /** The first of them. */
  readonly first: FoundPage | undefined;
}

/** What a search for items found. */
export interface FoundItems {
  readonly total: number;
  /** False when so many pages came into question that the last of them were not looked at one by one: counts are then upper bounds. */
  readonly isCertain: boolean;
  readonly items: readonly FoundItem[];
  /** How many of the items each value has, were only the other facets chosen; most frequent first. */
  readonly facets: Readonly<Record<Facet, readonly { readonly value: string; readonly count: number }[]>>;
}

/** How a typed text could go on. */
export interface Completion {
  /** To be put in the place of what was typed. */
  readonly text: string;
  readonly language: string;
  /** Pages that have it; undefined where there are so many that only some were read. */
  readonly pageCount: number | undefined;
}

/** The search index. */
export interface SearchIndex {
  /** Items whose rows must be made, made anew, or dropped; as the catalogue is now. */
  due(limit: number): Promise<readonly DueItem[]>;
  /**
   * Make the rows of an item anew; until it is done nothing of the item is found. False when another keeper took over
   * meanwhile, whose rows then stand.
   */
  put(item: IndexedItem, pages: AsyncIterable<SearchPage> | Iterable<SearchPage>): Promise<boolean>;
  /** Keep of an item only that it is not public. */
  hide(item: DueItem): Promise<void>;
  /** Forget everything; all items are due then. */
  clear(): Promise<void>;
  /** How much there is. */
  size(): Promise<{ readonly items: number; readonly pages: number }>;

  /** Pages with hits, of one item or of all, at least `hits` of them where there are so many. */
  pages(query: Query, scope: { readonly item?: string; readonly after?: number; readonly hits: number }): Promise<FoundPages>;
  /** Items whose text or description matches, best first; all items for a query without terms. */
  items(query: Query, scope: { readonly choice?: Choice; readonly offset: number; readonly limit: number }): Promise<FoundItems>;
  /** What the typed text may be the beginning of, most frequent first. */
  completions(typed: string, scope: { readonly item?: string; readonly limit: number }): Promise<readonly Completion[]>;
}
