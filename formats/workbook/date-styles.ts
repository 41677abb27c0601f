/** Which styles of a workbook show numbers as days: a day is kept as a number, and only its style tells. */
import { partText } from "./workbook-part.ts";
import { feedAll } from "./xml-events.ts";

/** Formats that every program knows by number; 27 to 36 and 50 to 58 are days in East Asian languages. @see ECMA-376 part 1, 18.8.30 numFmt */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** The places of styles that show days or times. */
export function dateStyles(workbook: Uint8Array, part: string): ReadonlySet<number> {
  const formats = new Map<number, string>();
  const styles = new Set<number>();
  let isCellFormat = false;
  let count = 0;
  feedAll(partText(workbook, part), {
    opened: (name, attribute) => {
      if (name === "numFmt") formats.set(Number(attribute("numFmtId")), attribute("formatCode") ?? "");
      if (name === "cellXfs") isCellFormat = true;
      if (name !== "xf" || !isCellFormat) return;
      const id = Number(attribute("numFmtId") ?? "0");
      const code = formats.get(id);
      if (code === undefined ? isBuiltInDate(id) : isDateFormat(code)) styles.add(count);
      count++;
    },
    closed: (name) => {
      if (name === "cellXfs") isCellFormat = false;
    },
  });
  return styles;
}

/** Days and times have y, m, d, h or s outside of quotes, brackets and escapes; colours and conditions stand in brackets. */
function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, "");
  if (/\[(?:h+|m+|s+)\]/i.test(bare)) return true;
  return /[ymdhs]/i.test(bare.replace(/\[[^\]]*\]/g, "").replace(/General/gi, ""));
}

const DAY_MS = 86_400_000;

/** A serial number as the day of the calendar that it shows, ISO 8601; 1900 has a 29 February in it, 1904 counts from another day. */
export function dayOfSerial(serial: number, is1904: boolean): string | undefined {
  const days = is1904 ? serial + 1462 : serial;
  const time = Math.floor((days - 25_569) * DAY_MS);
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10);
}
