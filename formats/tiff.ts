/**
 * Structure of a TIFF or BigTIFF file: every directory of the chain and below it, every strip and tile inside the file.
 * A decoder is content with the first picture; a file whose later parts are cut off must not pass as whole.
 * @see TIFF Revision 6.0; TIFF/EP and Adobe PageMaker 6 technical notes for SubIFDs
 */
import { type ByteSource, zeroTailStart } from "./byte-source.ts";
import { checkIcc, isIccCut } from "./icc.ts";
import { FindingList, type ImageStructure } from "./image-structure.ts";
import { entryIntegers, readDirectory, readTiffHeader, type TiffDirectory, type TiffEntry } from "./tiff-directory.ts";
import { readPicture, TAG, type TiffPicture } from "./tiff-picture.ts";
import { checkSegments, reportBeyond, type Surroundings } from "./tiff-segments.ts";

/** Directories followed in one file; real books in one file have fewer pages. */
const MAX_DIRECTORIES = 1000;
/** Strips and tiles in one file: a thousand pages of a thousand each. */
const MAX_SEGMENTS = 1_000_000;
const ASCII = 2;
const FRACTIONS = [5, 10];
const BLOCK_BYTES = 4096;
/** Zeros that a padded value may well end in. */
const PADDING_BYTES = 512;
/** Entries in which zero is no possible value: zeros at the end of the file have eaten it. */
const NEVER_ZERO: readonly number[] = [
  TAG.bitsPerSample,
  TAG.stripOffsets,
  TAG.stripByteCounts,
  TAG.tileOffsets,
  TAG.tileByteCounts,
  TAG.sampleFormat,
];
/** Bytes of the last number of a value, by type; of a fraction the denominator. */
const LEAST_BYTES_OF_LAST: Readonly<Record<number, number>> = { 3: 2, 4: 4, 5: 4, 10: 4, 13: 4, 16: 8, 18: 8 };

/** Where a directory was found. Only the main chain holds pages. */
type Place = "chain" | "sub" | "metadata";

interface Walk extends Surroundings {
  readonly findings: FindingList;
  readonly visited: Set<number>;
  readonly pictures: { readonly place: Place; readonly picture: TiffPicture; readonly directory: TiffDirectory }[];
  /** First byte behind everything that was referred to. */
  reach: number;
}

/** Check the structure of a TIFF file. Never throws for what the bytes say; only reading errors of the source come out. */
export async function readTiff(source: ByteSource): Promise<ImageStructure> {
  const findings = new FindingList();
  const header = await readTiffHeader(source);
  if (header === undefined) {
    findings.reject(source.sizeBytes < 16 ? "IMG-TRUNC" : "IMG-CORRUPT", { why: "header" });
    return nothing(findings);
  }
  const walk: Walk = {
    source,
    header,
    zeroTailStart: await zeroTailStart(source),
    // A cut file refers to places not far behind its end; a nonsense offset may be anywhere in 4 GB.
    isCut: (end) => end <= source.sizeBytes * 100 + 65_536,
    segmentsLeft: MAX_SEGMENTS,
    findings,
    visited: new Set(),
    pictures: [],
    reach: header.isBig ? 16 : 8,
  };
  if (header.firstDirectory === 0) findings.reject("IMG-CORRUPT", { why: "no-directory" });
  else await followChain(walk, header.firstDirectory, "chain");
  if (source.sizeBytes - walk.reach >= 16 && !findings.isRejected)
    findings.note("IMG-TRAILING", { bytes: source.sizeBytes - walk.reach });
  return summary(walk);
}

async function followChain(walk: Walk, first: number, place: Place): Promise<void> {
  let offset = first;
  while (offset !== 0) {
    if (walk.visited.has(offset)) {
      walk.findings.reject("IMG-CORRUPT", { why: "directory-loop", value: offset });
      return;
    }
    if (walk.visited.size >= MAX_DIRECTORIES) {
      walk.findings.reject("IMG-PAGES", { pages: MAX_DIRECTORIES });
      return;
    }
    walk.visited.add(offset);
    const directory = await readOne(walk, offset);
    if (directory === undefined) return;
    await checkDirectory(walk, directory, place);
    offset = directory.next;
  }
}

async function readOne(walk: Walk, offset: number): Promise<TiffDirectory | undefined> {
  const directory = await readDirectory(walk.source, walk.header, offset);
  if (typeof directory === "object") return directory;
  const size = walk.source.sizeBytes;
  if (directory === "beyond-end") reportBeyond(walk, Math.max(offset, size) + 1, walk.findings);
  else if (offset >= walk.zeroTailStart) walk.findings.reject("IMG-TRUNC", { missingBytes: size - walk.zeroTailStart });
  else walk.findings.reject("IMG-CORRUPT", { why: directory, value: offset });
  return undefined;
}

async function checkDirectory(walk: Walk, directory: TiffDirectory, place: Place): Promise<void> {
  walk.reach = Math.max(walk.reach, directory.ends);
  for (const entry of directory.entries.values()) checkEntry(walk, entry, place);
  if (place === "metadata") return;
  const picture = await readPicture(walk.source, walk.header, directory, walk.findings);
  walk.pictures.push({ place, picture, directory });
  if (picture.width > 0 && picture.height > 0)
    walk.reach = Math.max(walk.reach, await checkSegments(walk, directory, picture, walk.findings));
  await checkProfile(walk, directory.entries.get(TAG.icc), picture);
  const below = await entryIntegers(walk.source, walk.header, directory.entries.get(TAG.subDirectories), MAX_DIRECTORIES);
  for (const offset of below) await followChain(walk, offset, "sub");
  for (const tag of [TAG.exif, TAG.gps]) {
    const [offset] = await entryIntegers(walk.source, walk.header, directory.entries.get(tag), 1);
    if (offset !== undefined && offset !== 0) await checkMetadata(walk, offset);
  }
}

