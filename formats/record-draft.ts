/** The record that an item has before anybody described it. */
import { type ItemRecord, recordSchema } from "../pipeline/record.ts";
import { recordColumnOf } from "./record-columns.ts";
import { recordOfRow } from "./record-row.ts";
import { NO_TERMS, type Terms } from "./record-terms.ts";

/** What is known of an item when it arrives. */
export interface KnownOfItem {
  readonly shelfmark: string;
  /** Its row in the register of holdings, cells by column name as the library writes them. */
  readonly registerRow?: Readonly<Record<string, string>>;
}

/**
 * A draft for `metadata-entry`: what the register says, as far as it can be understood; at the least the shelfmark, which also
 * stands in for the title. Never fails: a cell that cannot be understood is left to the person, and one that is no entry of its
 * list stands in the note beside that field, if it has one.
 */
export function draftRecord({ shelfmark, registerRow = {} }: KnownOfItem, terms: Terms = NO_TERMS): ItemRecord {
  const bare = recordSchema.parse({ v: 1, shelfmark, titles: [{ language: "vi", text: shelfmark }] });
  const cells: Record<string, string> = {};
  for (const [name, value] of Object.entries(registerRow)) {
    const column = recordColumnOf(name);
    if (column === undefined || value.trim() === "") continue;
    const tried = recordOfRow({ titleVi: shelfmark, ...cells, [column.id]: value, shelfmark }, 1, terms);
    if (tried.record !== undefined) cells[column.id] = value;
    else if (recordColumnOf(`${column.id} note`)) cells[`${column.id}Note`] ??= value;
  }
  const titled = recordOfRow({ ...cells, shelfmark }, 1, terms).record;
  return titled ?? recordOfRow({ titleVi: shelfmark, ...cells, shelfmark }, 1, terms).record ?? bare;
}
