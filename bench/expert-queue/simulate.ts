/** A reviewer who looks at one character after the other and puts it right where it is wrong, until the budget is spent. */
import { pageDoubt } from "../../catalogue/expert-queue/doubt.ts";
import { itemValues } from "../../catalogue/expert-queue/item-value.ts";
import { orderPlaces } from "../../catalogue/expert-queue/place-queue.ts";
import { orderQueue, type WaitingPage } from "../../catalogue/expert-queue/queue.ts";
import type { ReadPage } from "./true-pages.ts";

/** One character that the reviewer looks at. */
export interface Look {
  readonly page: ReadPage;
  readonly line: string;
  readonly at: number;
}

/**
 * In which order the reviewer looks: every character; only at doubtful ones, page by page; the same with pages as the queue gives
 * them; the most doubtful characters of all pages.
 */
export type ReviewOrder = "page-order" | "stops-in-page-order" | "queue-of-pages" | "queue-of-places";

/** All looks in the order of the reviewer. Doubtful characters come before the others, except to one who reads everything. */
export function looksOf(pages: readonly ReadPage[], order: ReviewOrder): readonly Look[] {
  const all = pages.flatMap(everything);
  if (order === "page-order") return all;
  const stops = order === "queue-of-places" ? placesOf(pages) : stopsOf(order === "queue-of-pages" ? queued(pages) : pages);
  const key = ({ page, line, at }: Look) => `${page.page} ${line} ${at}`;
  const seen = new Set(stops.map(key));
  return [...stops, ...all.filter((look) => !seen.has(key(look)))];
}

function everything(page: ReadPage): readonly Look[] {
  return page.layer.lines.flatMap((line) => line.characters.map((_, at) => ({ page, line: line.id, at })));
}

function stopsOf(pages: readonly ReadPage[]): readonly Look[] {
  return pages.flatMap((page) => pageDoubt(page.layer).places.map(({ line, at }) => ({ page, line, at })));
}

function placesOf(pages: readonly ReadPage[]): readonly Look[] {
  const byName = new Map(pages.map((page) => [page.page, page]));
  const doubtful = pages.map((page) => ({ page: page.page, item: page.item, doubt: pageDoubt(page.layer) }));
  return orderPlaces(doubtful, itemValues([], pagesLeft(pages)), Number.POSITIVE_INFINITY).map(({ page, line, at }) => ({
    page: byName.get(page) as ReadPage,
    line,
    at,
  }));
}

function pagesLeft(pages: readonly ReadPage[]): ReadonlyMap<string, number> {
  const left = new Map<string, number>();
  for (const { item } of pages) left.set(item, (left.get(item) ?? 0) + 1);
  return left;
}

function queued(pages: readonly ReadPage[]): readonly ReadPage[] {
  const waiting = pages.map((page, place): WaitingPage => {
    const { characters, expectedErrors, places } = pageDoubt(page.layer);
    return { page: page.page, item: page.item, place, characters, expectedErrors, doubtful: places.length };
  });
  const byName = new Map(pages.map((page) => [page.page, page]));
  return orderQueue(waiting, itemValues([], pagesLeft(pages))).map(({ page }) => byName.get(page) as ReadPage);
}

/** Whether what was read there is wrong. */
export function isWrong({ page, line, at }: Look): boolean {
  const character = page.layer.lines.find(({ id }) => id === line)?.characters[at];
  return character?.text !== page.truth.get(line)?.[at];
}

/** Errors before and after the budget is spent; characters that were not read at all stay errors. */
export function review(pages: readonly ReadPage[], order: ReviewOrder, budget: number) {
  const looks = looksOf(pages, order);
  const missed = pages.reduce((sum, page) => sum + page.missed, 0);
  const before = looks.filter(isWrong).length + missed;
  const corrected = looks.slice(0, budget).filter(isWrong).length;
  return { characters: looks.length, before, corrected, after: before - corrected };
}
