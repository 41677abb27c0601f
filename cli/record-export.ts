/** `sohoa record export`: records in the format that the name of the file says. */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { stringify } from "csv-stringify/sync";
import { guardCell } from "../formats/cell.ts";
import { dublinCoreOf } from "../formats/dublin-core.ts";
import { iso2709Of } from "../formats/marc21/iso2709.ts";
import { marcOf } from "../formats/marc21/marc.ts";
import { marcXmlCollectionOf, marcXmlOf } from "../formats/marc21/marcxml.ts";
import { modsCollectionOf, modsOf } from "../formats/mods/mods.ts";
import type { RecordPlaces } from "../formats/record-places.ts";
import type { Origin } from "../formats/record-remainder.ts";
import type { RecordProblem } from "../formats/record-row.ts";
import { recordSheet } from "../formats/record-sheet.ts";
import type { Terms } from "../formats/record-terms.ts";
import { workbook } from "../formats/record-workbook.ts";
import { safeFileName } from "../formats/safe-file-name.ts";
import { urisOf } from "../iiif/uri.ts";
import { InputError } from "../pipeline/errors.ts";
import { compactRecord, type ItemRecord } from "../pipeline/record.ts";

/** A record to be written. */
export interface ExportedRecord {
  readonly item: string;
  readonly record: ItemRecord;
  readonly origin: Origin;
}

/** What a writer is told of the installation. */
export interface ExportSettings {
  readonly baseUrl: string;
  readonly terms: Terms;
}

type Written = { readonly bytes: string | Buffer; readonly problems: readonly RecordProblem[]; readonly count: number };
type Writer = (records: readonly ExportedRecord[], settings: ExportSettings) => Promise<Written> | Written;

/** Writers by the end of the file's name; the longer ends stand first. */
const WRITERS: readonly (readonly [end: string, write: Writer])[] = [
  [".mods.xml", (records, { baseUrl }) => whole(records, modsCollectionOf(records.map((each) => modsText(each, baseUrl))))],
  [
    ".marc.xml",
    (records, { baseUrl }) => whole(records, marcXmlCollectionOf(records.map((each) => marcXmlOf(marc(each, baseUrl))))),
  ],
  [".dc.xml", dublinCore],
  [".mrc", iso2709],
  [".json", (records) => whole(records, `${JSON.stringify(records.map(jsonOf), undefined, 2)}\n`)],
  [".csv", (records, { terms }) => sheet(records, terms, (rows) => stringify(rows as string[][], { bom: true }))],
  [".xlsx", async (records, { terms }) => await sheet(records, terms, workbook)],
];

/** The ends of names that are written, for messages. */
const RECORD_FILE_ENDS: string = WRITERS.map(([end]) => end).join(", ");

/** One file a record, in `folder`, under the name of its item. */
export async function writeRecordFolder(
  folder: string,
  end: string,
  records: readonly ExportedRecord[],
  settings: ExportSettings,
) {
  const done = { count: 0, problems: [] as RecordProblem[] };
  for (const each of records) {
    const { count, problems } = await writeRecordFile(join(folder, `${safeFileName(each.item)}.${end}`), [each], settings);
    done.count += count;
    done.problems.push(...problems);
  }
  return done;
}

/**
 * Write the records into one file. An interrupted write never bears the final name. Records that the format cannot hold are
 * problems and not in the file.
 * @throws {InputError} RECORD-FORMAT for another kind of file; OUT-WRITE where it cannot be written.
 */
export async function writeRecordFile(path: string, records: readonly ExportedRecord[], settings: ExportSettings) {
  const write = WRITERS.find(([end]) => path.toLowerCase().endsWith(end))?.[1];
  if (!write) throw new InputError({ code: "RECORD-FORMAT", subject: path, exit: "usage", facts: { known: RECORD_FILE_ENDS } });
  const { bytes, problems, count } = await write(records, settings);
  await put(path, bytes);
  return { count, problems };
}

/** Write a plain table as XLSX or CSV. @throws {InputError} RECORD-FORMAT, OUT-WRITE. */
export async function writeTable(path: string, rows: readonly (readonly string[])[]): Promise<void> {
  const end = /\.(xlsx|csv)$/i.exec(path)?.[1]?.toLowerCase();
  if (end === undefined)
    throw new InputError({ code: "RECORD-FORMAT", subject: path, exit: "usage", facts: { known: ".xlsx, .csv" } });
  const guarded = rows.map((row) => row.map(guardCell));
  await put(path, end === "csv" ? stringify(guarded, { bom: true }) : await workbook(guarded));
}

async function put(path: string, bytes: string | Buffer): Promise<void> {
  const part = join(dirname(path), `.${basename(path)}.part`);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(part, bytes);
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw new InputError({ code: "OUT-WRITE", subject: path, cause });
  }
}

function whole(records: readonly ExportedRecord[], bytes: string): Written {
  return { bytes, problems: [], count: records.length };
}

/** Where the item is published, whether or not it is yet: the addresses never change. */
function placesOf(item: string, baseUrl: string): RecordPlaces {
  const uris = urisOf(baseUrl);
  return {
    identifier: `oai:${new URL(baseUrl).hostname}:${item}`,
    manifest: uris.manifest(item),
    reader: uris.reader(item),
    pdf: uris.pdf(item),
  };
}

function modsText({ item, record, origin }: ExportedRecord, baseUrl: string): string {
  return modsOf(record, placesOf(item, baseUrl), origin);
}

function marc({ item, record, origin }: ExportedRecord, baseUrl: string) {
  return marcOf(record, placesOf(item, baseUrl), origin);
}

function jsonOf({ record, origin }: ExportedRecord) {
  return { ...compactRecord(record), ...(origin.base === undefined ? {} : { base: origin.base }) };
}

/** Dublin Core has no file of several records. */
function dublinCore(records: readonly ExportedRecord[], { baseUrl }: ExportSettings): Written {
  const [only] = records;
  if (!only || records.length > 1) throw new InputError({ code: "RECORD-ONE", exit: "usage", facts: { count: records.length } });
  const xml = dublinCoreOf(only.record, placesOf(only.item, baseUrl));
  return { bytes: `<?xml version="1.0" encoding="UTF-8"?>\n${xml}\n`, problems: [], count: 1 };
}

function iso2709(records: readonly ExportedRecord[], { baseUrl }: ExportSettings): Written {
  const written = records.map((each) => ({ each, result: iso2709Of(marc(each, baseUrl)) }));
  const bytes = written.flatMap(({ result }) => ("bytes" in result ? [result.bytes] : []));
  const problems = written.flatMap(({ each, result }) =>
    "problem" in result
      ? [{ code: result.problem.code, facts: { ...result.problem.facts, shelfmark: each.record.shelfmark } }]
      : [],
  );
  return { bytes: Buffer.concat(bytes), problems, count: bytes.length };
}

async function sheet(
  records: readonly ExportedRecord[],
  terms: Terms,
  bytesOf: (rows: readonly (readonly string[])[]) => string | Promise<Buffer>,
): Promise<Written> {
  const { rows, problems } = recordSheet(records, terms);
  return { bytes: await bytesOf(rows), problems, count: rows.length - 1 };
}
