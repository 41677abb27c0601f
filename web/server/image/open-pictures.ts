/** Access pictures held open: where their tiles stand is read once for each, and only so many are open at a time. */
import { close, open, read, stat } from "node:fs";
import { promisify } from "node:util";
import { fileSource } from "../../../formats/byte-source.ts";
import { type PyramidLevel, readPyramid } from "../../../formats/tiff-pyramid.ts";
import type { Digest } from "../../../pipeline/artifact.ts";
import type { ObjectFiles } from "../services.ts";

/** An access picture ready to be read. Valid inside `OpenPictures.use` only. */
export interface OpenPicture {
  readonly path: string;
  readonly levels: readonly PyramidLevel[];
  /** Fill the buffer from byte `at` on with what the file has from `offset` on. @throws {RangeError} at its end. */
  readInto(buffer: Buffer, at: number, offset: number): Promise<void>;
}

interface Opened extends OpenPicture {
  readonly descriptor: number;
}

/** A picture that is open or being opened, and how many work with it. */
interface Held {
  readonly opened: Promise<Opened>;
  users: number;
  isDropped: boolean;
}

const MOST_OPEN = 200;
/** `fs` by callbacks: a `FileHandle` costs a tile a tenth more. */
const [openFile, closeFile, statFile] = [promisify(open), promisify(close), promisify(stat)];
const readFile = promisify(read);

/** Opens pictures when they are first asked for, and closes the one that was not used for longest. */
export class OpenPictures {
  readonly #files: ObjectFiles;
  readonly #mostOpen: number;
  /** In the order of use. */
  readonly #held = new Map<Digest, Held>();

  constructor(files: ObjectFiles, mostOpen = MOST_OPEN) {
    this.#files = files;
    this.#mostOpen = mostOpen;
  }

  /** Work with a picture. @throws {IntegrityError} STORE-MISSING; {ServiceError} SVC-STORE. */
  async use<T>(digest: Digest, work: (picture: OpenPicture) => Promise<T> | T): Promise<T> {
    const held = this.#hold(digest);
    held.users += 1;
    try {
      return await work(await held.opened);
    } finally {
      held.users -= 1;
      if (held.isDropped && held.users === 0) await closeHeld(held);
    }
  }

  /** Close all; those that somebody works with are closed by the last one. */
  async close(): Promise<void> {
    const all = [...this.#held.keys()];
    await Promise.all(all.map((digest) => this.#drop(digest)));
  }

  #hold(digest: Digest): Held {
    const known = this.#held.get(digest);
    const held = known ?? { opened: openPicture(this.#files, digest), users: 0, isDropped: false };
    this.#held.delete(digest);
    this.#held.set(digest, held);
    if (known) return held;
    // What could not be opened may be there next time.
    held.opened.catch(() => this.#held.get(digest) === held && this.#held.delete(digest));
    const [oldest] = this.#held.keys();
    if (this.#held.size > this.#mostOpen && oldest) void this.#drop(oldest);
    return held;
  }

  async #drop(digest: Digest): Promise<void> {
    const held = this.#held.get(digest);
    if (!held) return;
    this.#held.delete(digest);
    held.isDropped = true;
    if (held.users === 0) await closeHeld(held);
  }
}

async function openPicture(files: ObjectFiles, digest: Digest): Promise<Opened> {
  const path = await files.file(digest);
  const { size } = await statFile(path);
  const descriptor = await openFile(path, "r");
  try {
    const file = {
      read: (into: Buffer, at: number, length: number, place: number) => readFile(descriptor, into, at, length, place),
    };
    const levels = await readPyramid(fileSource(file, size));
    return { path, levels, descriptor, readInto: (buffer, at, offset) => readInto(descriptor, buffer, at, offset) };
  } catch (thrown) {
    await closeFile(descriptor);
    throw thrown;
  }
}

async function readInto(descriptor: number, buffer: Buffer, at: number, offset: number): Promise<void> {
  for (let done = at; done < buffer.length; ) {
    const bytes = await new Promise<number>((resolve, reject) => {
      read(descriptor, buffer, done, buffer.length - done, offset + done - at, (error, count) =>
        error ? reject(error) : resolve(count),
      );
    });
    if (bytes === 0) throw new RangeError("the file ends inside a tile");
    done += bytes;
  }
}

async function closeHeld(held: Held): Promise<void> {
  // A picture that could not be opened has nothing to close, and its error was told to those who asked for it.
  const opened = await held.opened.catch(() => undefined);
  if (opened) await closeFile(opened.descriptor);
}
