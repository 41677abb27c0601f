/** Tar archives that are the same bytes whenever their content is: no times, no owners, fixed modes (POSIX ustar and pax). */
import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { extract, type Pack, pack } from "tar-stream";
import { StageError } from "../pipeline/errors.ts";

const FILE_MODE = 0o644;
const EPOCH = new Date(0);

/** What an entry is called and how long it is; tar needs the length before the bytes. */
export interface TarEntry {
  readonly name: string;
  readonly sizeBytes: number;
}

/** A tar file being written; entries one after the other. */
export interface TarWriter {
  /** Write an entry whole. @throws {StageError} ARC-SIZE when `content` is not exactly `sizeBytes` long. */
  add(entry: TarEntry, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>;
  /** End the archive and wait until it is on disk. */
  finish(): Promise<void>;
  /** Give up and close the file; harmless after `finish`. */
  close(): Promise<void>;
}

/** Create a tar file, or empty the one that is there; or write to a stream. Memory does not grow with the entries. */
export function createTar(to: string | NodeJS.WritableStream): TarWriter {
  const archive = pack();
  const written = pipeline(archive as unknown as Readable, typeof to === "string" ? createWriteStream(to) : to);
  // Reported by `add` or `finish`; without this a failing disk would be an unhandled rejection first.
  written.catch(() => undefined);
  return {
    async add(entry, content) {
      await Promise.race([addEntry(archive, entry, content), written.then(() => undefined)]);
    },
    async finish() {
      archive.finalize();
      await written;
    },
    async close() {
      archive.destroy(undefined as unknown as Error);
      await written.catch(() => undefined);
    },
  };
}

async function addEntry(
  archive: Pack,
  entry: TarEntry,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const header = {
    name: entry.name,
    size: entry.sizeBytes,
    mode: FILE_MODE,
    mtime: EPOCH,
    uid: 0,
    gid: 0,
    type: "file" as const,
  };
  let sizeBytes = 0;
  await new Promise<void>((resolve, reject) => {
    const sink = archive.entry(header, (error: unknown) => (error ? reject(error as Error) : resolve()));
    sink.on("error", reject);
    feed(sink, content, (length) => {
      sizeBytes += length;
      return sizeBytes <= entry.sizeBytes;
    }).then(
      () => {
        if (sizeBytes === entry.sizeBytes) sink.end(undefined);
        else reject(new StageError({ code: "ARC-SIZE", facts: { name: entry.name, expected: entry.sizeBytes, sizeBytes } }));
      },
      (error: unknown) => reject(error as Error),
    );
  });
}

/** Write with back-pressure; stops early when `accept` refuses, before the archive is spoilt. */
async function feed(
  sink: NodeJS.WritableStream,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  accept: (length: number) => boolean,
): Promise<void> {
  for await (const chunk of content) {
    if (!accept(chunk.length)) return;
    if (!sink.write(chunk as Buffer)) await new Promise<void>((resolve) => sink.once("drain", resolve));
  }
}

/** One entry met while reading: its content must be consumed before the next one is asked for. */
export interface ReadEntry extends TarEntry {
  readonly type: string;
  readonly content: AsyncIterable<Buffer>;
}

/** The entries of a tar file, or of the bytes of one, in order, one at a time. @throws what tar-stream throws for a damaged file. */
export async function* readTar(from: string | AsyncIterable<Uint8Array>): AsyncGenerator<ReadEntry> {
  const reader = extract();
  const source = typeof from === "string" ? createReadStream(from) : Readable.from(from, { objectMode: false });
  source.on("error", (error: Error) => reader.destroy(error));
  source.pipe(reader);
  try {
    for await (const entry of reader) {
      const { name, size, type } = entry.header;
      yield { name, sizeBytes: size ?? 0, type: type ?? "file", content: entry as unknown as AsyncIterable<Buffer> };
      entry.resume();
    }
  } finally {
    source.destroy();
  }
}
