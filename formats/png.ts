/**
 * Structure of a PNG file: every chunk with its checksum to IEND, their order, and whether the pixel stream is complete.
 * @see Portable Network Graphics (third edition), W3C
 */
import { type ByteSource, zeroTailStart } from "./byte-source.ts";
import { FindingList, type ImageStructure } from "./image-structure.ts";
import { type PngChunk, type PngEnd, pngChunks } from "./png-chunks.ts";
import { countInflated, type Stretch } from "./png-inflate.ts";
import { gatherMetadata, noMetadata, type PngMetadata } from "./png-metadata.ts";

/** Pixel streams larger than this are left to the decoder. */
const PIXEL_LIMIT_BYTES = 1024 ** 3;
const MAX_CHUNKS = 1_000_000;
const CRITICAL = ["IHDR", "PLTE", "IDAT", "IEND"];
/** Bit depths by colour type (§11.2.1). */
const BIT_DEPTHS: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Adam7: where each pass begins and how far its pixels are apart. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

interface Header {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colorType: number;
  readonly isInterlaced: boolean;
}

interface Gathered {
  header?: Header;
  readonly pixels: Stretch[];
  isPixelsClosed: boolean;
  hasPalette: boolean;
  hasFrames: boolean;
  chunks: number;
  readonly metadata: PngMetadata;
}

/** Check the structure of a PNG file. Never throws for what the bytes say; only reading errors of the source come out. */
export async function readPng(source: ByteSource): Promise<ImageStructure> {
  const findings = new FindingList();
  const gathered: Gathered = {
    pixels: [],
    isPixelsClosed: false,
    hasPalette: false,
    hasFrames: false,
    chunks: 0,
    metadata: noMetadata(),
  };
  const zeros = await zeroTailStart(source);
  const walk = pngChunks(source);
  let step = await walk.next();
  while (!step.done && gathered.chunks < MAX_CHUNKS && !gathered.metadata.isTooMuch) {
    const chunk = step.value;
    if (!chunk.isChecksumRight) rejectChecksum(source, chunk, zeros, findings);
    await gather(source, chunk, gathered, findings);
    gathered.chunks++;
    step = await walk.next();
  }
  if (!step.done && gathered.chunks >= MAX_CHUNKS) findings.reject("IMG-BOMB", { detail: `chunks > ${MAX_CHUNKS}` });
  if (step.done) judgeEnd(source, step.value, zeros, findings);
  judgeHeader(gathered, findings);
  if (!findings.isRejected) await judgePixels(source, gathered, findings);
  return summary(gathered, findings);
}

/** A wrong checksum at the end of a file that ends in zeros is a copy that stopped. */
function rejectChecksum(source: ByteSource, chunk: PngChunk, zeros: number, findings: FindingList): void {
  const isCut = chunk.bodyOffset + chunk.bodyBytes + 4 > zeros;
  if (isCut) findings.reject("IMG-TRUNC", { missingBytes: source.sizeBytes - zeros });
  else findings.reject("IMG-CORRUPT", { why: "checksum", chunk: chunk.type });
}

async function gather(source: ByteSource, chunk: PngChunk, gathered: Gathered, findings: FindingList): Promise<void> {
  const { type, bodyOffset, bodyBytes } = chunk;
  checkOrder(chunk, gathered, findings);
  if (type === "IHDR" && bodyBytes === 13) gathered.header ??= headerOf(await source.read(bodyOffset, 13), findings);
  if (type === "IDAT") gathered.pixels.push({ offset: bodyOffset, bytes: bodyBytes });
  if (type === "PLTE") gathered.hasPalette = bodyBytes > 0 && bodyBytes % 3 === 0 && bodyBytes <= 768;
  if (type === "acTL") gathered.hasFrames = true;
  await gatherMetadata(source, chunk, gathered.metadata, findings);
}

/** IHDR once and first, IDAT together, no unknown critical chunk (§5.6). */
function checkOrder(chunk: PngChunk, gathered: Gathered, findings: FindingList): void {
  const { type } = chunk;
  const isFirst = gathered.chunks === 0;
  if (type !== "IDAT" && gathered.pixels.length > 0) gathered.isPixelsClosed = true;
  const isMisplaced = isFirst !== (type === "IHDR") || (type === "IDAT" && gathered.isPixelsClosed);
  if (isMisplaced || (type === "IHDR" && chunk.bodyBytes !== 13)) findings.reject("IMG-CORRUPT", { why: "order", chunk: type });
  const isCritical = /^[A-Z]/.test(type);
  if (isCritical && !CRITICAL.includes(type)) findings.reject("IMG-CORRUPT", { why: "critical-chunk", chunk: type });
}

