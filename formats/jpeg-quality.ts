import type { ByteSource } from "./byte-source.ts";
import { jpegSegments } from "./jpeg-segments.ts";

const DQT = 0xdb;
const SOS = 0xda;
/** Sum of the luminance table of quality 50 (ITU-T T.81 table K.1), which other qualities scale. */
const SUM_AT_50 = 3688;

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
    if (sum !== undefined) return qualityOf((100 * sum) / SUM_AT_50);
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

function qualityOf(scalePercent: number): number {
  const quality = scalePercent <= 100 ? (200 - scalePercent) / 2 : 5000 / scalePercent;
  return Math.max(1, Math.min(100, Math.round(quality)));
}
