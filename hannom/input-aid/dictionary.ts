/**
 * A library's own dictionary of readings: a table of the input method Rime (`*.dict.yaml`: a heading between `---` and `...`, then
 * rows of character, reading and weight, parted by tabs). Readings are in Quốc ngữ or in Telex.
 */
import { codePointKind } from "../code-point.ts";
import { fromTelex } from "./telex.ts";

/** A reading of a character or of several. */
export interface DictionaryEntry {
  readonly text: string;
  /** In Quốc ngữ, composed (NFC), in small letters. */
  readonly reading: string;
}

/** A row that cannot be used; rows are counted from 1 in the file. */
export interface RejectedRow {
  readonly row: number;
  readonly reason: "no-reading" | "not-han-nom" | "reading" | "too-long";
}

/** What a file holds; rows = entries + repeated + rejected. */
export interface DictionaryReading {
  readonly name: string | undefined;
  readonly rows: number;
  readonly entries: readonly DictionaryEntry[];
  readonly repeated: number;
  readonly rejected: readonly RejectedRow[];
}

const LONGEST_TEXT = 32;
const LONGEST_READING = 120;
const SYLLABLES = /^(?:[a-z]\p{M}*)+(?: (?:[a-z]\p{M}*)+)*$/u;

/** Read a table; undefined when it is none. Nothing of the characters is changed. */
export function readDictionary(text: string): DictionaryReading | undefined {
  const lines = text.replace(/^\uFEFF/u, "").split(/\r?\n/u);
  const end = lines.findIndex((line) => line.trim() === "...");
  const begin = lines.findIndex((line) => line.trim() === "---");
  if (begin < 0 || end < begin) return undefined;
  const name = lines.slice(begin, end).flatMap((line) => /^name:\s*"?([^"#\s]+)/u.exec(line)?.[1] ?? [])[0];
  const found = new Map<string, DictionaryEntry>();
  const rejected: RejectedRow[] = [];
  let rows = 0;
  for (const [at, line] of lines.entries()) {
    if (at <= end || line.trim() === "" || line.startsWith("#")) continue;
    rows++;
    const entry = entryOf(line);
    if (typeof entry === "string") rejected.push({ row: at + 1, reason: entry });
    else found.set(`${entry.text} ${entry.reading}`, entry);
  }
  return { name, rows, entries: [...found.values()], repeated: rows - found.size - rejected.length, rejected };
}

function entryOf(line: string): DictionaryEntry | RejectedRow["reason"] {
  const [text = "", code = ""] = line.split("\t");
  if (text.length > LONGEST_TEXT || code.length > LONGEST_READING) return "too-long";
  if (text === "" || ![...text].every(isHanNom)) return "not-han-nom";
  if (code.trim() === "") return "no-reading";
  const reading = fromTelex(code.trim().replace(/\s+/gu, " "));
  return SYLLABLES.test(reading.normalize("NFD").replaceAll("đ", "d")) ? { text, reading } : "reading";
}

function isHanNom(character: string): boolean {
  return ["han", "compatibility", "reading-mark", "variation-selector", "private-use"].includes(codePointKind(character));
}
