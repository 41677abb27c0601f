/** The register of holdings in the catalogue's database. */
import { foldColumnName } from "../../formats/column-name.ts";
import { InputError } from "../../pipeline/errors.ts";
import type { Database } from "../database.ts";
import {
  checkRows,
  type ReadEntry,
  type RegisterColumn,
  type RegisterEntry,
  type RegisterRow,
  shelfmarkKey,
} from "../register.ts";
import type { RegisterState } from "../register-states.ts";
import type { ImportCounts, ImportOptions, Register } from "./port.ts";
import { allKeys, changesIn, keepChanges } from "./register-changes.ts";
import { registerImports } from "./register-imports.ts";

type EntryColumns = Omit<RegisterState, "columns">;
const COLUMNS = ["shelfmark_key", "valid_from", "valid_until", "shelfmark", "title", "holder", "holding_class", "pages"] as const;

/** The register over an open database. */
export function registerEntries(database: Database): Register {
  const importEntries = (entries: readonly ReadEntry[], options: ImportOptions = {}) =>
    database.change(async (change) => {
      const found = await changesIn(change, entries, options.effective);
      return { ...found.counts, ...(await keepChanges(change, found, options.source, database.now())) };
    });
  return {
    ...registerImports(database),
    importEntries,

    previewImport: (entries, { effective } = {}) =>
      database.read(async (rows) => {
        const { counts, changes, keys } = await changesIn(rows, entries, effective);
        const known = await allKeys(rows);
        return { ...counts, changes, notInFile: known.filter((key) => !keys.has(key)).length };
      }),

    async importRows(rows): Promise<ImportCounts> {
      const { entries, rejected } = checkRows(rows);
      const [first] = rejected;
      if (!first) return await importEntries(entries);
      throw new InputError({ code: "REG-ROWS", facts: { rejected: rejected.length, row: first.row, reason: first.code } });
    },

    headings: () =>
      database.read(async (rows) => {
        const found = await rows.selectFrom("register_heading").selectAll().execute();
        return new Map(found.map(({ heading, column }) => [heading, column as RegisterColumn]));
      }),

    async setHeading(heading, column) {
      const row = { heading: foldColumnName(heading), column };
      await database.change((change) =>
        change
          .insertInto("register_heading")
          .values(row)
          .onConflict((conflict) => conflict.column("heading").doUpdateSet({ column }))
          .execute(),
      );
    },

    register: () =>
      database.read(async (rows) => {
        const found = await rows
          .selectFrom("register_entry")
          .select(COLUMNS)
          .orderBy("shelfmark_key")
          .orderBy("valid_from")
          .execute();
        return found.map(asRegisterEntry);
      }),

    entry: (shelfmark) =>
      database.read(async (rows) => {
        const found = await rows
          .selectFrom("register_entry")
          .select(["columns", "valid_from"])
          .where("shelfmark_key", "=", shelfmarkKey(shelfmark))
          .orderBy("valid_from")
          .execute();
        const today = database.now().slice(0, 10);
        const row = found.filter(({ valid_from }) => valid_from <= today).at(-1) ?? found[0];
        return row && (JSON.parse(row.columns) as RegisterRow);
      }),
  };
}

function asRegisterEntry(row: EntryColumns): RegisterEntry {
  return {
    shelfmark: row.shelfmark,
    title: row.title,
    holder: row.holder,
    holdingClass: row.holding_class,
    extentPages: row.pages === null ? undefined : Number(row.pages),
    effectiveFrom: row.valid_from || undefined,
    effectiveUntil: row.valid_until || undefined,
  };
}
