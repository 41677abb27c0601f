/** What one TIFF directory says about its picture, with every claim that cannot be true. */
import type { ByteSource } from "./byte-source.ts";
import type { FindingList } from "./image-structure.ts";
import { entryIntegers, entryNumbers, type TiffDirectory, type TiffHeader } from "./tiff-directory.ts";

/** Tags of TIFF 6.0 and its usual extensions that a structure check looks at. */
export const TAG = {
  newSubfileType: 254,
  subfileType: 255,
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  orientation: 274,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  xResolution: 282,
  yResolution: 283,
  planarConfiguration: 284,
  resolutionUnit: 296,
  colorMap: 320,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  subDirectories: 330,
  sampleFormat: 339,
  jpegTables: 347,
  ycbcrSubsampling: 530,
  icc: 34675,
  exif: 34665,
  gps: 34853,
  dngVersion: 50706,
} as const;

/** Compressions that the image library reads (libtiff as built into sharp 0.35), by number. */
const READABLE: Readonly<Record<number, string>> = {
  1: "none",
  2: "CCITT RLE",
  3: "CCITT G3",
  4: "CCITT G4",
  5: "LZW",
  7: "JPEG",
  8: "Deflate",
  32773: "PackBits",
  32946: "Deflate",
};

/** Names of compressions that it does not read. */
const UNREADABLE: Readonly<Record<number, string>> = {
  6: "old JPEG",
  9: "JBIG (T.85)",
  10: "JBIG (T.43)",
  32766: "NeXT RLE",
  32809: "ThunderScan",
  32908: "Pixar film",
  32909: "Pixar log",
  33003: "JPEG 2000",
  33005: "JPEG 2000",
  34661: "JBIG",
  34676: "SGI LogL",
  34677: "SGI LogLuv",
  34712: "JPEG 2000",
  34713: "Nikon NEF",
  34887: "LERC",
  34892: "lossy JPEG (DNG)",
  34925: "LZMA",
  50000: "ZSTD",
  50001: "WebP",
  50002: "JPEG XL",
};

/** Samples a pixel has at least, by photometric interpretation. */
const LEAST_SAMPLES: Readonly<Record<number, number>> = { 0: 1, 1: 1, 2: 3, 3: 1, 4: 1, 5: 4, 6: 3, 8: 3, 9: 3, 10: 3 };
const PHOTOMETRIC = { whiteIsZero: 0, blackIsZero: 1, rgb: 2, palette: 3, separated: 5, ycbcr: 6, cielab: 8 } as const;
/** Colour filter arrays and linear raw: the sensor's numbers, not a picture. */
const RAW_PHOTOMETRIC = [32803, 34892];
const BIT_DEPTHS = [1, 2, 4, 8, 16, 32, 64];

/** One picture of a TIFF file. */
export interface TiffPicture {
  readonly width: number;
  readonly height: number;
  /** Bits of each sample of a pixel. */
  readonly bits: readonly number[];
  readonly samples: number;
  readonly compression: number;
  readonly compressionName: string;
  readonly photometric: number | undefined;
  readonly isPlanar: boolean;
  readonly rowsPerStrip: number;
  readonly tile: { readonly width: number; readonly height: number } | undefined;
  readonly subsampling: readonly [number, number];
  readonly orientation: number;
  readonly resolutionDpi: number | undefined;
  /** A smaller version or a mask of another picture, not a page. */
  readonly isReduced: boolean;
}

