/** A look at the header of an embedded colour profile: enough to say whether a colour conversion may trust it. */
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
