/** Takes dictionaries and arrays of an existing PDF apart, each value as the text that it is in the file (ISO 32000-1, 7.3). */

/** Values by name, without the slash. */
export type DictionaryTexts = ReadonlyMap<string, string>;

const BLANK = /(?:[\0\t\n\f\r ]|%[^\r\n]*)*/y;
const REFERENCE = /\d+[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/y;
const WORD = /\/?[^\0\t\n\f\r ()<>[\]{}/%]*/y;

/** The values of the dictionary that begins at `at`. @throws {RangeError} when it is none, or not whole. */
export function dictionaryTexts(text: string, at = 0): DictionaryTexts {
  const found = new Map<string, string>();
  let place = skip(BLANK, text, at);
  if (!text.startsWith("<<", place)) throw new RangeError("no dictionary");
  place = skip(BLANK, text, place + 2);
  while (!text.startsWith(">>", place)) {
    const keyEnd = skip(WORD, text, place);
    if (text[place] !== "/" || keyEnd >= text.length) throw new RangeError("no key of a dictionary");
    const start = skip(BLANK, text, keyEnd);
    const end = valueEnd(text, start);
    found.set(text.slice(place + 1, keyEnd), text.slice(start, end));
    place = skip(BLANK, text, end);
  }
  return found;
}

/** The values of an array. @throws {RangeError} */
export function arrayTexts(text: string): readonly string[] {
  const found: string[] = [];
  if (!text.startsWith("[")) throw new RangeError("no array");
  for (let place = skip(BLANK, text, 1); text[place] !== "]"; ) {
    const end = valueEnd(text, place);
    found.push(text.slice(place, end));
    place = skip(BLANK, text, end);
  }
  return found;
}

/** The number of the object that a reference leads to; undefined for other values and for later generations. */
export function referenceNumber(text: string | undefined): number | undefined {
  const match = /^(\d+)\s+0\s+R$/.exec(text ?? "");
  return match ? Number(match[1]) : undefined;
}

/** The string in its bytes, from either written form (7.3.4). */
export function stringBytes(text: string): Buffer {
  if (text.startsWith("<")) {
    const digits = text.replaceAll(/[^0-9A-Fa-f]/g, "");
    return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, "hex");
  }
  return Buffer.from(text.slice(1, -1).replaceAll(/\\([()\\])/g, "$1"), "latin1");
}

/** A text string: UTF-16 with its mark, else what ASCII says (7.9.2.2). */
export function stringText(text: string): string {
  const bytes = stringBytes(text);
  if (bytes[0] !== 0xfe || bytes[1] !== 0xff) return bytes.toString("latin1");
  return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
    .swap16()
    .toString("utf16le");
}

/** Where the value that begins at `at` ends. @throws {RangeError} when the text ends first. */
export function valueEnd(text: string, at: number): number {
  const first = text[at];
  if (first === "(") return literalEnd(text, at);
  if (first === "[") return listEnd(text, at + 1, "]");
  if (text.startsWith("<<", at)) return listEnd(text, at + 2, ">>");
  const end = first === "<" ? text.indexOf(">", at) + 1 : skip(REFERENCE, text, at) || skip(WORD, text, at);
  // What reaches the end of the text may go on behind it.
  if (end <= at || end >= text.length) throw new RangeError("a cut value");
  return end;
}

function listEnd(text: string, at: number, closing: string): number {
  let place = skip(BLANK, text, at);
  while (!text.startsWith(closing, place)) place = skip(BLANK, text, valueEnd(text, place));
  return place + closing.length;
}

function literalEnd(text: string, at: number): number {
  let depth = 0;
  for (let place = at; place < text.length; place++) {
    if (text[place] === "\\") place++;
    else if (text[place] === "(") depth++;
    else if (text[place] === ")" && --depth === 0) return place + 1;
  }
  throw new RangeError("a cut string");
}

/** The end of what the pattern finds at this place; 0 when it finds nothing. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : 0;
}
