/** The date by which viewers set items on a line of time (`navDate`). */

/** Year, month, day; a digit that is not known is X, and a sign says how certain it all is. */
const DATE = /^(\d[\dX]{3})(?:-([\dX]{2})(?:-([\dX]{2})(?:T.*)?)?)?[?~%]?$/;
const MONTH = /^(?:0[1-9]|1[0-2])$/;
const DAY = /^(?:0[1-9]|[12]\d|3[01])$/;

/**
 * The first day that an EDTF date can mean, as xsd:dateTime in UTC: that of 186X is the first of 1860, and a season counts as
 * its year. Undefined where the date is missing, open at its beginning, before the year 1, or no EDTF of level 0 or 1.
 * @see https://iiif.io/api/presentation/3.0/#navdate
 */
export function navDateOf(edtf: string | undefined): string | undefined {
  const [year, month = "", day = ""] = DATE.exec((edtf ?? "").split("/")[0] ?? "")?.slice(1) ?? [];
  if (year === undefined) return undefined;
  const isMonth = MONTH.test(month);
  const date = `${year.replaceAll("X", "0")}-${isMonth ? month : "01"}-${isMonth && DAY.test(day) ? day : "01"}T00:00:00Z`;
  const time = Date.parse(date);
  // The 31st of a short month is no day; the parser would take it for one of the next month.
  const isReal = !date.startsWith("0000") && !Number.isNaN(time) && new Date(time).toISOString().startsWith(date.slice(0, 10));
  return isReal ? date : undefined;
}
