/** Numbers in the file names of pages, and which of them are missing. */
import type { Finding } from "./image-structure.ts";

/** Ranges listed in one message; the counts are always whole. */
const MAX_LISTED = 20;
/** Fewer numbers than a tenth of what lies between them are time stamps or shelfmarks, not a sequence. */
const SPARSEST = 10;

/** A file name taken apart. */
export interface Numbered {
  readonly name: string;
  /** What stands before the number. */
  readonly series: string;
  readonly digits: string;
  readonly value: number;
  /** A letter behind the number, such as a and b for the sides of a leaf. */
  readonly letter: string;
}

/** The last number of a name and the letter behind it. Digits behind an underscore and a unit, as in `_300dpi`, are none. */
export function numberOf(name: string): Numbered | undefined {
  const dot = name.lastIndexOf(".");
  const stem = (dot > 0 ? name.slice(0, dot) : name).normalize("NFC").toLowerCase();
  const match = /^(.*?)([0-9]{1,15})[ _-]?([a-z]?)$/su.exec(stem.replace(/[ _-]*[0-9]+ ?dpi$/u, ""));
  const [, series, digits, letter] = match ?? [];
  if (series === undefined || digits === undefined || letter === undefined) return undefined;
  return { name, series, digits, value: Number(digits), letter };
}

/** SEQ-GAP for the numbers that one series of names leaves out. */
export function gaps(members: readonly Numbered[]): Finding[] {
  const values = [...new Set(members.map((each) => each.value))].sort((a, b) => a - b);
  const [first, last] = [values[0] ?? 0, values.at(-1) ?? 0];
  const span = last - first + 1;
  if (values.length < 2 || span > values.length * SPARSEST) return [];
  const width = members.reduce((most, { digits }) => (digits.startsWith("0") ? Math.max(most, digits.length) : most), 0);
  const written = (value: number) => String(value).padStart(width, "0");
  const ranges: string[] = [];
  let count = 0;
  // A sequence that begins just behind 1 has lost its first pages; one that begins at 201 continues another volume.
  let before = first > 1 && first < 10 ? 0 : first - 1;
  for (const value of values) {
    const missing = value - before - 1;
    if (missing > 0) ranges.push(missing === 1 ? written(before + 1) : `${written(before + 1)}–${written(value - 1)}`);
    count += missing;
    before = value;
  }
  const sides = missingSides(members, written);
  const all = [...ranges, ...sides];
  if (all.length === 0) return [];
  const listed = all.slice(0, MAX_LISTED).join(", ") + (all.length > MAX_LISTED ? ", …" : "");
  return [{ code: "SEQ-GAP", severity: "warning", facts: { missing: listed, count: count + sides.length } }];
}

/** Where most leaves have sides a and b, a leaf with one side only lacks the other. */
function missingSides(members: readonly Numbered[], written: (value: number) => string): string[] {
  const leaves = new Map<number, Numbered[]>();
  for (const each of members) leaves.set(each.value, [...(leaves.get(each.value) ?? []), each]);
  const lettersOf = (leaf: readonly Numbered[]) => leaf.map((each) => each.letter);
  const isPaired = (leaf: readonly Numbered[]) => ["a", "b"].every((side) => lettersOf(leaf).includes(side));
  const paired = [...leaves.values()].filter(isPaired).length;
  if (paired * 2 <= leaves.size) return [];
  return [...leaves].flatMap(([value, leaf]) => {
    const lacking = ["a", "b"].filter((side) => !lettersOf(leaf).includes(side));
    return lacking.length === 1 ? [`${written(value)}${lacking[0]}`] : [];
  });
}
