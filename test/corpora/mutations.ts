/** Damage of every plain kind to sound bytes, from a seed: the same seed makes the same files. */

/** A source of numbers from 0 (included) to 1 (excluded). */
export type Random = () => number;

type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

const below = (random: Random, limit: number): number => Math.floor(random() * Math.max(1, limit));
const EXTREMES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** Headers and directories are where a byte does most; half of all damage goes there. */
function place(bytes: Buffer, random: Random): number {
  return below(random, random() < 0.5 ? Math.min(bytes.length, 512) : bytes.length);
}

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  bits(bytes, random) {
    const out = Buffer.from(bytes);
    for (let count = 1 + below(random, 8); count > 0; count -= 1) {
      const at = place(out, random);
      out[at] = (out[at] ?? 0) ^ (1 << below(random, 8));
    }
    return out;
  },
  zeros(bytes, random) {
    const at = place(bytes, random);
    return Buffer.from(bytes).fill(0, at, Math.min(bytes.length, at + 1 + below(random, 4096)));
  },
  cut: (bytes, random) => bytes.subarray(0, place(bytes, random)),
  tail(bytes, random) {
    const at = place(bytes, random);
    return Buffer.concat([bytes, bytes.subarray(at, at + below(random, 65_536))]);
  },
  number(bytes, random) {
    const out = Buffer.from(bytes);
    const value = EXTREMES[below(random, EXTREMES.length)] ?? 0;
    const at = below(random, Math.min(out.length, 1024) - 4);
    if (out.length > 8) random() < 0.5 ? out.writeUInt32LE(value, Math.max(0, at)) : out.writeUInt32BE(value, Math.max(0, at));
    return out;
  },
  doubled(bytes, random) {
    const at = place(bytes, random);
    const end = at + below(random, 2048);
    return Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
  },
  dropped(bytes, random) {
    const at = place(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(random, 512))]);
  },
  spliced(bytes, random, other) {
    const at = place(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), other.subarray(place(other, random))]);
  },
};
