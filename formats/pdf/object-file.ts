/**
 * A PDF file written object by object, straight to disk (ISO 32000-1, 7.5): only the offsets of the objects stay in
 * memory, so that a volume of a thousand pages costs no more than a small one. pdf-lib's values know how to write
 * themselves; its PDFDocument, which keeps everything, is not used.
 */
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { deflateSync } from "node:zlib";
import { type PDFArray, PDFContext, type PDFDict, PDFHexString, PDFNumber, type PDFObject, PDFRef } from "pdf-lib";
import { StageError } from "../../pipeline/errors.ts";

/** Entries of a dictionary by name, without the slash. */
export type DictionaryEntries = Readonly<Record<string, PDFObject>>;

/** Bytes of a stream that lie in a file and are copied untouched. */
export interface StreamFile {
  readonly path: string;
  readonly sizeBytes: number;
}

/** An open PDF file. Every reserved object must be written before `finish`. */
export interface ObjectFile {
  /** A number for an object that others refer to before it is written. */
  reserve(): PDFRef;
  dictionary(entries: DictionaryEntries): PDFDict;
  array(values: readonly PDFObject[]): PDFArray;
  write(ref: PDFRef, object: PDFObject): Promise<void>;
  /** Write bytes deflated, or as they are. */
  writeStream(ref: PDFRef, entries: DictionaryEntries, bytes: Uint8Array, filter: "deflated" | "unfiltered"): Promise<void>;
  /** Copy a file as the stream's data; `entries` name the filter it already has. */
  writeFileStream(ref: PDFRef, entries: DictionaryEntries, file: StreamFile): Promise<void>;
  /** Cross-reference table and trailer. `idHex` is the permanent and the changing identifier in one. */
  finish(root: PDFRef, info: PDFRef, idHex: string): Promise<void>;
  /** Close without finishing; to be called in any case. */
  close(): Promise<void>;
}

/** Create the file, or empty the one that is there. The four bytes above 127 mark it as binary (7.5.2). */
export async function createObjectFile(path: string): Promise<ObjectFile> {
  const sink = await createSink(path);
  const context = PDFContext.create();
  const offsets: (number | undefined)[] = [];
  const dictionary = (entries: DictionaryEntries): PDFDict => context.obj({ ...entries });

  async function write(ref: PDFRef, object: PDFObject, rest: Uint8Array | StreamFile | undefined): Promise<void> {
    offsets[ref.objectNumber - 1] = sink.position();
    await sink.text(`${ref.objectNumber} 0 obj\n`);
    await sink.bytes(serialized(object));
    if (rest !== undefined) {
      await sink.text("\nstream\n");
      await (rest instanceof Uint8Array ? sink.bytes(rest) : sink.file(rest));
      await sink.text("\nendstream");
    }
    await sink.text("\nendobj\n");
  }

  await sink.text("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
  return {
    dictionary,
    reserve: () => PDFRef.of(offsets.push(undefined)),
    array: (values) => context.obj([...values]),
    write: (ref, object) => write(ref, object, undefined),
    writeStream(ref, entries, bytes, filter) {
      const data = filter === "deflated" ? deflateSync(bytes) : bytes;
      const filterEntry = filter === "deflated" ? { Filter: context.obj("FlateDecode") } : {};
      return write(ref, dictionary({ ...entries, ...filterEntry, Length: PDFNumber.of(data.length) }), data);
    },
    writeFileStream: (ref, entries, file) => write(ref, dictionary({ ...entries, Length: PDFNumber.of(file.sizeBytes) }), file),
    async finish(root, info, idHex) {
      const start = sink.position();
      await sink.text(crossReferences(offsets));
      const id = PDFHexString.of(idHex.toUpperCase());
      const entries = { Size: PDFNumber.of(offsets.length + 1), Root: root, Info: info, ID: context.obj([id, id]) };
      await sink.text("trailer\n");
      await sink.bytes(serialized(dictionary(entries)));
      await sink.text(`\nstartxref\n${start}\n%%EOF\n`);
    },
    close: () => sink.close(),
  };
}

/** Bytes written one after the other, and how many there are so far. */
async function createSink(path: string) {
  const handle = await open(path, "w");
  let position = 0;
  async function bytes(data: Uint8Array): Promise<void> {
    await handle.writeFile(data);
    position += data.length;
  }
  return {
    bytes,
    text: (text: string) => bytes(Buffer.from(text, "latin1")),
    async file({ path: source, sizeBytes }: StreamFile): Promise<void> {
      const before = position;
      for await (const chunk of createReadStream(source)) await bytes(chunk as Buffer);
      if (position - before === sizeBytes) return;
      throw new StageError({ code: "PDF-JPEG", facts: { reason: "SRC-CHANGED" }, retry: "later" });
    },
    position: () => position,
    close: () => handle.close(),
  };
}

function serialized(object: PDFObject): Uint8Array {
  const bytes = new Uint8Array(object.sizeInBytes());
  object.copyBytesInto(bytes, 0);
  return bytes;
}

/** Entries of exactly twenty bytes (7.5.4). @throws {TypeError} when an object was promised and never written. */
function crossReferences(offsets: readonly (number | undefined)[]): string {
  const entries = offsets.map((offset, at) => {
    if (offset === undefined) throw new TypeError(`PDF object ${at + 1} was reserved and never written`);
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  return `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${entries.join("")}`;
}
