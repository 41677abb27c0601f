/** What the metadata chunks of a PNG file say. Nothing is unpacked beyond 1 MB, nor beyond 8 MB in a file. */
import type { ByteSource } from "./byte-source.ts";
import { readExif } from "./exif.ts";
import type { FindingList } from "./image-structure.ts";
import type { PngChunk } from "./png-chunks.ts";
import { countInflated } from "./png-inflate.ts";

const LIMIT_BYTES = 1024 * 1024;
const LIMIT_OF_ALL_BYTES = 8 * LIMIT_BYTES;
const MAX_COMPRESSED_CHUNKS = 1000;
const MAX_EXIF_BYTES = 64 * 1024;
const COMPRESSED = ["iCCP", "zTXt", "iTXt"];
/** Output that no honest text or profile reaches from so little input. */
const BOMB_RATIO = 50;

/** Gathered chunk by chunk. */
export interface PngMetadata {
  resolutionDpi?: number;
  orientation: number;
  unpackedBytes: number;
  compressedChunks: number;
  /** So much that looking further would only cost time. */
  isTooMuch: boolean;
}

/** Nothing gathered yet. */
export function noMetadata(): PngMetadata {
  return { orientation: 1, unpackedBytes: 0, compressedChunks: 0, isTooMuch: false };
}

/** Take in one chunk, whatever it is. */
export async function gatherMetadata(
  source: ByteSource,
  chunk: PngChunk,
  found: PngMetadata,
  findings: FindingList,
): Promise<void> {
  const { type, bodyOffset, bodyBytes } = chunk;
  if (type === "pHYs" && bodyBytes === 9) gatherResolution(await source.read(bodyOffset, 9), found);
  if (type === "eXIf") await gatherExif(source, chunk, found, findings);
  if (COMPRESSED.includes(type)) await gatherCompressed(source, chunk, found, findings);
}

function gatherResolution(body: Buffer, found: PngMetadata): void {
  const dpi = body[8] === 1 ? Math.round(body.readUInt32BE(0) * 0.0254 * 100) / 100 : 0;
  if (dpi > 1) found.resolutionDpi = dpi;
}

/** An EXIF block may turn the picture (PNG, third edition, §11.3.4.5). */
async function gatherExif(source: ByteSource, chunk: PngChunk, found: PngMetadata, findings: FindingList): Promise<void> {
  const exif = await readExif(Buffer.from(await source.read(chunk.bodyOffset, Math.min(chunk.bodyBytes, MAX_EXIF_BYTES))));
  const orientation = exif?.orientation ?? 1;
  if (exif === undefined) findings.note("META-BAD", { tag: chunk.type });
  if (orientation >= 1 && orientation <= 8) found.orientation = orientation;
  else findings.note("ORIENTATION-BAD", { value: orientation });
}

/** The zlib stream begins behind a keyword. */
async function gatherCompressed(source: ByteSource, chunk: PngChunk, found: PngMetadata, findings: FindingList): Promise<void> {
  const { type, bodyOffset, bodyBytes } = chunk;
  const start = compressedStart(type, await source.read(bodyOffset, Math.min(4096, bodyBytes)));
  if (start === undefined) return;
  const stretch = { offset: bodyOffset + start, bytes: Math.max(0, bodyBytes - start) };
  const { bytes, outcome } = await countInflated(source, [stretch], LIMIT_BYTES);
  found.unpackedBytes += bytes;
  found.compressedChunks++;
  found.isTooMuch = found.unpackedBytes > LIMIT_OF_ALL_BYTES || found.compressedChunks > MAX_COMPRESSED_CHUNKS;
  if (found.isTooMuch) findings.reject("IMG-BOMB", { detail: `metadata > ${LIMIT_OF_ALL_BYTES} B` });
  if (outcome === "over-limit" && bytes > BOMB_RATIO * stretch.bytes)
    findings.reject("IMG-BOMB", { detail: `${type} > ${LIMIT_BYTES} B` });
  else if (outcome === "over-limit") findings.note("META-LARGE", { bytes, chunk: type });
  else if (outcome !== "complete") findings.warn(type === "iCCP" ? "ICC-BAD" : "META-BAD", { why: "unreadable", tag: type });
}

function compressedStart(type: string, head: Buffer): number | undefined {
  const keyword = head.indexOf(0);
  if (keyword < 0) return undefined;
  if (type !== "iTXt") return keyword + 2;
  if (head[keyword + 1] !== 1) return undefined;
  const language = head.indexOf(0, keyword + 3);
  const translated = language < 0 ? -1 : head.indexOf(0, language + 1);
  return translated < 0 ? undefined : translated + 1;
}
