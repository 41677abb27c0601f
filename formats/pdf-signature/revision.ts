/**
 * The newest revision of a PDF with cross-reference tables (ISO 32000-1, 7.5), read by random access: of a volume of five
 * hundred megabytes some kilobytes are looked at.
 */
import { InputError } from "../../pipeline/errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { type DictionaryTexts, dictionaryTexts, referenceNumber, valueEnd } from "./dictionary-text.ts";

/** An opened revision. */
export interface PdfRevision {
  /** Where its cross-reference table begins. */
  readonly startxref: number;
  readonly trailer: DictionaryTexts;
  /** One more than the highest object number. */
  readonly size: number;
  /** The text of an object's value, without the data of a stream. @throws {InputError} SIGN-PDF */
  object(number: number | undefined): Promise<string>;
}

/** A run of entries of one table. */
interface Section {
  readonly first: number;
  readonly count: number;
  readonly entriesAt: number;
}

const ENTRY_BYTES = 20;
const MOST_TABLES = 64;
/** How much of an object is looked at, more when it is longer. */
const LOOKS = [2 ** 12, 2 ** 16, 2 ** 20, 2 ** 24];

/** Open the newest revision. @throws {InputError} SIGN-PDF when it is damaged, encrypted, or of another form. */
export async function openRevision(source: ByteSource): Promise<PdfRevision> {
  const tail = (await readAt(source, Math.max(0, source.sizeBytes - 1024), 1024)).toString("latin1");
  const match = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail);
  if (!match) throw unreadable("startxref");
  const startxref = Number(match[1]);
  const sections: Section[] = [];
  let trailer: DictionaryTexts | undefined;
  for (let [at, tables]: [number | undefined, number] = [startxref, 0]; at !== undefined; tables++) {
    if (tables === MOST_TABLES) throw unreadable("xref");
    const table = await readTable(source, at);
    sections.push(...table.sections);
    trailer ??= table.trailer;
    const previous = table.trailer.get("Prev");
    at = previous === undefined ? undefined : Number(previous);
  }
  if (!trailer || trailer.has("Encrypt") || !trailer.has("Root")) throw unreadable("trailer");
  const size = Number(trailer.get("Size"));
  return { startxref, trailer, size, object: async (number) => await readObject(source, sections, number) };
}

async function readTable(source: ByteSource, start: number) {
  if ((await readAt(source, start, 5)).toString("latin1").trimEnd() !== "xref") throw unreadable("xref");
  const sections: Section[] = [];
  for (let at = start + 5; ; ) {
    const head = (await readAt(source, at, 64)).toString("latin1");
    const run = /^\s*(\d+) (\d+)\s*?\r?\n/.exec(head);
    if (!run) {
      const word = /^\s*trailer\s*/.exec(head);
      if (!word) throw unreadable("trailer");
      return { sections, trailer: dictionaryTexts(await valueAt(source, at + word[0].length)) };
    }
    const [first, count, entriesAt] = [Number(run[1]), Number(run[2]), at + run[0].length];
    sections.push({ first, count, entriesAt });
    at = entriesAt + count * ENTRY_BYTES;
  }
}

async function readObject(source: ByteSource, sections: readonly Section[], number: number | undefined): Promise<string> {
  if (number === undefined) throw unreadable("reference");
  const section = sections.find(({ first, count }) => number >= first && number < first + count);
  if (!section) throw unreadable(`object ${number}`);
  const entryAt = section.entriesAt + (number - section.first) * ENTRY_BYTES;
  const entry = /^(\d{10}) 00000 n/.exec((await readAt(source, entryAt, ENTRY_BYTES)).toString("latin1"));
  if (!entry) throw unreadable(`object ${number}`);
  const at = Number(entry[1]);
  const head = /^\s*(\d+)\s+0\s+obj\s*/.exec((await readAt(source, at, 64)).toString("latin1"));
  if (!head || Number(head[1]) !== number) throw unreadable(`object ${number}`);
  return await valueAt(source, at + head[0].length);
}

/** The text of the value at this offset. */
async function valueAt(source: ByteSource, at: number): Promise<string> {
  for (const length of LOOKS) {
    const text = (await readAt(source, at, length)).toString("latin1");
    try {
      return text.slice(0, valueEnd(text, 0));
    } catch (thrown) {
      if (!(thrown instanceof RangeError) || text.length < length) break;
    }
  }
  throw unreadable(`offset ${at}`);
}

/** As many bytes as there are, also beyond what one call of the source gives; a copy. */
export async function readAt(source: ByteSource, offset: number, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let at = offset; at < offset + length; ) {
    const part = await source.read(at, offset + length - at);
    if (part.length === 0) break;
    parts.push(Buffer.from(part));
    at += part.length;
  }
  return Buffer.concat(parts);
}

/** The catalogue of a revision. */
export async function catalogOf(revision: PdfRevision): Promise<{ readonly number: number; readonly entries: DictionaryTexts }> {
  const number = referenceNumber(revision.trailer.get("Root"));
  return { number: number ?? 0, entries: dictionaryTexts(await revision.object(number)) };
}

/** A PDF that cannot be signed or checked here, and the part that is not as expected. */
export function unreadable(part: string): InputError {
  return new InputError({ code: "SIGN-PDF", facts: { part } });
}
