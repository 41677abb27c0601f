/**
 * A PDF file written object by object, straight to disk (ISO 32000-1, 7.5): only the offsets of the objects stay in memory, so
 * that a volume of a thousand pages costs no more than a small one. Reading and writing wait for the disk instead of going
 * through the thread pool, which for files of some hundred kilobytes costs more than the work itself.
 */
import { closeSync, openSync, writeSync, writevSync } from "node:fs";
import { deflateSync } from "node:zlib";
import { StageError } from "../../pipeline/errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { type DictionaryEntries, hexadecimal, name, type PdfRef, type PdfValue, reference, serialized } from "./values.ts";

/** An open PDF file. Every reserved object must be written before `finish`. */
export interface ObjectFile {
  /** A number for an object that others refer to before it is written. */
  reserve(): PdfRef;
  write(ref: PdfRef, object: PdfValue): void;
  /** Write bytes deflated, or as they are. */
  writeStream(ref: PdfRef, entries: DictionaryEntries, bytes: Uint8Array, filter: "deflated" | "unfiltered"): void;
  /**
   * Copy a whole source as the stream's data; `entries` name the filter it already has.
   * @throws {StageError} PDF-CUT when it ends before its size.
   */
  copyStream(ref: PdfRef, entries: DictionaryEntries, source: ByteSource): Promise<void>;
  /**
   * Cross-reference table and trailer. `idHex` is the permanent and the changing identifier in one.
   * @throws {StageError} PDF-LARGE when the file is longer than a cross-reference table can say.
   */
  finish(root: PdfRef, info: PdfRef, idHex: string): void;
  /** Close without finishing; to be called in any case. */
  close(): void;
}

/** The ten digits of an entry (7.5.4). */
const MOST_BYTES = 9_999_999_999;
/** The highest level takes twice the time and saves a fifth of what is one percent of a page; a page's text is a few kilobytes. */
const DEFLATE = { level: 3, memLevel: 7, windowBits: 13 };

/** Create the file, or empty the one that is there. The four bytes above 127 mark it as binary (7.5.2). */
export function createObjectFile(path: string): ObjectFile {
  const sink = createSink(path);
  const offsets: (number | undefined)[] = [];

  function begin(ref: PdfRef, object: PdfValue): void {
    offsets[ref.objectNumber - 1] = sink.position();
    sink.text(`${ref.objectNumber} 0 obj\n${serialized(object)}\n`);
  }

  sink.text("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
  return {
    reserve: () => reference(offsets.push(undefined)),
    write(ref, object) {
      begin(ref, object);
      sink.text("endobj\n");
    },
    writeStream(ref, entries, bytes, filter) {
      const isDeflated = filter === "deflated";
      const data = isDeflated ? deflateSync(bytes, DEFLATE) : bytes;
      begin(ref, { ...entries, Filter: isDeflated ? name("FlateDecode") : undefined, Length: data.length });
      sink.text("stream\n");
      sink.bytes(data);
      sink.text("\nendstream\nendobj\n");
    },
    async copyStream(ref, entries, source) {
      begin(ref, { ...entries, Length: source.sizeBytes });
      sink.text("stream\n");
      for (let at = 0; at < source.sizeBytes; ) {
        const part = await source.read(at, source.sizeBytes - at);
        const facts = { missingBytes: source.sizeBytes - at };
        if (part.length === 0) throw new StageError({ code: "PDF-CUT", facts, retry: "later" });
        sink.bytes(part);
        at += part.length;
      }
      sink.text("\nendstream\nendobj\n");
    },
    finish(root, info, idHex) {
      const start = sink.position();
      if (start > MOST_BYTES) throw new StageError({ code: "PDF-LARGE", facts: { sizeBytes: start } });
      const id = hexadecimal(idHex);
      const trailer = serialized({ Size: offsets.length + 1, Root: root, Info: info, ID: [id, id] });
      sink.text(`${crossReferences(offsets)}trailer\n${trailer}\nstartxref\n${start}\n%%EOF\n`);
      sink.flush();
    },
    close: () => sink.close(),
  };
}

/** Small parts are gathered in one buffer and written when it is full; large ones go straight to the file. */
function createSink(path: string) {
  const descriptor = openSync(path, "w");
  const buffer = Buffer.allocUnsafe(64 * 1024);
  let [flushed, held] = [0, 0];

  function writeOut(data: Uint8Array, from = 0): void {
    for (let at = from; at < data.length; ) at += writeSync(descriptor, data, at, data.length - at);
  }
  function flush(): void {
    writeOut(buffer.subarray(0, held));
    flushed += held;
    held = 0;
  }
  /** What is held and a large part behind it in one call: a picture begins in the middle of a block, which costs each call anew. */
  function writeBehind(data: Uint8Array): void {
    const before = buffer.subarray(0, held);
    const written = writevSync(descriptor, [before, data]);
    if (written < held) writeOut(before, written);
    writeOut(data, Math.max(0, written - held));
    flushed += held + data.length;
    held = 0;
  }
  function bytes(data: Uint8Array): void {
    if (data.length > buffer.length) writeBehind(data);
    else {
      if (held + data.length > buffer.length) flush();
      buffer.set(data, held);
      held += data.length;
    }
  }
  return {
    bytes,
    flush,
    text: (latin1: string) => bytes(Buffer.from(latin1, "latin1")),
    position: () => flushed + held,
    close: () => closeSync(descriptor),
  };
}

/** Entries of exactly twenty bytes (7.5.4). @throws {TypeError} when an object was promised and never written. */
function crossReferences(offsets: readonly (number | undefined)[]): string {
  const entries = offsets.map((offset, at) => {
    if (offset === undefined) throw new TypeError(`PDF object ${at + 1} was reserved and never written`);
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  return `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${entries.join("")}`;
}
