/** Leaves that stand in another order than their numbers: bound or scanned out of order. */
import type { ComparedPage, ItemFinding } from "./item-facts.ts";

/** Leaves in a row, before and behind, whose numbers must follow each other before what lies between is believed. */
const LEAST_IN_A_ROW = 3;
/** Most leaves between the two rows. */
const MOST_BETWEEN = 12;

/**
 * ITEM-LEAF-ORDER: between two rows of leaves that count up stand exactly the numbers that belong there, but in another
 * order. One misread number never looks like that.
 */
export function orderFindings(pages: readonly ComparedPage[]): readonly ItemFinding[] {
  const read = pages.filter((page) => page.leafNumber !== null);
  const found: ItemFinding[] = [];
  for (let at = LEAST_IN_A_ROW; at + LEAST_IN_A_ROW < read.length; at += 1) {
    const before = read.slice(at - LEAST_IN_A_ROW, at);
    if (!countsUp(numbersOf(before))) continue;
    const between = swappedFrom(read, at);
    if (between === undefined) continue;
    const names = between.map((page) => page.name).join(", ");
    const facts = { subject: names, numbers: numbersOf(between).join(", "), count: between.length };
    const told = { value: between.length, unit: "leaves", threshold: 0, facts, pages: between.map((page) => page.id) };
    found.push({ code: "ITEM-LEAF-ORDER", severity: "warning", ...told });
    at += between.length + LEAST_IN_A_ROW - 1;
  }
  return found;
}

/** The leaves from `at` on that stand in a wrong order, up to a row that counts on where they should end. */
function swappedFrom(read: readonly ComparedPage[], at: number): readonly ComparedPage[] | undefined {
  const last = read[at - 1]?.leafNumber ?? 0;
  for (let count = 2; count <= MOST_BETWEEN && at + count + LEAST_IN_A_ROW <= read.length; count += 1) {
    const between = read.slice(at, at + count);
    const behind = numbersOf(read.slice(at + count, at + count + LEAST_IN_A_ROW));
    const sorted = numbersOf(between).sort((a, b) => a - b);
    const isInOrder = sorted.every((number, i) => number === between[i]?.leafNumber);
    const isWhole = isClose([last, ...sorted, behind[0] ?? 0]);
    if (countsUp(behind) && isWhole && !isInOrder) return between;
  }
  return undefined;
}

function numbersOf(pages: readonly ComparedPage[]): number[] {
  return pages.map((page) => page.leafNumber ?? 0);
}

/** Each number follows the one before, or repeats it (half a leaf a picture). */
function isClose(numbers: readonly number[]): boolean {
  return numbers.slice(1).every((number, i) => number - (numbers[i] ?? 0) === 1 || number === numbers[i]);
}

function countsUp(numbers: readonly number[]): boolean {
  return isClose(numbers) && numbers.at(-1) !== numbers[0];
}
