/** Leaves that are not there: by the register's count, by the numbers in file names, by the numbers on the leaves. */
import { gaps, type Numbered, numberOf } from "../../formats/file-numbers.ts";
import type { ComparedPage, ItemFacts, ItemFinding } from "./item-facts.ts";

/** More pages than the register says, by this share, are more than covers and blank leaves. */
const MOST_EXTRA_SHARE = 0.1;
const MOST_EXTRA_PAGES = 4;
/** Leaves in a row, before and behind a gap, whose numbers must follow each other before the gap is believed. */
const LEAST_IN_A_ROW = 3;

/** ITEM-SHORT and ITEM-LONG against the register, SEQ-GAP in file names, ITEM-LEAF-GAP on the leaves themselves. */
export function missingFindings(item: ItemFacts, pages: readonly ComparedPage[]): readonly ItemFinding[] {
  return [...againstRegister(item, pages), ...fileGaps(pages), ...leafGaps(pages)];
}

/** A picture of two pages counts as two: registers count pages. Where spreads are unknown, nothing is said. */
function againstRegister({ shelfmark, extentPages }: ItemFacts, pages: readonly ComparedPage[]): readonly ItemFinding[] {
  if (extentPages === null || pages.length === 0 || pages.some((page) => page.isSpread === null)) return [];
  const spreads = pages.filter((page) => page.isSpread).length;
  const found = pages.length + spreads;
  const facts = { subject: shelfmark, found, expected: extentPages, pictures: pages.length };
  const told = { value: found, unit: "pages", threshold: extentPages, facts, pages: [] };
  // A library may count leaves or pictures: only what is too few either way is missing.
  if (found < extentPages) return [{ code: "ITEM-SHORT", severity: "warning", ...told }];
  const most = extentPages + Math.max(MOST_EXTRA_PAGES, extentPages * MOST_EXTRA_SHARE);
  return pages.length > most ? [{ code: "ITEM-LONG", severity: "note", ...told }] : [];
}

function fileGaps(pages: readonly ComparedPage[]): readonly ItemFinding[] {
  const series = new Map<string, Numbered[]>();
  for (const each of pages.flatMap((page) => numberOf(page.name) ?? [])) {
    const known = series.get(each.series);
    if (known) known.push(each);
    else series.set(each.series, [each]);
  }
  return [...series.values()].flatMap(gaps).map(({ code, facts }) => {
    return { code, value: Number(facts["count"]), unit: "numbers", threshold: null, severity: "warning", facts, pages: [] };
  });
}

/**
 * Where the numbers of the leaves run on, leap, and run on again. Machines misread such numbers: a leap is told only between
 * rows of leaves that each count up by one (a leaf a picture) or stay for two pictures (half a leaf a picture). A number that
 * falls begins another part of the book.
 */
function leafGaps(pages: readonly ComparedPage[]): readonly ItemFinding[] {
  const found: ItemFinding[] = [];
  const read = pages.filter((page) => page.leafNumber !== null);
  const places = new Map(pages.map((page, at) => [page, at]));
  for (let at = LEAST_IN_A_ROW; at <= read.length - LEAST_IN_A_ROW; at += 1) {
    const [before, behind] = [read[at - 1], read[at]];
    if (!before || !behind) continue;
    const [last, next] = [before.leafNumber ?? 0, behind.leafNumber ?? 0];
    const isBelieved = runsOn(read.slice(at - LEAST_IN_A_ROW, at)) && runsOn(read.slice(at, at + LEAST_IN_A_ROW));
    // Pictures between the two whose numbers could not be read may be the leaves that seem to be missing.
    const unread = (places.get(behind) ?? 0) - (places.get(before) ?? 0) - 1;
    const missing = next - last - 1 - unread;
    if (!isBelieved || missing < 1) continue;
    const facts = { subject: before.name, other: behind.name, last, next, missing };
    const told = { value: missing, unit: "leaves", threshold: 0, facts, pages: [before.id, behind.id] };
    found.push({ code: "ITEM-LEAF-GAP", severity: "warning", ...told });
  }
  return found;
}

function runsOn(pages: readonly ComparedPage[]): boolean {
  const numbers = pages.map((page) => page.leafNumber ?? 0);
  const steps = numbers.slice(1).map((number, at) => number - (numbers[at] ?? 0));
  return steps.every((step) => step === 1 || step === 0) && steps.some((step) => step === 1);
}
