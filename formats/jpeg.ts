/**
 * Structure of a JPEG file: every marker to EOI, the entropy-coded stretches measured, metadata looked at and not trusted.
 * A decoder fills what is missing with grey; here a picture without its end is cut.
 * @see ITU-T T.81 annex B; JFIF 1.02; CIPA DC-008 (EXIF), DC-007 (multi-picture files)
 */
import { type ByteSource, zeroTailStart } from "./byte-source.ts";
import { FindingList, type ImageStructure } from "./image-structure.ts";
import { gatherMetadata, isApplicationMarker, type JpegMetadata, judgeMetadata, noMetadata } from "./jpeg-metadata.ts";
import { type JpegSegment, jpegSegments } from "./jpeg-segments.ts";

/** Scans that the image library accepts; a file of thousands keeps a decoder busy for hours. */
const MAX_SCANS = 100;
/** Segments of 64 KB each make 6 GB of metadata. */
const MAX_SEGMENTS = 100_000;
/** Zeros behind the picture that fill the last block of a disk. */
const MAX_PADDING_BYTES = 64 * 1024;
const SOS = 0xda;
/** Frames that the image library decodes: baseline, extended and progressive Huffman. */
const READABLE_FRAMES = [0xc0, 0xc1, 0xc2];
const FRAME_NAMES: Readonly<Record<number, string>> = {
  195: "JPEG lossless",
  197: "JPEG hierarchical",
  198: "JPEG hierarchical",
  199: "JPEG hierarchical",
  201: "JPEG arithmetic",
  202: "JPEG arithmetic",
  203: "JPEG lossless",
  205: "JPEG hierarchical",
  206: "JPEG hierarchical",
  207: "JPEG hierarchical",
  247: "JPEG-LS",
};

interface Frame {
  readonly marker: number;
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly components: number;
  /** 8x8 blocks of all components, at the least. */
  readonly blocks: number;
}

/** What was gathered on the way to EOI. */
interface Gathered {
  frame?: Frame;
  frames: number;
  scans: number;
  segments: number;
  entropyBytes: number;
  readonly metadata: JpegMetadata;
}

/** Check the structure of a JPEG file. Never throws for what the bytes say; only reading errors of the source come out. */
export async function readJpeg(source: ByteSource): Promise<ImageStructure> {
  const findings = new FindingList();
  const gathered: Gathered = { frames: 0, scans: 0, segments: 0, entropyBytes: 0, metadata: noMetadata() };
  const walk = jpegSegments(source);
  let step = await walk.next();
  while (!step.done) {
    await gather(source, step.value, gathered, findings);
    gathered.segments++;
    if (gathered.scans > MAX_SCANS) findings.reject("IMG-BOMB", { detail: `scans > ${MAX_SCANS}` });
    if (gathered.segments > MAX_SEGMENTS) findings.reject("IMG-BOMB", { detail: `segments > ${MAX_SEGMENTS}` });
    if (findings.isRejected) break;
    step = await walk.next();
  }
  if (step.done) await judgeEnd(source, step.value, gathered, findings);
  judgeFrame(gathered, findings, step.done === true && step.value.reason === "eoi");
  judgeMetadata(gathered.metadata, gathered.frame?.components ?? 3, findings);
  return summary(gathered, findings);
}

async function gather(source: ByteSource, segment: JpegSegment, gathered: Gathered, findings: FindingList): Promise<void> {
  const { marker, bodyOffset, bodyBytes } = segment;
  const isFrame = (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) || marker === 0xf7;
  if (marker === SOS) {
    gathered.scans++;
    gathered.entropyBytes += segment.entropyBytes;
  } else if (isFrame) {
    gathered.frames++;
    gathered.frame ??= frameOf(marker, await source.read(bodyOffset, bodyBytes));
  } else if (isApplicationMarker(marker)) {
    await gatherMetadata(marker, await source.read(bodyOffset, bodyBytes), gathered.metadata, findings);
  }
}

