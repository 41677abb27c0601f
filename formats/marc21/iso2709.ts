/**
 * MARC 21 records in ISO 2709, UTF-8 (loc.gov/marc/specifications/specrecstruc.html). Lengths count bytes; the format ends at
 * 99,999 bytes a record and 9,999 a field, and longer ones are refused, never cut.
 */
import type { MarcField, MarcRecord } from "./marc-record.ts";

const FIELD_END = 0x1e;
const RECORD_END = 0x1d;
const SUBFIELD = "\u001f";
const LEADER_BYTES = 24;
const ENTRY_BYTES = 12;
const LARGEST_RECORD = 99_999;
const LARGEST_FIELD = 9_999;

/** Why a record is not there. `facts` name the place and the length. */
export interface MarcProblem {
  readonly code: "MARC-LONG" | "MARC-FIELD" | "MARC-MARK" | "MARC-FORM" | "MARC-CHARSET";
  readonly facts: Readonly<Record<string, string | number>>;
}

/** A record in bytes, or why the format cannot hold it. */
export function iso2709Of(record: MarcRecord): { readonly bytes: Buffer } | { readonly problem: MarcProblem } {
  const marked = tagWithMark(record);
  if (marked !== undefined) return { problem: { code: "MARC-MARK", facts: { tag: marked } } };
  const parts = [
    ...record.controls.map(([tag, value]) => ({ tag, bytes: Buffer.from(`${value}\u001e`) })),
    ...record.fields.map((field) => ({ tag: field.tag, bytes: Buffer.from(`${fieldText(field)}\u001e`) })),
  ];
  const long = parts.find(({ bytes }) => bytes.length > LARGEST_FIELD);
  if (long) return { problem: { code: "MARC-FIELD", facts: { tag: long.tag, bytes: long.bytes.length, most: LARGEST_FIELD } } };
  const base = LEADER_BYTES + parts.length * ENTRY_BYTES + 1;
  const length = base + parts.reduce((sum, { bytes }) => sum + bytes.length, 0) + 1;
  if (length > LARGEST_RECORD) return { problem: { code: "MARC-LONG", facts: { bytes: length, most: LARGEST_RECORD } } };
  let at = 0;
  const directory = parts.map(({ tag, bytes }) => {
    const entry = `${tag}${figures(bytes.length, 4)}${figures(at, 5)}`;
    at += bytes.length;
    return entry;
  });
  const { leader } = record;
  const head = `${figures(length, 5)}${leader.slice(5, 9)}a22${figures(base, 5)}${leader.slice(17, 20)}4500`;
  const ends = Buffer.from([RECORD_END]);
  const begin = Buffer.from(`${head}${directory.join("")}\u001e`);
  return { bytes: Buffer.concat([begin, ...parts.map(({ bytes }) => bytes), ends]) };
}

const MARKS = ["\u001d", "\u001e", "\u001f"];

/** The marks that part records, fields and subfields would part the text itself. */
function tagWithMark({ controls, fields }: MarcRecord): string | undefined {
  const hasMark = (text: string) => MARKS.some((mark) => text.includes(mark));
  const control = controls.find(([, value]) => hasMark(value));
  return control?.[0] ?? fields.find(({ subfields }) => subfields.some(([, value]) => hasMark(value)))?.tag;
}

function fieldText({ indicators, subfields }: MarcField): string {
  return indicators + subfields.map(([code, value]) => `${SUBFIELD}${code}${value}`).join("");
}

function figures(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

/** Records one after the other, each a record or what is wrong with it; what comes after a broken length is looked for. */
export function readIso2709(bytes: Buffer): readonly Read[] {
  const records: Read[] = [];
  let from = 0;
  while (from < bytes.length) {
    // Line ends between records are common and harmless.
    if (bytes[from] === 0x0a || bytes[from] === 0x0d) {
      from += 1;
      continue;
    }
    const end = bytes.indexOf(RECORD_END, from);
    const to = end === -1 ? bytes.length : end + 1;
    records.push(readRecord(bytes.subarray(from, to), records.length + 1));
    from = to;
  }
  return records;
}

type Read = MarcRecord | { readonly problem: MarcProblem };

function readRecord(bytes: Buffer, number: number): Read {
  const broken = (detail: string): Read => ({ problem: { code: "MARC-FORM", facts: { record: number, detail } } });
  const leader = bytes.subarray(0, LEADER_BYTES).toString("latin1");
  if (!/^\d{5}.{7}\d{5}.{3}45/s.test(leader)) return broken("leader");
  if (bytes.at(-1) !== RECORD_END || Number(leader.slice(0, 5)) !== bytes.length) return broken("length");
  const base = Number(leader.slice(12, 17));
  if (base <= LEADER_BYTES || base > bytes.length || (base - 1 - LEADER_BYTES) % ENTRY_BYTES !== 0) return broken("directory");
  const decoded = isUtf8Or7Bit(leader, bytes) ? decodedFields(bytes, base) : "charset";
  if (decoded === "directory") return broken(decoded);
  if (decoded === "charset") return { problem: { code: "MARC-CHARSET", facts: { record: number } } };
  const isControl = ({ tag }: { readonly tag: string }) => tag < "010";
  return {
    leader,
    controls: decoded.filter(isControl).map(({ tag, text }) => [tag, text] as const),
    fields: decoded.filter((each) => !isControl(each)).map(({ tag, text }) => readField(tag, text)),
  };
}

function decodedFields(bytes: Buffer, base: number) {
  const decoded: { readonly tag: string; readonly text: string }[] = [];
  for (let at = LEADER_BYTES; at < base - 1; at += ENTRY_BYTES) {
    const entry = bytes.subarray(at, at + ENTRY_BYTES).toString("latin1");
    const data = fieldBytes(bytes, base, entry);
    if (data === undefined) return "directory";
    const text = utf8(data);
    if (text === undefined) return "charset";
    decoded.push({ tag: entry.slice(0, 3), text });
  }
  return decoded;
}

/** MARC-8 has no Nôm; a record in it is only safe to take when it needs none of its marks. */
function isUtf8Or7Bit(leader: string, bytes: Uint8Array): boolean {
  return leader[9] === "a" || !bytes.some((byte) => byte >= 0x80 || byte === 0x1b);
}

/** The bytes that an entry of the directory names, without their end mark; undefined where there are none. */
function fieldBytes(bytes: Buffer, base: number, entry: string): Uint8Array | undefined {
  const match = /^[0-9A-Za-z]{3}(\d{4})(\d{5})$/.exec(entry);
  const length = Number(match?.[1]);
  const end = base + Number(match?.[2]) + length - 1;
  const data = bytes.subarray(Math.max(0, end - length + 1), end);
  return match && length > 0 && bytes[end] === FIELD_END && !data.includes(FIELD_END) ? data : undefined;
}

function readField(tag: string, text: string): MarcField {
  const [indicators = "", ...parts] = text.split(SUBFIELD);
  const subfields = parts.filter((part) => part !== "").map((part) => [part.slice(0, 1), part.slice(1)] as const);
  return { tag, indicators: indicators.padEnd(2).slice(0, 2), subfields };
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
