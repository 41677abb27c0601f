/** Perceptual hashes of 64 bits, written as 16 hexadecimal digits: alike pictures differ in few bits. */

/** One bit a value: set where it is above 0. Digits are in the order of the values, four to a digit. @throws {RangeError} unless there are 64. */
export function hexOfSigns(values: ArrayLike<number>): string {
  if (values.length !== 64) throw new RangeError(`a hash has 64 bits, not ${values.length}`);
  return Array.from({ length: 16 }, (_, digit) => {
    let bits = 0;
    for (let i = 0; i < 4; i++) bits = bits * 2 + ((values[digit * 4 + i] as number) > 0 ? 1 : 0);
    return bits.toString(16);
  }).join("");
}

/**
 * Bits in which two hashes differ, 0 to 64. Two shots of a page differ in few, two pages in about 32.
 * @throws {RangeError} for what is no hash.
 */
export function hammingDistance(one: string, other: string): number {
  for (const hash of [one, other]) if (!/^[0-9a-f]{16}$/.test(hash)) throw new RangeError(`no perceptual hash: ${hash}`);
  let bits = 0;
  for (let digit = 0; digit < 16; digit++) {
    for (
      let unlike = Number.parseInt(one[digit] as string, 16) ^ Number.parseInt(other[digit] as string, 16);
      unlike > 0;
      unlike &= unlike - 1
    )
      bits++;
  }
  return bits;
}
