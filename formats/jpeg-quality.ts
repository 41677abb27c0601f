import type { ByteSource } from "./byte-source.ts";
import { jpegSegments } from "./jpeg-segments.ts";

const DQT = 0xdb;
const SOS = 0xda;
/** The luminance table of quality 50 (ITU-T T.81 table K.1), which other qualities scale. */
const TABLE_AT_50 = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
  18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112,
  100, 103, 99,
] as const;

/**
 * The quality, 1 to 100, whose scaled standard table comes nearest to the luminance table of a JPEG file, as the library
 * of the Independent JPEG Group counts it. Null when the file has no such table before its first scan, or is no JPEG.
 */
export async function jpegQuality(source: ByteSource): Promise<number | null> {
  const start = await source.read(0, 2);
  if (start[0] !== 0xff || start[1] !== 0xd8) return null;
  for await (const { marker, bodyOffset, bodyBytes } of jpegSegments(source)) {
    if (marker === SOS) return null;
    if (marker !== DQT) continue;
    const sum = luminanceSum(await source.read(bodyOffset, bodyBytes));
    if (sum !== undefined) return qualityOf(sum);
  }
  return null;
}

/** Sum of the table with the number 0, which luminance uses; tables of 8 or 16 bits follow each other in a segment. */
function luminanceSum(body: Buffer): number | undefined {
  for (let at = 0; at < body.length; ) {
    const head = body[at] as number;
    const bytes = head >> 4 === 0 ? 1 : 2;
    if (at + 1 + 64 * bytes > body.length) return undefined;
    if ((head & 15) === 0) {
      return Array.from({ length: 64 }, (_, i) => body.readUIntBE(at + 1 + i * bytes, bytes)).reduce((a, b) => a + b, 0);
    }
    at += 1 + 64 * bytes;
  }
  return undefined;
}

function qualityOf(sum: number): number {
  let nearest = 100;
  for (let quality = 99; quality > 0; quality--) {
    if (Math.abs(sumAt(quality) - sum) < Math.abs(sumAt(nearest) - sum)) nearest = quality;
  }
  return nearest;
}

/** Sum of the standard table as a quality scales it; a step is 1 to 255. */
function sumAt(quality: number): number {
  const percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
  return TABLE_AT_50.reduce<number>((sum, step) => sum + Math.max(1, Math.min(255, Math.floor((step * percent + 50) / 100))), 0);
}
