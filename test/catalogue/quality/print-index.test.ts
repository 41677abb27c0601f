import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { duplicateFindings } from "../../../catalogue/quality/duplicates.ts";
import { type Alike, differingBits, type Print, PrintIndex } from "../../../catalogue/quality/print-index.ts";
import { book, report } from "./pages.ts";

const bitsFlipped = (print: Print, bits: readonly number[]): Print => {
  const [high, low] = bits.reduce(([a, b], bit) => (bit < 32 ? [a ^ (1 << bit), b] : [a, b ^ (1 << (bit - 32))]), [...print] as [
    number,
    number,
  ]);
  return [high >>> 0, low >>> 0];
};

/** Prints about a few middles, as pages of one book lie, or shots of the same pages: many pairs differ in few bits. */
const anyPrint = fc
  .record({
    middle: fc.constantFrom<Print>([0, 0], [0xffffffff, 0xffffffff], [0x0123abcd, 0xf00dcafe], [0xaaaaaaaa, 0x55555555]),
    bits: fc.uniqueArray(fc.nat(63), { maxLength: 10 }),
  })
  .map(({ middle, bits }) => bitsFlipped(middle, bits));

function lookAtEach(prints: readonly Print[], print: Print, radius: number): Alike | undefined {
  let best: Alike | undefined;
  for (const [at, other] of prints.entries()) {
    const bits = differingBits(print, other);
    if (bits <= radius && bits <= (best?.bits ?? 64)) best = { at, bits };
  }
  return best;
}

describe("prints found by their quarters", () => {
  test("are those that a look at each finds, the last of several", () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(anyPrint, { minLength: 10, maxLength: 60 }), anyPrint, fc.nat(12), (prints, print, radius) => {
        const index = new PrintIndex(prints.length, radius);
        for (const [at, each] of prints.entries()) index.keep(at, each);
        const alike = lookAtEach(prints, print, radius);
        if (alike) found += 1;
        expect(index.mostAlike(print)).toEqual(alike);
      }),
      { numRuns: 400 },
    );
    expect(found).toBeGreaterThan(100);
  });
});

const [NEAR, FAR, SHARE, LEAST_PAIRS] = [12, 8, 0.4, 6];

/** Every page compared with all before it: page, its double, bits and limit. */
function doublesByLooking(prints: readonly (Print | null)[]) {
  const known = prints.filter((print) => print !== null);
  const pairs = known.flatMap((print, at) => known.slice(at + 1, at + 4).map((other) => differingBits(print, other)));
  const usual = pairs.length < LEAST_PAIRS ? 64 : (pairs.sort((a, b) => a - b)[Math.floor(pairs.length / 2)] ?? 64);
  const most = Math.floor(usual * SHARE);
  return prints.flatMap((print, at) => {
    const before = prints.slice(0, at).map((other, place) => {
      const limit = Math.min(at - place <= 3 ? NEAR : FAR, most);
      return { place, limit, bits: print && other ? differingBits(print, other) : 65 };
    });
    const [best] = before.filter(({ bits, limit }) => bits <= limit).sort((a, b) => a.bits - b.bits || b.place - a.place);
    return best ? [[`p${at + 1}`, `p${best.place + 1}`, best.bits, best.limit]] : [];
  });
}

describe("pages shot twice", () => {
  test("are those that are found when each page is compared with all before it", () => {
    const hex = (number: number) => number.toString(16).padStart(8, "0");
    const leaf = (seed: number): Print => [Math.imul(seed + 1, 0x9e3779b1) >>> 0, Math.imul(seed + 7, 0x85ebca6b) >>> 0];
    const shot = fc.tuple(fc.nat(60), fc.uniqueArray(fc.nat(63), { maxLength: 7 }));
    const print = shot.map(([seed, bits]) => bitsFlipped(leaf(seed), bits));
    const prints = fc.array(fc.oneof({ weight: 9, arbitrary: print }, { weight: 1, arbitrary: fc.constant(null) }), {
      minLength: 30,
      maxLength: 80,
    });
    let found = 0;
    fc.assert(
      fc.property(prints, (all) => {
        const pages = book(all.length, (at) => {
          const print = all[at];
          return { report: report({ fingerprint: print ? hex(print[0]) + hex(print[1]) : null }) };
        });
        const told = duplicateFindings(pages, new Map()).map((each) => [
          each.pages[1],
          each.pages[0],
          each.value,
          each.threshold,
        ]);
        found += told.length;
        expect(told).toEqual(doublesByLooking(all));
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(300);
  });
});