/** Read the claims of a directory. Whatever they are, the answer has finite numbers. */
export async function readPicture(
  source: ByteSource,
  header: TiffHeader,
  directory: TiffDirectory,
  findings: FindingList,
): Promise<TiffPicture> {
  const all = (tag: number, limit?: number) => entryIntegers(source, header, directory.entries.get(tag), limit);
  const one = async (tag: number, absent: number) => (await all(tag, 1))[0] ?? absent;
  const [perUnit = 0] = await entryNumbers(source, header, directory.entries.get(TAG.xResolution), 1);
  const samples = Math.min(await one(TAG.samplesPerPixel, 1), 1024);
  const compression = await one(TAG.compression, 1);
  const photometric = directory.entries.has(TAG.photometric) ? await one(TAG.photometric, 1) : undefined;
  const isTiled = directory.entries.has(TAG.tileWidth) || directory.entries.has(TAG.tileOffsets);
  const [horizontal = 2, vertical = 2] = await all(TAG.ycbcrSubsampling, 2);
  const subfile = await one(TAG.newSubfileType, 0);
  const orientation = await one(TAG.orientation, 1);
  if (!(orientation >= 1 && orientation <= 8)) findings.note("ORIENTATION-BAD", { value: orientation });
  const picture: TiffPicture = {
    width: await one(TAG.width, 0),
    height: await one(TAG.height, 0),
    bits: sampleBits(await all(TAG.bitsPerSample, samples), samples),
    samples,
    compression,
    compressionName: READABLE[compression] ?? UNREADABLE[compression] ?? String(compression),
    photometric,
    isPlanar: (await one(TAG.planarConfiguration, 1)) === 2 && samples > 1,
    rowsPerStrip: await one(TAG.rowsPerStrip, 2 ** 32 - 1),
    tile: isTiled ? { width: await one(TAG.tileWidth, 0), height: await one(TAG.tileHeight, 0) } : undefined,
    subsampling: photometric === PHOTOMETRIC.ycbcr ? [horizontal, vertical] : [1, 1],
    orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
    resolutionDpi: resolution(perUnit, await one(TAG.resolutionUnit, 2)),
    isReduced: subfile % 2 === 1 || Math.floor(subfile / 4) % 2 === 1 || (await one(TAG.subfileType, 1)) === 2,
  };
  judgeCompression(picture, directory, findings);
  judgeSamples(picture, directory, findings);
  noteUnusual(picture, await one(TAG.sampleFormat, 1), findings);
  return picture;
}

/** A single value stands for all samples, as libtiff reads it. */
function sampleBits(stated: Float64Array, samples: number): readonly number[] {
  const first = stated[0] ?? 1;
  return Array.from({ length: Math.max(1, samples) }, (_, index) => stated[index] ?? first);
}

function resolution(stated: number, unit: number): number | undefined {
  const dpi = unit === 3 ? stated * 2.54 : unit === 2 ? stated : 0;
  return Number.isFinite(dpi) && dpi > 1 ? Math.round(dpi * 100) / 100 : undefined;
}

function judgeCompression(picture: TiffPicture, directory: TiffDirectory, findings: FindingList): void {
  const isRaw = directory.entries.has(TAG.dngVersion) || RAW_PHOTOMETRIC.includes(picture.photometric ?? -1);
  if (isRaw) findings.reject("IMG-FORMAT", { detail: "RAW / DNG" });
  else if (READABLE[picture.compression] === undefined)
    findings.reject("IMG-COMPRESSION", { compression: picture.compressionName });
  const isFax = [2, 3, 4].includes(picture.compression);
  if (isFax && (picture.samples !== 1 || picture.bits[0] !== 1))
    findings.reject("IMG-CORRUPT", { why: "bit-depth", value: picture.bits[0] ?? 0 });
}

function judgeSamples(picture: TiffPicture, directory: TiffDirectory, findings: FindingList): void {
  if (picture.width === 0 || picture.height === 0) findings.reject("IMG-SIZE", { width: picture.width, height: picture.height });
  const odd = picture.bits.find((each) => !BIT_DEPTHS.includes(each)) ?? picture.bits.find((each) => each !== picture.bits[0]);
  if (odd !== undefined) findings.reject("IMG-CORRUPT", { why: "bit-depth", value: odd });
  const least = LEAST_SAMPLES[picture.photometric ?? 1];
  if (picture.samples < 1 || picture.samples < (least ?? 1))
    findings.reject("IMG-CORRUPT", { why: "samples", value: picture.samples });
  if (picture.photometric !== PHOTOMETRIC.palette) return;
  const expected = 3 * 2 ** Math.min(16, picture.bits[0] ?? 8);
  if (directory.entries.get(TAG.colorMap)?.count !== expected) findings.reject("IMG-CORRUPT", { why: "palette" });
}

function noteUnusual(picture: TiffPicture, sampleFormat: number, findings: FindingList): void {
  if (picture.isReduced) return;
  const features: readonly (readonly [boolean, string])[] = [
    [(picture.bits[0] ?? 8) > 8, `${picture.bits[0]}-bit`],
    [sampleFormat === 3, "float"],
    [sampleFormat === 2, "signed"],
    [picture.photometric === PHOTOMETRIC.palette, "palette"],
    [picture.photometric === PHOTOMETRIC.separated, "CMYK"],
    [picture.photometric === PHOTOMETRIC.cielab, "Lab"],
    [picture.photometric === PHOTOMETRIC.whiteIsZero && picture.bits[0] !== 1, "white-is-zero"],
    [picture.isPlanar, "planar"],
    [picture.samples > (LEAST_SAMPLES[picture.photometric ?? 1] ?? picture.samples), "extra-samples"],
  ];
  for (const [isSo, feature] of features) if (isSo) findings.note("IMG-UNUSUAL", { feature });
}
