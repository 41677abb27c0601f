/** The register of holdings in the catalogue's database. */
import { foldColumnName } from "../../formats/column-name.ts";
import { InputError } from "../../pipeline/errors.ts";
import type { Database, Rows } from "../database.ts";
import { manyColumns } from "../many-rows.ts";
import { checkRows, type RegisterColumn, type RegisterEntry, type RegisterRow, shelfmarkKey } from "../register.ts";
import { detailsOf } from "../register-details.ts";
import type { RegisterState } from "../register-states.ts";
import { keepEntries, previewEntries } from "./import-entries.ts";
import type { GivenEntries, ImportCounts, ImportOptions, Register } from "./port.ts";
import { registerImports } from "./register-imports.ts";

type EntryColumns = Pick<RegisterState, (typeof COLUMNS)[number]>;
const COLUMNS = ["valid_from", "valid_until", "shelfmark", "title", "holder", "holding_class", "pages"] as const;

/** The register over an open database. */
export function registerEntries(database: Database): Register {
  const importEntries = (entries: GivenEntries, options: ImportOptions = {}) =>
    database.change((change) => keepEntries(database, change, entries, options));
  return {
    ...registerImports(database),
    importEntries,

    previewImport: (entries, { effective } = {}) => database.read((rows) => previewEntries(rows, entries, effective)),

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

    register: (wanted) => database.read((rows) => (wanted?.details ? detailedEntries(rows) : plainEntries(rows))),

    registerRows: () => registerRows(database),

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

async function plainEntries(rows: Rows): Promise<readonly RegisterEntry[]> {
  const query = rows.selectFrom("register_entry").select(COLUMNS).orderBy("shelfmark_key").orderBy("valid_from");
  const found = await manyColumns(rows, COLUMNS, query);
  const { valid_from, valid_until, shelfmark, title, holder, holding_class, pages } = found;
  return shelfmark.map((_, at) =>
    asRegisterEntry({
      valid_from: valid_from[at] as string,
      valid_until: valid_until[at] as string,
      shelfmark: shelfmark[at] as string,
      title: title[at] as string,
      holder: holder[at] as string,
      holding_class: holding_class[at] as string,
      pages: pages[at] ?? null,
    }),
  );
}

async function detailedEntries(rows: Rows): Promise<readonly RegisterEntry[]> {
  const found = await rows
    .selectFrom("register_entry")
    .select([...COLUMNS, "columns"])
    .orderBy("shelfmark_key")
    .orderBy("valid_from")
    .execute();
  return found.map((row) => ({ ...asRegisterEntry(row), details: detailsOf(JSON.parse(row.columns) as RegisterRow) }));
}

const ROWS_A_PART = 1000;

/** By key, so that no part is read twice however the database reads. */
async function* registerRows(database: Database): AsyncGenerator<readonly RegisterRow[]> {
  let [key, from] = ["", ""];
  for (;;) {
    const after = { key, from };
    const found = await database.read((rows) =>
      rows
        .selectFrom("register_entry")
        .select(["shelfmark_key", "valid_from", "valid_until", "columns"])
        .where(({ or, and, eb }) =>
          or([
            eb("shelfmark_key", ">", after.key),
            and([eb("shelfmark_key", "=", after.key), eb("valid_from", ">", after.from)]),
          ]),
        )
        .orderBy("shelfmark_key")
        .orderBy("valid_from")
        .limit(ROWS_A_PART)
        .execute(),
    );
    const last = found.at(-1);
    if (!last) return;
    yield found.map((row) => ({ ...(JSON.parse(row.columns) as RegisterRow), from: row.valid_from, until: row.valid_until }));
    [key, from] = [last.shelfmark_key, last.valid_from];
  }
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
