/** The order in which a person reads file names: numbers by their value, letters without regard to case. */

/** A run of digits, or a run of anything else, folded for comparison. */
type Run = { readonly isNumber: boolean; readonly text: string };

/** A name made ready for many comparisons. */
export interface OrderKey {
  readonly name: string;
  readonly runs: readonly Run[];
}

/** Prepare a name; the extension does not count, so that `12.tif` stands before `12a.tif`. */
export function orderKey(name: string): OrderKey {
  const dot = name.lastIndexOf(".");
  const stem = (dot > 0 ? name.slice(0, dot) : name).normalize("NFC").toLowerCase();
  const runs = Array.from(stem.matchAll(/[0-9]+|[^0-9]+/g), ([text]) => {
    const isNumber = /^[0-9]/.test(text);
    return { isNumber, text: isNumber ? text.replace(/^0+(?=.)/, "") : text };
  });
  return { name, runs };
}

/** Compare prepared names; names that only differ in writing keep a fixed order, so the result never depends on the folder. */
export function compareOrder(a: OrderKey, b: OrderKey): number {
  for (let index = 0; index < Math.min(a.runs.length, b.runs.length); index++) {
    const difference = compareRuns(a.runs[index], b.runs[index]);
    if (difference !== 0) return difference;
  }
  return a.runs.length - b.runs.length || compareText(a.name, b.name);
}

function compareRuns(a: Run | undefined, b: Run | undefined): number {
  if (a === undefined || b === undefined) return 0;
  if (a.isNumber !== b.isNumber) return a.isNumber ? -1 : 1;
  if (a.isNumber && a.text.length !== b.text.length) return a.text.length - b.text.length;
  return compareText(a.text, b.text);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Sort anything with a name into page order. */
export function inPageOrder<T extends { readonly name: string }>(entries: readonly T[]): T[] {
  return entries
    .map((entry) => ({ entry, key: orderKey(entry.name) }))
    .sort((a, b) => compareOrder(a.key, b.key))
    .map(({ entry }) => entry);
}
