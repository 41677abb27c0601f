/** The order in which pages come to an expert: doubt times value for the target, with the reasons. */
import type { ItemValue } from "./item-value.ts";

/** A page that waits for review. */
export interface WaitingPage {
  readonly page: string;
  readonly item: string;
  /** Its place in the item, counted from 0. */
  readonly place: number;
  readonly characters: number;
  /** How many of its characters are likely wrong (`doubt.ts`). */
  readonly expectedErrors: number;
  /** How many of them are stopped at. */
  readonly doubtful: number;
}

/** Why a page stands where it stands, in facts for a sentence. */
export type QueueReason =
  | { readonly code: "doubt"; readonly expectedErrors: number; readonly characters: number }
  | { readonly code: "target"; readonly name: string; readonly deadline: string; readonly daysLeft: number }
  | { readonly code: "almost-complete"; readonly pagesLeft: number };

/** A page in the queue. */
export interface QueueEntry extends WaitingPage {
  readonly score: number;
  readonly reasons: readonly QueueReason[];
}

/** A page without any doubt still has to be looked at before its item is complete: it counts as half an error. */
const LEAST_ERRORS = 0.5;
/** From how few pages left on it is said that the item is almost complete. */
const ALMOST_COMPLETE = 5;

/** The queue, the most urgent page first; pages alike in doubt and value stand as in their items. */
export function orderQueue(pages: readonly WaitingPage[], values: ReadonlyMap<string, ItemValue>): readonly QueueEntry[] {
  return pages
    .map((page): QueueEntry => {
      const value = values.get(page.item);
      const score = Math.max(LEAST_ERRORS, page.expectedErrors) * (value?.value ?? 0);
      return { ...page, score, reasons: reasonsOf(page, value) };
    })
    .sort((a, b) => b.score - a.score || compare(a.item, b.item) || a.place - b.place);
}

function reasonsOf({ expectedErrors, characters }: WaitingPage, value: ItemValue | undefined): readonly QueueReason[] {
  const doubt = { code: "doubt", expectedErrors: Math.round(expectedErrors * 10) / 10, characters } as const;
  if (value === undefined) return [doubt];
  const { target, pagesLeft } = value;
  return [
    doubt,
    ...(target === undefined ? [] : [{ code: "target", ...target } as const]),
    ...(pagesLeft <= ALMOST_COMPLETE ? [{ code: "almost-complete", pagesLeft } as const] : []),
  ];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
