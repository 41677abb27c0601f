/** The objects that an incremental update adds or replaces, and its cross-reference table (ISO 32000-1, 7.5.6). */
import { deflateSync } from "node:zlib";
import { type DictionaryEntries, name, type PdfRef, type PdfValue, reference, serialized } from "../pdf/values.ts";

/** Objects in the making, one after the other in memory. */
export interface NewObjects {
  /** Bytes written so far, from the beginning of the file on. */
  position(): number;
  reserve(): PdfRef;
  add(ref: PdfRef, value: PdfValue): void;
  addStream(entries: DictionaryEntries, bytes: Buffer): PdfRef;
  /** Table, trailer and end; the whole update. */
  finish(trailer: DictionaryEntries): Buffer;
}

/** Begin behind `start` bytes; `size` is one more than the highest number in use. */
export function createNewObjects(start: number, lead: string, size: number): NewObjects {
  const parts: Buffer[] = [];
  const offsets = new Map<number, number>();
  let [at, next] = [start, size];

  function push(...pieces: readonly (Buffer | string)[]): void {
    for (const piece of pieces) {
      const bytes = typeof piece === "string" ? Buffer.from(piece, "latin1") : piece;
      parts.push(bytes);
      at += bytes.length;
    }
  }
  function begin({ objectNumber }: PdfRef): void {
    offsets.set(objectNumber, at);
    push(`${objectNumber} 0 obj\n`);
  }
  push(lead);
  return {
    position: () => at,
    reserve: () => reference(next++),
    add(ref, value) {
      begin(ref);
      push(serialized(value), "\nendobj\n");
    },
    addStream(entries, bytes) {
      const ref = reference(next++);
      const data = deflateSync(bytes, { level: 9 });
      begin(ref);
      push(serialized({ ...entries, Filter: name("FlateDecode"), Length: data.length }), "\nstream\n", data);
      push("\nendstream\nendobj\n");
      return ref;
    },
    finish(trailer) {
      const startxref = at;
      push(table(offsets), `trailer\n${serialized({ Size: next, ...trailer })}\nstartxref\n${startxref}\n%%EOF\n`);
      return Buffer.concat(parts);
    },
  };
}

/** One sub-section for each run of numbers (7.5.4). */
function table(offsets: ReadonlyMap<number, number>): string {
  const numbers = [...offsets.keys()].sort((one, other) => one - other);
  const runs: number[][] = [];
  for (const number of numbers) {
    const run = runs.at(-1);
    if (run?.at(-1) === number - 1) run.push(number);
    else runs.push([number]);
  }
  const entry = (number: number) => `${String(offsets.get(number)).padStart(10, "0")} 00000 n \n`;
  return `xref\n${runs.map((run) => `${run[0]} ${run.length}\n${run.map(entry).join("")}`).join("")}`;
}
