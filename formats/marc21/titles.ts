/** Titles in MARC 21: 245 in Latin letters with its 880 in the book's script, 246 for other forms, 242 for translations. */
import { type ItemRecord, isHanScript } from "../../pipeline/record.ts";
import { languageCodes, languageTag } from "../language-codes.ts";
import type { ReadFields } from "../record-remainder.ts";
import { isHanText, otherFormOf, type Pair } from "./links.ts";
import { fieldsOfTag, type MarcField, type MarcRecord, marcField, subfield } from "./marc-record.ts";

type Title = ItemRecord["titles"][number];

export function writeTitles({ titles, agents }: ItemRecord): readonly Pair[] {
  const { written, read } = mainPair(titles);
  const main = read ?? written;
  const hasMainEntry = agents[0]?.role === "author";
  const pair: Pair = {
    regular: marcField("245", hasMainEntry ? "10" : "00", ["a", main.text]),
    ...(read === undefined ? {} : { other: [["a", written.text]], otherIsHan: isHanText(written.text, written.language) }),
  };
  const others = titles.filter((title) => title !== written && title !== read);
  return [pair, ...others.map((title) => ({ regular: otherTitle(title) }))];
}

/** The first title, and its phiên âm where it is in Han script: these two are the title of the book. */
function mainPair(titles: ItemRecord["titles"]): { readonly written: Title; readonly read?: Title } {
  const written = titles.find(({ kind }) => kind === "as-written") ?? titles[0];
  if (written === undefined) throw new TypeError("a record without a title");
  const read = isHanScript(written.language) ? titles.find(({ kind }) => kind === "transliteration") : undefined;
  return { written, ...(read === undefined ? {} : { read }) };
}

const INDICATORS_246 = { "as-written": "30", transliteration: "31", translation: "3 ", other: "33" } as const;

function otherTitle({ text, language, kind }: Title): readonly MarcField[] {
  if (kind === "translation") return marcField("242", "10", ["a", text], ["y", languageCodes(language).language]);
  return marcField("246", INDICATORS_246[kind], ["a", text]);
}

export function readTitles(record: MarcRecord, bookLanguage: string): ReadFields {
  const titles = fieldsOfTag(record, "245", "246", "242").flatMap((field): readonly Partial<Title>[] => {
    const text = titleText(field);
    if (text === "") return [];
    const other = otherFormOf(record, field);
    const written = other && titleText(other);
    if (field.tag === "245") {
      if (!written) return [{ language: languageOf(text, bookLanguage), text, kind: "as-written" }];
      return [
        { language: languageOf(written, bookLanguage), text: written, kind: "as-written" },
        { language: languageOf(text, bookLanguage), text, kind: "transliteration" },
      ];
    }
    if (field.tag === "242") {
      const code = subfield(field, "y");
      return [{ language: (code && languageTag({ language: code })) ?? "und", text, kind: "translation" }];
    }
    return [{ language: languageOf(text, bookLanguage), text, kind: kindOf246(field) }];
  });
  return titles.length === 0 ? {} : { titles };
}

function kindOf246({ indicators }: MarcField): Title["kind"] {
  const found = Object.entries(INDICATORS_246).find(([, each]) => each === indicators);
  return (found?.[0] as Title["kind"] | undefined) ?? "other";
}

/** Title, remainder of title, number and name of a part; ISBD marks at the end belong to the punctuation of the record. */
function titleText(field: MarcField): string {
  const parts = field.subfields.filter(([code]) => "abnp".includes(code)).map(([, value]) => value);
  return parts.length === 1 ? (parts[0] ?? "") : parts.join(" ").replace(/\s*[/:;,]\s*$/, "");
}

function languageOf(text: string, bookLanguage: string): string {
  if (isHanText(text)) return isHanScript(bookLanguage) ? bookLanguage : "lzh";
  return isHanScript(bookLanguage) ? "vi" : bookLanguage;
}
