/** The chunks of a PNG file one after the other, their checksums verified without keeping them in memory. */
import { crc32 } from "node:zlib";
import type { ByteSource } from "./byte-source.ts";

/** One chunk; `bodyOffset` is where its contents begin. */
export interface PngChunk {
  readonly type: string;
  readonly bodyOffset: number;
  readonly bodyBytes: number;
  readonly isChecksumRight: boolean;
}

/** How the walk ended: after IEND, at the end of the file without one, or at bytes that are no chunk. */
export interface PngEnd {
  readonly reason: "iend" | "cut" | "no-chunk";
  readonly offset: number;
}

/** Walk from behind the signature to IEND; every byte is read once (PNG, third edition, §5). */
export async function* pngChunks(source: ByteSource): AsyncGenerator<PngChunk, PngEnd> {
  let offset = 8;
  while (true) {
    const head = await source.read(offset, 8);
    if (head.length < 8) return { reason: "cut", offset };
    const bodyBytes = head.readUInt32BE(0);
    const type = head.toString("latin1", 4, 8);
    if (!/^[A-Za-z]{4}$/.test(type) || bodyBytes > 0x7fffffff) return { reason: "no-chunk", offset };
    const ends = offset + 12 + bodyBytes;
    if (ends > source.sizeBytes) return { reason: "cut", offset };
    const actual = await checksum(source, offset + 4, bodyBytes + 4);
    const stated = await source.read(ends - 4, 4);
    if (stated.length < 4) return { reason: "cut", offset };
    yield { type, bodyOffset: offset + 8, bodyBytes, isChecksumRight: stated.readUInt32BE(0) === actual };
    offset = ends;
    if (type === "IEND") return { reason: "iend", offset };
  }
}

async function checksum(source: ByteSource, from: number, length: number): Promise<number> {
  let sum = 0;
  for (let done = 0; done < length; ) {
    const bytes = await source.read(from + done, length - done);
    if (bytes.length === 0) return sum;
    sum = crc32(bytes, sum);
    done += bytes.length;
  }
  return sum;
}
