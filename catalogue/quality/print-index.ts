/**
 * Fingerprints of 64 bits, found again by likeness without a look at each: two that differ in few bits differ in fewer still in one
 * of four quarters (multi-index hashing: Norouzi, Punjani and Fleet, CVPR 2012). The answers are those of a look at each.
 */

/** A fingerprint as two halves of 32 bits. */
export type Print = readonly [number, number];

/** The print that is most alike: the place it was kept under, and the bits in which it differs. */
export interface Alike {
  readonly at: number;
  readonly bits: number;
}

const QUARTERS = 4;
const QUARTER_BITS = 16;

/** Prints that were kept so far. */
export class PrintIndex {
  readonly #radius: number;
  /** Changes of a quarter in at most a fourth of the radius: 137 of them for eight bits. */
  readonly #changes: readonly number[];
  readonly #prints: Uint32Array;
  /** Of each quarter and value the place kept last, and for each place the one before it; places count from 1. */
  readonly #last: readonly Int32Array[];
  readonly #before: readonly Int32Array[];

  /** @param places places are whole numbers below this @param radius most bits in which what is found may differ */
  constructor(places: number, radius: number) {
    this.#radius = radius;
    this.#changes = changesWithin(Math.floor(radius / QUARTERS));
    this.#prints = new Uint32Array(2 * places);
    this.#last = Array.from({ length: QUARTERS }, () => new Int32Array(1 << QUARTER_BITS));
    this.#before = Array.from({ length: QUARTERS }, () => new Int32Array(places + 1));
  }

  /** Keep a print under a place; places rise from call to call. */
  keep(at: number, print: Print): void {
    this.#prints.set(print, 2 * at);
    for (const [quarter, value] of quartersOf(print).entries()) {
      const [last, before] = [this.#last[quarter] as Int32Array, this.#before[quarter] as Int32Array];
      before[at + 1] = last[value] as number;
      last[value] = at + 1;
    }
  }

  /** Of the prints within the radius the one in fewest other bits; of several the one kept last. */
  mostAlike(print: Print): Alike | undefined {
    let best: Alike | undefined;
    for (const [quarter, value] of quartersOf(print).entries()) {
      const [last, before] = [this.#last[quarter] as Int32Array, this.#before[quarter] as Int32Array];
      for (const change of this.#changes) {
        for (let place = last[value ^ change] as number; place > 0; place = before[place] as number)
          best = this.#better(best, print, place - 1);
      }
    }
    return best;
  }

  #better(best: Alike | undefined, print: Print, at: number): Alike | undefined {
    const bits = differingBits(print, [this.#prints[2 * at] as number, this.#prints[2 * at + 1] as number]);
    if (bits > this.#radius) return best;
    const isBetter = best === undefined || bits < best.bits || (bits === best.bits && at > best.at);
    return isBetter ? { at, bits } : best;
  }
}

/** Bits in which two prints differ. */
export function differingBits(one: Print, other: Print): number {
  return bitsOf(one[0] ^ other[0]) + bitsOf(one[1] ^ other[1]);
}

function quartersOf([high, low]: Print): readonly number[] {
  return [high >>> QUARTER_BITS, high & 0xffff, low >>> QUARTER_BITS, low & 0xffff];
}

/** All numbers of 16 bits of which no more than so many are set. */
function changesWithin(bits: number): readonly number[] {
  return Array.from({ length: 1 << QUARTER_BITS }, (_, change) => change).filter((change) => bitsOf(change) <= bits);
}

/** Bits that are set in a 32-bit number. */
function bitsOf(number: number): number {
  let bits = number - ((number >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
