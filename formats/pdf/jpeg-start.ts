/** A JPEG up to its frame header: size, resolution, position and colour, read without walking through the picture itself. */
import type { ByteSource } from "../byte-source.ts";
import { FindingList } from "../image-structure.ts";
import { gatherMetadata, isApplicationMarker, type JpegMetadata, noMetadata } from "../jpeg-metadata.ts";
import { jpegSegments } from "../jpeg-segments.ts";

/** The frame header (ITU-T T.81, B.2.2). */
export interface JpegFrame {
  readonly marker: number;
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  readonly components: number;
}

/** What stands before the picture. */
export interface JpegStart {
  /** Absent when the file is no JPEG. */
  readonly frame?: JpegFrame;
  readonly metadata: JpegMetadata;
  /** The embedded ICC profile, put together from its parts; absent when there is none or parts are missing. */
  readonly profile?: Buffer;
  /** An Adobe segment: CMYK values are stored inverted (Adobe Technical Note 5116). */
  readonly hasAdobeSegment: boolean;
}

const APP2 = 0xe2;
const APP14 = 0xee;
/** Markers in the range of frame headers that are tables (T.81, table B.1). */
const TABLES = [0xc4, 0xc8, 0xcc];
/** Name, number and count of a part (ICC.1:2022, annex B.4). */
const PART_HEADER_BYTES = 14;

/** Walk up to the frame header. */
export async function readJpegStart(source: ByteSource): Promise<JpegStart> {
  const metadata = noMetadata();
  const findings = new FindingList();
  const parts: Buffer[] = [];
  let hasAdobeSegment = false;
  let frame: JpegFrame | undefined;
  for await (const { marker, bodyOffset, bodyBytes } of jpegSegments(source)) {
    const isFrame = marker >= 0xc0 && marker <= 0xcf && !TABLES.includes(marker);
    if (!isFrame && !isApplicationMarker(marker)) continue;
    const body = await source.read(bodyOffset, bodyBytes);
    if (isFrame) {
      frame = frameOf(marker, body);
      break;
    }
    if (marker === APP14) hasAdobeSegment ||= body.toString("latin1", 0, 5) === "Adobe";
    if (marker === APP2) parts.push(Buffer.from(body));
    await gatherMetadata(marker, body, metadata, findings);
  }
  const profile = joinedProfile(parts.filter((part) => part.toString("latin1", 0, 12) === "ICC_PROFILE\0"));
  return {
    metadata,
    hasAdobeSegment,
    ...(frame === undefined ? {} : { frame }),
    ...(profile === undefined ? {} : { profile }),
  };
}

function frameOf(marker: number, body: Buffer): JpegFrame | undefined {
  if (body.length < 6) return undefined;
  const [height, width] = [body.readUInt16BE(1), body.readUInt16BE(3)];
  return { marker, precision: body[0] ?? 0, width, height, components: body[5] ?? 0 };
}

/** Parts say their number and how many there are; nothing comes of a profile that lacks one. */
function joinedProfile(parts: readonly Buffer[]): Buffer | undefined {
  const inOrder = parts.toSorted((one, other) => (one[12] ?? 0) - (other[12] ?? 0));
  const isWhole = parts.length > 0 && inOrder.every((part, at) => part[12] === at + 1 && part[13] === parts.length);
  return isWhole ? Buffer.concat(inOrder.map((part) => part.subarray(PART_HEADER_BYTES))) : undefined;
}
