/**
 * What the register tells of an item beside whose it is and how large: the decision that made it rare, its condition, whether its
 * owner agreed, and whom it comes from. They are kept with the row and named here, in this one place.
 */

import { REGISTER_DETAILS, type RegisterDetail, type RegisterRow } from "./register.ts";
import { columnOf } from "./register-columns.ts";

/** The details that a row has; empty ones are left out. */
export type RegisterDetails = Readonly<Partial<Record<RegisterDetail, string>>>;

const IS_DETAIL: ReadonlySet<string> = new Set(REGISTER_DETAILS);

/** Read them from a row. Rows that were imported before these were fields have them under the heading of their file. */
export function detailsOf(row: RegisterRow): RegisterDetails {
  const details: Partial<Record<RegisterDetail, string>> = {};
  for (const [name, value] of Object.entries(row)) {
    const column = IS_DETAIL.has(name) ? name : columnOf(name);
    if (column === undefined || !IS_DETAIL.has(column)) continue;
    const text = value.normalize("NFC").trim();
    if (text !== "") details[column as RegisterDetail] ??= text;
  }
  return details;
}

/** Whom an item comes from, in one line: village, clan and household from the largest to the smallest, then what else is told. */
export function provenanceOf({ village, clan, household, provenance }: RegisterDetails): string {
  return [village, clan, household, provenance].filter((part) => part !== undefined).join("; ");
}

/**
 * The row in the names that records know, for the draft of a record: class and extent as they are called there, village, clan and
 * household as the provenance. The decision stays with the register. Columns that the register does not know keep their headings.
 */
export function asRecordCells(row: RegisterRow): Readonly<Record<string, string>> {
  const { class: holdingClass = "", extent = "", from: _from, until: _until, ...rest } = row;
  const details = detailsOf(row);
  const others = Object.fromEntries(Object.entries(rest).filter(([name]) => !IS_TOLD_OTHERWISE.has(columnOf(name) ?? name)));
  return withoutEmpty({
    ...others,
    "holding class": holdingClass,
    ...extentCells(extent),
    provenance: provenanceOf(details),
  });
}

const IS_TOLD_OTHERWISE: ReadonlySet<string> = new Set(["decision", "provenance", "village", "clan", "household"]);

/** A leaf stays a leaf: the record counts both. */
function extentCells(extent: string): Readonly<Record<string, string>> {
  const found = /^(\d{1,3}(?:[.,]\d{3})+|\d+)\s*(tờ|lá|leaves|ff?\.?)?/iu.exec(extent.normalize("NFC").trim());
  if (!found?.[1]) return {};
  return { [found[2] ? "leaves" : "pages"]: found[1].replace(/[.,]/g, "") };
}

function withoutEmpty(cells: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== ""));
}
