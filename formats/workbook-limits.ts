/** Refuses workbooks that are small as files and huge once they are opened, whatever they say of themselves. */
import { Unzip, UnzipInflate, unzipSync } from "fflate";

/** A register of 100,000 rows and fifteen columns is some 150 MiB of XML. */
const MOST_INFLATED_BYTES = 256 * 2 ** 20;
const MOST_ENTRIES = 4096;
/** Read in pieces: one piece cannot become more than a thousand times as large before it is counted. */
const PIECE_BYTES = 65_536;

/** A workbook that is refused for its size: the limit that it passes. */
export class SwollenError extends RangeError {
  readonly what: "mebibytes" | "parts";
  readonly most: number;

  constructor(what: SwollenError["what"], most: number) {
    super(what === "parts" ? `more than ${most} parts` : `more than ${most} MiB when opened`);
    this.what = what;
    this.most = most;
  }
}

/** What a workbook may become. */
interface Limits {
  readonly bytes: number;
  readonly entries: number;
}

/**
 * Open every part once without keeping it and count what comes out, in the order of the file, as readers of streams do; then add up
 * what the directory at the end states, as other readers believe it.
 * @throws {SwollenError}
 * @throws {Error} when the bytes are no ZIP archive
 */
export function refuseSwollen(workbook: Uint8Array, limits: Partial<Limits> = {}): void {
  const { bytes = MOST_INFLATED_BYTES, entries = MOST_ENTRIES } = limits;
  const inOrder = new Count({ bytes, entries });
  const unzip = new Unzip((part) => {
    inOrder.addPart();
    part.ondata = (error, chunk) => {
      if (error) throw error;
      inOrder.addBytes(chunk.length);
    };
    part.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < workbook.length; at += PIECE_BYTES) {
    unzip.push(workbook.subarray(at, at + PIECE_BYTES), at + PIECE_BYTES >= workbook.length);
  }
  const stated = new Count({ bytes, entries });
  unzipSync(workbook, {
    filter: ({ originalSize }) => {
      stated.addPart();
      stated.addBytes(originalSize);
      return false;
    },
  });
}

class Count {
  readonly #most: Limits;
  #parts = 0;
  #bytes = 0;

  constructor(most: Limits) {
    this.#most = most;
  }

  addPart(): void {
    this.#parts += 1;
    if (this.#parts > this.#most.entries) throw new SwollenError("parts", this.#most.entries);
  }

  addBytes(count: number): void {
    this.#bytes += count;
    if (this.#bytes > this.#most.bytes) throw new SwollenError("mebibytes", Math.floor(this.#most.bytes / 2 ** 20));
  }
}