function headerOf(body: Buffer, findings: FindingList): Header {
  const header: Header = {
    width: body.readUInt32BE(0),
    height: body.readUInt32BE(4),
    bitDepth: body[8] ?? 0,
    colorType: body[9] ?? 0,
    isInterlaced: body[12] === 1,
  };
  const isKnown = BIT_DEPTHS[header.colorType]?.includes(header.bitDepth) === true;
  if (!isKnown || body[10] !== 0 || body[11] !== 0 || (body[12] ?? 0) > 1) findings.reject("IMG-CORRUPT", { why: "header" });
  return header;
}

function judgeEnd(source: ByteSource, end: PngEnd, zeros: number, findings: FindingList): void {
  const after = source.sizeBytes - end.offset;
  if (end.reason === "iend") {
    if (after > 0) findings.warn("IMG-TRAILING", { bytes: after, kind: "unknown" });
  } else if (end.reason === "cut" || zeros <= end.offset + 8) {
    findings.reject("IMG-TRUNC", { missingBytes: Math.max(12, source.sizeBytes - zeros) });
  } else findings.reject("IMG-CORRUPT", { why: "chunk", value: end.offset });
}

function judgeHeader(gathered: Gathered, findings: FindingList): void {
  const { header } = gathered;
  if (header === undefined) {
    if (!findings.isRejected) findings.reject("IMG-CORRUPT", { why: "header" });
    return;
  }
  if (header.width === 0 || header.height === 0) findings.reject("IMG-SIZE", { width: header.width, height: header.height });
  if (header.colorType === 3 && !gathered.hasPalette) findings.reject("IMG-CORRUPT", { why: "palette" });
  if (gathered.pixels.length === 0) findings.reject("IMG-CORRUPT", { why: "no-pixels" });
  const features: readonly (readonly [boolean, string])[] = [
    [gathered.hasFrames, "animation"],
    [header.isInterlaced, "interlaced"],
    [header.bitDepth === 16, "16-bit"],
    [header.colorType === 3, "palette"],
    [header.colorType >= 4, "extra-samples"],
  ];
  for (const [isSo, feature] of features) if (isSo) findings.note("IMG-UNUSUAL", { feature });
}

async function judgePixels(source: ByteSource, gathered: Gathered, findings: FindingList): Promise<void> {
  const { header, pixels } = gathered;
  if (header === undefined) return;
  const expected = streamBytes(header);
  const packed = pixels.reduce((sum, each) => sum + each.bytes, 0);
  if (packed * 1032 < expected) {
    findings.reject("IMG-CORRUPT", { why: "too-little-data", bytes: packed });
    return;
  }
  if (expected > PIXEL_LIMIT_BYTES) return;
  const { bytes, outcome } = await countInflated(source, pixels, expected);
  if (outcome === "over-limit") findings.warn("IMG-TRAILING", { bytes: bytes - expected, kind: "pixels" });
  else if (outcome === "broken") findings.reject("IMG-CORRUPT", { why: "pixels" });
  else if (bytes < expected) findings.reject("IMG-TRUNC", { missingBytes: expected - bytes });
}

/** Length of the filtered pixel stream: every row has one byte more than its pixels need. */
function streamBytes(header: Header): number {
  const bits = header.bitDepth * (SAMPLES[header.colorType] ?? 1);
  const rows = (width: number, height: number) => (width === 0 ? 0 : (Math.ceil((width * bits) / 8) + 1) * height);
  if (!header.isInterlaced) return rows(header.width, header.height);
  return PASSES.reduce((sum, [left, top, across, down]) => {
    const width = Math.ceil((header.width - left) / across);
    const height = Math.ceil((header.height - top) / down);
    return sum + rows(Math.max(0, width), Math.max(0, height));
  }, 0);
}

function summary(gathered: Gathered, findings: FindingList): ImageStructure {
  const { header } = gathered;
  const { resolutionDpi, orientation } = gathered.metadata;
  return {
    kind: "png",
    width: header?.width ?? 0,
    height: header?.height ?? 0,
    bitDepth: header?.bitDepth ?? 0,
    channels: SAMPLES[header?.colorType ?? -1] ?? 0,
    ...(resolutionDpi === undefined ? {} : { resolutionDpi }),
    orientation,
    pages: 1,
    findings: findings.all,
  };
}
