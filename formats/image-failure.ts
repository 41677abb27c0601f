import { StageError } from "../pipeline/errors.ts";

/** The image format by the first bytes, whatever the file is called. */
export function sniffFormat(head: Uint8Array): "jpeg" | "png" | "tiff" | undefined {
  const [a, b, c, d] = head;
  if (a === 0xff && b === 0xd8) return "jpeg";
  if (a === 0x89 && b === 0x50 && c === 0x4e && d === 0x47) return "png";
  if (a === 0x49 && b === 0x49 && (c === 42 || c === 43) && d === 0) return "tiff";
  if (a === 0x4d && b === 0x4d && c === 0 && (d === 42 || d === 43)) return "tiff";
  return undefined;
}

/** The first bytes of a file and its size. */
export interface FileStart {
  readonly head: Buffer;
  readonly sizeBytes: number;
}

/** Words by which libjpeg, libpng and libtiff tell that bytes are missing. */
const TRUNCATED = /premature end|end of file|read error|truncat|not enough data|short read|eof/i;
const TOO_LARGE = /pixel limit|exceeds? .*limit|too large|memory cap|cumulated|out of memory|dimensions/i;

/**
 * Why a picture could not be decoded, as an error of the project. All are final for these bytes:
 * IMG-EMPTY, IMG-FORMAT (not one of our formats), IMG-BOMB (too many pixels), IMG-TRUNC (bytes missing), IMG-CORRUPT.
 * A system error (missing file, full disk) is returned as it is.
 */
export function imageFailure(cause: unknown, path: string, { head, sizeBytes }: FileStart): unknown {
  if (cause instanceof StageError) return cause;
  const isSystem = typeof (cause as NodeJS.ErrnoException | undefined)?.code === "string";
  if (isSystem) return cause;
  const detail = cause instanceof Error ? cause.message.replaceAll(path, "").trim() : String(cause);
  return new StageError({ code: codeOf(detail, head, sizeBytes), facts: { detail }, retry: "never", exit: "input", cause });
}

function codeOf(detail: string, head: Buffer, sizeBytes: number): string {
  if (head.length === 0) return "IMG-EMPTY";
  const format = sniffFormat(head);
  if (format === undefined) return "IMG-FORMAT";
  if (TOO_LARGE.test(detail)) return "IMG-BOMB";
  const isCut = format === "tiff" && directoryOffset(head) >= sizeBytes;
  return isCut || TRUNCATED.test(detail) ? "IMG-TRUNC" : "IMG-CORRUPT";
}

/** Where a TIFF says its first directory is; writers put it last, so it is the first to be cut off (TIFF 6.0 section 2). */
function directoryOffset(head: Buffer): number {
  if (head.length < 16) return Number.POSITIVE_INFINITY;
  const isLittle = head[0] === 0x49;
  const isBig = (isLittle ? head[2] : head[3]) === 43;
  if (isBig) return Number(isLittle ? head.readBigUInt64LE(8) : head.readBigUInt64BE(8));
  return isLittle ? head.readUInt32LE(4) : head.readUInt32BE(4);
}
