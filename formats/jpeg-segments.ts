/** The parts of a JPEG file one after the other: marker segments and the entropy-coded stretches between them. */
import type { ByteSource } from "./byte-source.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const TEM = 0x01;
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;

/** A marker with its segment, length bytes and marker not included in `bodyBytes`. */
export interface JpegSegment {
  readonly marker: number;
  readonly bodyOffset: number;
  readonly bodyBytes: number;
  /** Entropy-coded bytes that follow; 0 except after a start of scan. */
  readonly entropyBytes: number;
}

/** How the walk ended: at an EOI, at the end of the file without one, or at bytes that are no marker. */
export interface JpegEnd {
  readonly reason: "eoi" | "cut" | "no-marker";
  /** First byte behind what was understood. */
  readonly offset: number;
}

/** Walk from behind SOI to EOI. Yields every segment; returns how it ended. Memory does not grow with the file. */
export async function* jpegSegments(source: ByteSource): AsyncGenerator<JpegSegment, JpegEnd> {
  let offset = 2;
  while (true) {
    const found = await markerAt(source, offset);
    if (found === undefined) return { reason: offset >= source.sizeBytes - 1 ? "cut" : "no-marker", offset };
    offset = found.ends;
    if (found.marker === EOI) return { reason: "eoi", offset };
    const segment = await segmentAt(source, found.marker, offset);
    if (typeof segment === "string") return { reason: segment, offset: segment === "cut" ? source.sizeBytes : offset };
    yield segment;
    offset = segment.bodyOffset + segment.bodyBytes + segment.entropyBytes;
  }
}

/** Markers without a length behind them. */
function isBare(marker: number): boolean {
  return marker === TEM || marker === SOI || isRestart(marker);
}

async function segmentAt(source: ByteSource, marker: number, offset: number): Promise<JpegSegment | JpegEnd["reason"]> {
  if (isBare(marker)) return { marker, bodyOffset: offset, bodyBytes: 0, entropyBytes: 0 };
  const head = await source.read(offset, 2);
  const length = head.length === 2 ? head.readUInt16BE(0) : 0;
  if (head.length < 2 || offset + length > source.sizeBytes) return "cut";
  if (length < 2) return "no-marker";
  const after = offset + length;
  const entropyBytes = marker === SOS ? (await entropyEnd(source, after)) - after : 0;
  return { marker, bodyOffset: offset + 2, bodyBytes: length - 2, entropyBytes };
}

/** The marker at an offset, fill bytes skipped. */
async function markerAt(source: ByteSource, from: number): Promise<{ marker: number; ends: number } | undefined> {
  let offset = from;
  while (true) {
    const bytes = await source.read(offset, 4096);
    if (bytes.length < 2 || bytes[0] !== 0xff) return undefined;
    const at = bytes.findIndex((byte) => byte !== 0xff);
    if (at > 0) {
      const marker = bytes[at] ?? 0;
      return marker === 0 ? undefined : { marker, ends: offset + at + 1 };
    }
    offset += bytes.length - 1;
  }
}

/** Where entropy-coded bytes end: at the first marker that is no restart; the size of the file if there is none. */
async function entropyEnd(source: ByteSource, from: number): Promise<number> {
  let offset = from;
  while (offset < source.sizeBytes) {
    const bytes = await source.read(offset, 256 * 1024);
    const at = nextMarker(bytes);
    if (at >= 0) return offset + at;
    if (bytes.length === 0) break;
    // A marker may be cut in two by the window: look at its first byte again.
    const isOpen = bytes[bytes.length - 1] === 0xff && bytes.length > 1;
    offset += isOpen ? bytes.length - 1 : bytes.length;
  }
  return source.sizeBytes;
}

function nextMarker(bytes: Buffer): number {
  let at = bytes.indexOf(0xff);
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at;
    at = bytes.indexOf(0xff, next === 0xff ? at + 1 : at + 2);
  }
  return -1;
}
