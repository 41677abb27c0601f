/** A file of records in any of the formats that are read: JSON, CSV, XLSX, MODS, MARCXML, ISO 2709, Dublin Core. */
import { decodeText } from "./decode-text.ts";
import { dublinCoreOf, OAI_DC_NAMESPACE, readDublinCore } from "./dublin-core.ts";
import { readIso2709 } from "./marc21/iso2709.ts";
import { readMarc } from "./marc21/marc.ts";
import { MARCXML_NAMESPACE, readMarcXml } from "./marc21/marcxml.ts";
import { MODS_NAMESPACE, modsElements, readMods } from "./mods/mods.ts";
import { type IncomingFile, type IncomingRecord, unreadable } from "./record-incoming.ts";
import type { Carried, ReadFields } from "./record-remainder.ts";
import type { RecordProblem } from "./record-row.ts";
import { incomingFromTable, LARGEST_RECORD_FILE_BYTES } from "./record-table.ts";
import type { Terms } from "./record-terms.ts";
import { type ReadElement, readXml } from "./xml-read.ts";

/** Read records; the content decides the format. Every problem has the row or number of its record. */
export async function recordsInFile(bytes: Buffer, terms: Terms): Promise<IncomingFile> {
  if (bytes.length > LARGEST_RECORD_FILE_BYTES)
    return unreadable("REC-TABLE", `${bytes.length} > ${LARGEST_RECORD_FILE_BYTES} bytes`);
  if (/^\d{5}[a-z][ -~]{6}\d{5}/.test(bytes.subarray(0, 24).toString("latin1"))) return fromIso2709(bytes);
  const text = decodeText(bytes)?.replace(/^\uFEFF/, "");
  return text !== undefined && /^\s*</.test(text) ? fromXml(text) : await incomingFromTable(bytes, { terms });
}

function fromXml(text: string): IncomingFile {
  const { root, problem } = readXml(text);
  if (!root)
    return {
      records: [],
      problems: [{ code: problem.code, facts: { line: problem.line, detail: problem.detail } }],
      ignoredColumns: [],
    };
  const read = READERS.get(root.namespace);
  if (!read) return unreadable("REC-NAMESPACE", root.namespace || root.name);
  return asFile(read(root), []);
}

const READERS: ReadonlyMap<string, (root: ReadElement) => readonly IncomingRecord[]> = new Map([
  [MODS_NAMESPACE, (root) => modsElements(root).map((mods, at) => asIncoming(readMods(mods), at + 1))],
  [MARCXML_NAMESPACE, (root) => readMarcXml(root).map((record, at) => asIncoming(readMarc(record), at + 1))],
  [OAI_DC_NAMESPACE, (root) => [{ row: 1, ...asSaid(readDublinCore(root)) }]],
]);

/** Dublin Core says less than it is told: only what differs from what it would say of a record is a change. */
function asSaid(fields: ReadFields): Omit<IncomingRecord, "row"> {
  const said: IncomingRecord["said"] = (record) => {
    const { root } = readXml(dublinCoreOf(record, { identifier: "" }));
    return root ? readDublinCore(root) : {};
  };
  return { fields, covered: Object.keys(fields), said };
}

/** An export of ours speaks of every field; a record of another system of those that it has. */
function asIncoming({ fields, base }: Carried, row: number): IncomingRecord {
  return base === undefined ? { row, fields, covered: Object.keys(fields) } : { row, fields, covered: "all", base };
}

function fromIso2709(bytes: Buffer): IncomingFile {
  const read = readIso2709(bytes);
  const records = read.flatMap((each, at) => ("problem" in each ? [] : [asIncoming(readMarc(each), at + 1)]));
  const problems = read.flatMap((each) => ("problem" in each ? [{ code: each.problem.code, facts: each.problem.facts }] : []));
  return asFile(records, problems);
}

function asFile(records: readonly IncomingRecord[], problems: readonly RecordProblem[]): IncomingFile {
  const nameless = records.filter(({ fields }) => typeof fields["shelfmark"] !== "string");
  const missing = nameless.map(({ row }) => ({ code: "REC-SHELFMARK", facts: { row } }));
  const none = records.length + problems.length === 0 ? [{ code: "REC-NONE", facts: {} }] : [];
  const named = records.filter((record) => !nameless.includes(record));
  return { records: named, problems: [...problems, ...missing, ...none], ignoredColumns: [] };
}
