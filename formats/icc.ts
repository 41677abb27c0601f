/** A look at an embedded colour profile: enough to say whether a colour conversion may trust it. */
import type { FindingList } from "./image-structure.ts";

/** Length of the header of a profile (ICC.1:2022 §7.2). */
export const ICC_HEADER_BYTES = 128;

const CHANNELS: Readonly<Record<string, number>> = { GRAY: 1, "RGB ": 3, "Lab ": 3, "XYZ ": 3, CMYK: 4 };

/**
 * Warn about a profile that is broken, or made for another number of channels than the picture has.
 * `channels` counts alpha, so one more than the profile's is fine.
 */
export function checkIcc(header: Buffer, sizeBytes: number, channels: number, findings: FindingList): void {
  if (header.length < ICC_HEADER_BYTES || header.toString("latin1", 36, 40) !== "acsp") {
    findings.warn("ICC-BAD", { why: "header" });
    return;
  }
  if (header.readUInt32BE(0) > sizeBytes) findings.warn("ICC-BAD", { why: "size" });
  const space = header.toString("latin1", 16, 20);
  const expected = CHANNELS[space];
  if (expected !== undefined && channels !== expected && channels !== expected + 1)
    findings.warn("ICC-BAD", { why: "colour-space", space: space.trim() });
}

/** Zeros that the last element of a sound profile may end in: an all-zero black point and its reserved bytes. */
const MAX_CLOSING_ZEROS = 20;
const MAX_ELEMENTS = 200;

/**
 * True when a profile has elements behind `soundBytes`, from where on everything is zero: every element begins with the
 * name of its type, and only old descriptions end in many zeros (ICC.1:2022 §7.3; ICC.1:2001-04 §6.5.17).
 */
export function isIccCut(profile: Buffer, soundBytes: number): boolean {
  if (profile.length < ICC_HEADER_BYTES + 4 || profile.length - soundBytes < 4) return false;
  if (soundBytes < ICC_HEADER_BYTES + 4) return true;
  const count = Math.min(MAX_ELEMENTS, profile.readUInt32BE(ICC_HEADER_BYTES));
  if (ICC_HEADER_BYTES + 4 + count * 12 > soundBytes) return true;
  for (let index = 0; index < count; index++) {
    const at = ICC_HEADER_BYTES + 4 + index * 12;
    if (at + 12 > profile.length) return false;
    const [offset, size] = [profile.readUInt32BE(at + 4), profile.readUInt32BE(at + 8)];
    if (offset >= soundBytes && offset < profile.length && size > 0) return true;
    const zeros = offset + size - soundBytes;
    const isDescription = profile.toString("latin1", offset, offset + 4) === "desc";
    if (zeros > MAX_CLOSING_ZEROS && !isDescription) return true;
  }
  return false;
}
