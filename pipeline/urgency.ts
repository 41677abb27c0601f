/**
 * How urgent a task is: the larger, the sooner.
 *
 * Fair between batches without any turn to keep: the further on in its item a page stands, the less urgent it is, in bands that
 * double. So twenty pages that come while a hundred thousand wait go before all but the first pages of those, and a large batch is
 * never held up by more than what is small beside it. Steps of a whole item come right behind its last page: a book is bound once,
 * when its pages are done, and a small one need not wait for the pages of a large one.
 */

/** What a person may say of a batch. */
export const PRIORITIES = { low: -1, normal: 0, high: 1 } as const;

/** Says more than any place in a batch can. */
const PRIORITY_STEP = 100;
/** What stands first; leaves room below for the largest item. */
const FIRST = 64;
const FIRST_BAND_PAGES = 16;

/** Of a step of the page at this place of its item, counted from 1; `urgency` is what was said of the item. */
export function urgencyOfPage(sequence: number, urgency = 0): number {
  const band = Math.floor(Math.log2(1 + Math.max(0, sequence - 1) / FIRST_BAND_PAGES));
  return urgency * PRIORITY_STEP + FIRST - 2 * band;
}

/** Of a step of the whole item with so many pages. */
export function urgencyOfItem(pages: number, urgency = 0): number {
  return urgencyOfPage(pages, urgency) - 1;
}
