/**
 * Records as MARC 21 bibliographic records in UTF-8. What MARC has no field for travels in 887 (non-MARC information); see
 * `record-remainder.ts`.
 */
import type { ItemRecord } from "../../pipeline/record.ts";
import { languageCodes } from "../language-codes.ts";
import { escapedJson } from "../mods/mods.ts";
import type { RecordPlaces } from "../record-places.ts";
import { type Carried, type Origin, type ReadFields, remainderOf, withRemainder } from "../record-remainder.ts";
import { readDescription, readLanguages, writeDescription } from "./description.ts";
import { numbered } from "./links.ts";
import { fieldsOfTag, type MarcField, type MarcRecord, marcField, subfield } from "./marc-record.ts";
import { readNames, writeNames } from "./names.ts";
import { readTitles, writeTitles } from "./titles.ts";

const REMAINDER_SOURCE = "sohoa";
/** A field of ISO 2709 is at most 9,999 bytes long; a long remainder takes several. */
const REMAINDER_PART = 2_400;

/**
 * One record. With an `origin` it holds all of the record and can be read back without loss; without one it is for the public.
 */
export function marcOf(record: ItemRecord, where: RecordPlaces, origin?: Origin): MarcRecord {
  const { regular, vernacular } = numbered([...writeTitles(record), ...writeNames(record)]);
  const standard = [...regular, ...writeDescription(record), ...linkFields(where), ...vernacular];
  const bare: MarcRecord = {
    leader: `00000n${record.form === "manuscript" ? "t" : "a"}m a2200000 i 4500`,
    controls: [
      ["001", where.identifier],
      ["008", fixedFields(record)],
    ],
    fields: inOrder(standard),
  };
  const remainder = origin && remainderOf(record, readFields(bare), origin);
  const parts = remainder === undefined ? [] : partsOf(escapedJson(remainder));
  const carried = parts.flatMap((part) => marcField("887", "  ", ["a", part], ["2", REMAINDER_SOURCE]));
  return { ...bare, fields: inOrder([...bare.fields, ...carried]) };
}

/** The fields of one record, of this program or another. */
export function readMarc(record: MarcRecord): Carried {
  const parts = fieldsOfTag(record, "887").filter((field) => subfield(field, "2") === REMAINDER_SOURCE);
  const remainder = parts.map((field) => subfield(field, "a")).join("");
  return withRemainder(readFields(record), remainder === "" ? undefined : remainder);
}

function readFields(record: MarcRecord): ReadFields {
  const { language = "vi-Hani" } = readLanguages(record);
  return { ...readTitles(record, language), ...readNames(record), ...readDescription(record) };
}

/** Fields by tag; those of one tag stay in their order. */
function inOrder(fields: readonly MarcField[]): readonly MarcField[] {
  return [...fields].sort((one, other) => Number(one.tag) - Number(other.tag));
}

function linkFields(where: RecordPlaces): readonly MarcField[] {
  return [
    ...marcField("856", "41", ["u", where.reader]),
    ...marcField("856", "41", ["u", where.manifest], ...(where.manifest ? [["3", "IIIF manifest"] as const] : [])),
    ...marcField("856", "41", ["u", where.pdf], ...(where.pdf ? [["3", "PDF"] as const] : [])),
  ];
}

/** 008 for books: years and language; what is not known is a fill character. */
function fixedFields({ dateEdtf = "", language }: ItemRecord): string {
  const years = [...dateEdtf.matchAll(/(?:^|\/)(\d[\dX]{3})/g)].map((match) => (match[1] ?? "").replaceAll("X", "u"));
  const [from = "||||", to = "    "] = years;
  const kind = years.length === 2 ? "q" : years.length === 1 ? "s" : "n";
  return `      ${kind}${from}${to}${"vm ".padEnd(20, "|")}${languageCodes(language).language} |`;
}

/** In pieces that end between characters. */
function partsOf(json: string): readonly string[] {
  const characters = [...json];
  const count = Math.ceil(characters.length / REMAINDER_PART);
  return Array.from({ length: count }, (_, at) => characters.slice(at * REMAINDER_PART, (at + 1) * REMAINDER_PART).join(""));
}