function frameOf(marker: number, body: Buffer): Frame {
  const components = body[5] ?? 0;
  const at = (index: number) => (index + 1 < body.length ? body.readUInt16BE(index) : 0);
  const [height, width] = [at(1), at(3)];
  const sampling = Array.from({ length: components }, (_, index) => body[7 + 3 * index] ?? 0x11);
  const most = { h: Math.max(1, ...sampling.map((each) => each >> 4)), v: Math.max(1, ...sampling.map((each) => each & 15)) };
  const blocks = sampling
    .map((each) => Math.ceil((width * (each >> 4)) / most.h / 8) * Math.ceil((height * (each & 15)) / most.v / 8))
    .reduce((sum, each) => sum + each, 0);
  return { marker, precision: body[0] ?? 0, width, height, components, blocks };
}

async function judgeEnd(
  source: ByteSource,
  end: { readonly reason: "eoi" | "cut" | "no-marker"; readonly offset: number },
  gathered: Gathered,
  findings: FindingList,
): Promise<void> {
  if (end.reason === "eoi") {
    const bytes = source.sizeBytes - end.offset;
    const isPadding = bytes <= MAX_PADDING_BYTES && (await zeroTailStart(source)) <= end.offset;
    if (bytes > 0 && isPadding) findings.note("IMG-TRAILING", { bytes, kind: "padding" });
    else if (bytes > 0) findings.warn("IMG-TRAILING", { bytes, kind: gathered.metadata.isMultiPicture ? "MPO" : "unknown" });
    return;
  }
  const zeros = await zeroTailStart(source);
  // Nothing but zeros after the last thing understood, or after the picture data: the copy stopped here.
  const isCut = end.reason === "cut" || zeros <= end.offset + 2 || source.sizeBytes - zeros >= 512;
  if (isCut) findings.reject("IMG-TRUNC", { missingBytes: Math.max(2, source.sizeBytes - zeros) });
  else findings.reject("IMG-CORRUPT", { why: "marker", value: end.offset });
}

function judgeFrame(gathered: Gathered, findings: FindingList, isWhole: boolean): void {
  const { frame } = gathered;
  if (frame === undefined) {
    if (isWhole) findings.reject("IMG-CORRUPT", { why: "no-frame" });
    return;
  }
  if (!READABLE_FRAMES.includes(frame.marker))
    findings.reject("IMG-COMPRESSION", { compression: FRAME_NAMES[frame.marker] ?? "JPEG" });
  else if (frame.precision !== 8) findings.reject("IMG-FORMAT", { detail: `JPEG ${frame.precision}-bit` });
  if (![1, 3, 4].includes(frame.components)) findings.reject("IMG-CORRUPT", { why: "samples", value: frame.components });
  if (frame.width === 0 || frame.height === 0) findings.reject("IMG-SIZE", { width: frame.width, height: frame.height });
  if (frame.components === 4) findings.note("IMG-UNUSUAL", { feature: "CMYK" });
  if (gathered.frames > 1) findings.reject("IMG-CORRUPT", { why: "frames", value: gathered.frames });
  if (!isWhole) return;
  // Huffman coding spends a bit or more on every block, sequential frames two (T.81 F.1.2, G.1.2).
  const leastBits = frame.blocks * (frame.marker === 0xc2 ? 1 : 2);
  if (gathered.entropyBytes * 8 < leastBits)
    findings.reject("IMG-CORRUPT", { why: "too-little-data", bytes: gathered.entropyBytes });
}

function summary(gathered: Gathered, findings: FindingList): ImageStructure {
  const { frame } = gathered;
  const { exif, jfifDpi } = gathered.metadata;
  const dpi = exif?.resolutionDpi ?? jfifDpi;
  const orientation = exif?.orientation ?? 1;
  return {
    kind: "jpeg",
    width: frame?.width ?? 0,
    height: frame?.height ?? 0,
    bitDepth: frame?.precision ?? 0,
    channels: frame?.components ?? 0,
    ...(dpi === undefined ? {} : { resolutionDpi: dpi }),
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    pages: 1,
    findings: findings.all,
  };
}
