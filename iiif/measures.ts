/** Dates, counts and sizes of a record in words. */
import type { InternationalString } from "@iiif/presentation-3";
import type { ItemRecord } from "../pipeline/record.ts";
import { bilingual, neutral } from "./language.ts";

type Size = NonNullable<ItemRecord["dimensions"]>;

/** The date as the item states it, and as machines read it; what is not stated on the item says so. */
export function dateOf({ dateAsWritten, dateEdtf, dateCertainty }: ItemRecord): InternationalString | undefined {
  const dates = [dateAsWritten, dateEdtf].filter((each) => each !== undefined);
  if (dates.length === 0) return undefined;
  if (dateCertainty === "inferred") return bilingual(`${dates.join(" · ")} (suy đoán)`, `${dates.join(" · ")} (inferred)`);
  if (dateCertainty === "approximate") return bilingual(`khoảng ${dates.join(" · ")}`, `about ${dates.join(" · ")}`);
  return neutral(...dates);
}

const UNITS = [
  ["fascicles", "quyển", "fascicle(s) (quyển)"],
  ["volumes", "tập", "volume(s) (tập)"],
  ["leaves", "tờ", "leaves (tờ)"],
  ["pages", "trang", "page(s)"],
] as const;

/** Quyển, tập, tờ, trang; undefined when nothing of it is known. */
export function extentOf({ extent }: ItemRecord): InternationalString | undefined {
  if (!extent) return undefined;
  const counted = UNITS.filter(([unit]) => extent[unit] !== undefined);
  const note = extent.note === undefined ? [] : [extent.note];
  if (counted.length + note.length === 0) return undefined;
  const words = (language: 1 | 2): string =>
    [...counted.map((unit) => `${extent[unit[0]]} ${unit[language]}`), ...note].join(", ");
  return bilingual(words(1), words(2));
}

/** Height × width in centimetres, as libraries write it. */
export function sizeOf(size: Size | undefined): InternationalString | undefined {
  return size && bilingual(centimetres(size, ","), centimetres(size, "."));
}

/** Columns on a page and characters in a column. */
export function layoutOf({ linesPerPage, charactersPerLine }: ItemRecord): InternationalString | undefined {
  const vi = [linesPerPage && `${linesPerPage} dòng một trang`, charactersPerLine && `${charactersPerLine} chữ một dòng`];
  const en = [linesPerPage && `${linesPerPage} columns a page`, charactersPerLine && `${charactersPerLine} characters a column`];
  const join = (parts: readonly (string | 0 | undefined)[]): string => parts.filter(Boolean).join(", ");
  return join(vi) === "" ? undefined : bilingual(join(vi), join(en));
}

function centimetres({ heightMillimetres, widthMillimetres }: Size, decimal: string): string {
  const words = (millimetres: number): string => String(Math.round(millimetres) / 10).replace(".", decimal);
  return `${words(heightMillimetres)} × ${words(widthMillimetres)} cm`;
}