/** Values must lie in the file, and zeros at its end must not have eaten them. */
function checkEntry(walk: Walk, entry: TiffEntry, place: Place): void {
  const { sizeBytes } = walk.source;
  if (entry.sizeBytes === 0) {
    if (entry.at + 8 >= walk.zeroTailStart) walk.findings.reject("IMG-TRUNC", { missingBytes: sizeBytes - walk.zeroTailStart });
    else if (entry.type === 0) walk.findings.reject("IMG-CORRUPT", { why: "entry", value: entry.tag });
    else walk.findings.note("META-BAD", { tag: entry.tag });
    return;
  }
  if (entry.isInline) return;
  const ends = entry.offset + entry.sizeBytes;
  if (ends <= sizeBytes) {
    walk.reach = Math.max(walk.reach, ends);
    checkZeros(walk, entry, place, ends - Math.max(entry.offset, walk.zeroTailStart));
    return;
  }
  // Of metadata, only what a cut can explain speaks against the picture.
  if (place === "metadata" && ends > sizeBytes + 1_048_576) walk.findings.note("META-BAD", { tag: entry.tag });
  else reportBeyond(walk, ends, walk.findings);
}

/**
 * Zeros at the end of the file that reach into a value which cannot end in so many. Private values (of cameras and
 * programs) may be padded: for them a block of the disk is too much, and less is doubted.
 */
function checkZeros(walk: Walk, entry: TiffEntry, place: Place, zeros: number): void {
  if (entry.type === ASCII || zeros <= 0) return;
  // A fraction over zero is no number, whatever it is for; cameras write some into their metadata all the same.
  const isNeverZero = NEVER_ZERO.includes(entry.tag) || FRACTIONS.includes(entry.type);
  const last = isNeverZero && place !== "metadata" ? LEAST_BYTES_OF_LAST[entry.type] : undefined;
  // A palette may have hundreds of unused colours, but not two of its three parts empty.
  const most = last ?? (entry.tag === TAG.colorMap ? (entry.sizeBytes * 2) / 3 : BLOCK_BYTES);
  if (zeros >= most) walk.findings.reject("IMG-TRUNC", { missingBytes: zeros });
  else if (zeros >= PADDING_BYTES) walk.findings.warn("IMG-ZERO-TAIL", { bytes: zeros });
}

/** An EXIF or GPS directory: read one level deep, never followed further. */
async function checkMetadata(walk: Walk, offset: number): Promise<void> {
  if (walk.visited.has(offset)) {
    walk.findings.note("META-BAD", { tag: TAG.exif });
    return;
  }
  const directory = await readDirectory(walk.source, walk.header, offset);
  if (typeof directory === "object") await checkDirectory(walk, directory, "metadata");
  else if (directory === "beyond-end" && walk.isCut(offset))
    reportBeyond(walk, Math.max(offset, walk.source.sizeBytes) + 1, walk.findings);
  else if (offset >= walk.zeroTailStart)
    walk.findings.reject("IMG-TRUNC", { missingBytes: walk.source.sizeBytes - walk.zeroTailStart });
  else walk.findings.note("META-BAD", { tag: TAG.exif });
}

async function checkProfile(walk: Walk, entry: TiffEntry | undefined, picture: TiffPicture): Promise<void> {
  if (entry === undefined || entry.sizeBytes === 0 || entry.offset + entry.sizeBytes > walk.source.sizeBytes) return;
  const profile = Buffer.from(await walk.source.read(entry.offset, entry.sizeBytes));
  const isPalette = picture.photometric === 3;
  checkIcc(profile, entry.sizeBytes, isPalette ? 3 : picture.samples, walk.findings);
  const soundBytes = walk.zeroTailStart - entry.offset;
  if (isIccCut(profile, soundBytes)) walk.findings.reject("IMG-TRUNC", { missingBytes: entry.sizeBytes - soundBytes });
}

function summary(walk: Walk): ImageStructure {
  const chain = walk.pictures.filter((each) => each.place === "chain").map((each) => each.picture);
  const [first] = chain;
  if (first === undefined) return nothing(walk.findings);
  if (first.isReduced && chain.some((each) => !each.isReduced))
    walk.findings.reject("IMG-FORMAT", { detail: "TIFF, thumbnail first" });
  return {
    kind: "tiff",
    width: first.width,
    height: first.height,
    bitDepth: first.bits[0] ?? 0,
    channels: first.samples,
    ...(first.resolutionDpi === undefined ? {} : { resolutionDpi: first.resolutionDpi }),
    orientation: first.orientation,
    pages: chain.filter((each, index) => index === 0 || !(each.isReduced || isHalved(chain, index))).length,
    findings: walk.findings.all,
  };
}

/** Pyramids written without the reduced-resolution flag: every picture half the size of the one before it. */
function isHalved(chain: readonly TiffPicture[], index: number): boolean {
  return chain.slice(1, index + 1).every((each, before) => {
    const larger = chain[before];
    if (larger === undefined) return false;
    const isHalf = (small: number, large: number) => Math.abs(small - large / 2) <= 1;
    return isHalf(each.width, larger.width) && isHalf(each.height, larger.height);
  });
}

function nothing(findings: FindingList): ImageStructure {
  return { kind: "tiff", width: 0, height: 0, bitDepth: 0, channels: 0, orientation: 1, pages: 0, findings: findings.all };
}
