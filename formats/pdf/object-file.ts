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
  const handle = await open(path, "w");
  const context = PDFContext.create();
  const offsets: (number | undefined)[] = [];
  let position = 0;

  async function append(bytes: Uint8Array): Promise<void> {
    await handle.writeFile(bytes);
    position += bytes.length;
  }
  async function begin(ref: PDFRef): Promise<void> {
    offsets[ref.objectNumber - 1] = position;
    await append(Buffer.from(`${ref.objectNumber} 0 obj\n`, "latin1"));
  }
  function dictionary(entries: DictionaryEntries): PDFDict {
    return context.obj({ ...entries });
  }
  async function beginStream(ref: PDFRef, entries: DictionaryEntries, length: number): Promise<void> {
    await begin(ref);
    await append(serialized(dictionary({ ...entries, Length: PDFNumber.of(length) })));
    await append(Buffer.from("\nstream\n", "latin1"));
  }
  const endStream = () => append(Buffer.from("\nendstream\nendobj\n", "latin1"));

  await append(Buffer.from("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "latin1"));
  return {
    dictionary,
    reserve() {
      offsets.push(undefined);
      return PDFRef.of(offsets.length);
    },
    array: (values) => context.obj([...values]),
    async write(ref, object) {
      await begin(ref);
      await append(serialized(object));
      await append(Buffer.from("\nendobj\n", "latin1"));
    },
    async writeStream(ref, entries, bytes, filter) {
      const data = filter === "deflated" ? deflateSync(bytes) : bytes;
      const filterEntry = filter === "deflated" ? { Filter: context.obj("FlateDecode") } : {};
      await beginStream(ref, { ...entries, ...filterEntry }, data.length);
      await append(data);
      await endStream();
    },
    async writeFileStream(ref, entries, file) {
      await beginStream(ref, entries, file.sizeBytes);
      const before = position;
      for await (const chunk of createReadStream(file.path)) await append(chunk as Buffer);
      if (position - before !== file.sizeBytes)
        throw new StageError({ code: "PDF-JPEG", facts: { reason: "SRC-CHANGED" }, retry: "later" });
      await endStream();
    },
    async finish(root, info, idHex) {
      const start = position;
      await append(Buffer.from(crossReferences(offsets), "latin1"));
      const id = PDFHexString.of(idHex.toUpperCase());
      const size = PDFNumber.of(offsets.length + 1);
      await append(Buffer.from("trailer\n", "latin1"));
      await append(serialized(dictionary({ Size: size, Root: root, Info: info, ID: context.obj([id, id]) })));
      await append(Buffer.from(`\nstartxref\n${start}\n%%EOF\n`, "latin1"));
    },
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
