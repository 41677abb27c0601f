/** The parts of a workbook as text that comes piece by piece, so that no part is ever held as a whole. */
import { Unzip, UnzipInflate } from "fflate";

/** Pieces of the packed file: each becomes a thousand times as large at most. */
const PIECE_BYTES = 16_384;

/**
 * The text of a part, piece by piece; nothing where the workbook has no such part.
 * Call `refuseSwollen` on the workbook before: this believes that it is of a usual size.
 * @throws {Error} when the bytes are no ZIP archive
 */
export function* partText(workbook: Uint8Array, name: string): Generator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let texts: string[] = [];
  let isOver = false;
  let isFound = false;
  const unzip = new Unzip((part) => {
    if (isFound || part.name !== name) return;
    isFound = true;
    part.ondata = (error, chunk, isLast) => {
      if (error) throw error;
      texts.push(decoder.decode(chunk, { stream: !isLast }));
      isOver = isLast;
    };
    part.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < workbook.length && !isOver; at += PIECE_BYTES) {
    unzip.push(workbook.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= workbook.length);
    yield* texts;
    texts = [];
  }
}

/** A small part as a whole; empty where there is none. */
export function wholePart(workbook: Uint8Array, name: string): string {
  return [...partText(workbook, name)].join("");
}
