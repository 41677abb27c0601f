/** What a library owns and what it is to reach: the register and the targets, kept in the catalogue's database. */

import { canonicalJson } from "../pipeline/derive.ts";
import { InputError } from "../pipeline/errors.ts";
import { chunksOf } from "./chunks.ts";
import type { Change, Database } from "./database.ts";
import type { PublishedItem } from "./progress.ts";
import { asEntry, checkRows, type RegisterEntry, type RegisterRow, shelfmarkKey } from "./register.ts";
import { type NewTarget, type Target, targetSchema } from "./target.ts";

/** What an import did; entries given = added + updated + unchanged. */
export interface ImportCounts {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** The port to register and targets. */
export interface Holdings {
  /** Keep entries in one transaction, all or none; an entry with a known shelfmark takes the place of the one before. */
  importEntries(entries: readonly RegisterEntry[]): Promise<ImportCounts>;
  /** The same from rows. @throws {InputError} REG-ROWS, keeping nothing, when a row is not usable. */
  importRows(rows: readonly RegisterRow[]): Promise<ImportCounts>;
  /** All entries, by shelfmark. */
  register(): Promise<readonly RegisterEntry[]>;
  /** The row of a shelfmark, all its columns. */
  entry(shelfmark: string): Promise<RegisterRow | undefined>;
  /** Set a target, or set one of this name anew. @throws {InputError} TARGET-INVALID */
  setTarget(target: NewTarget): Promise<Target>;
  /** Whether there was one. */
  removeTarget(name: string): Promise<boolean>;
  /** By deadline. */
  targets(): Promise<readonly Target[]>;
  /** Items with a current publication. */
  published(): Promise<readonly PublishedItem[]>;
}

/** The holdings in an open database. */
export function holdingsOver(database: Database): Holdings {
  const importEntries = (entries: readonly RegisterEntry[]) =>
    database.change((change) => keepEntries(change, entries, database.now()));
  return {
    importEntries,

    async importRows(rows) {
      const { entries, rejected } = checkRows(rows);
      const [first] = rejected;
      if (!first) return await importEntries(entries);
      throw new InputError({ code: "REG-ROWS", facts: { rejected: rejected.length, row: first.row, reason: first.code } });
    },

    register: () =>
      database.read(async (rows) => {
        const found = await rows.selectFrom("register_entry").select("columns").orderBy("shelfmark_key").execute();
        return found.map((row) => asEntry(JSON.parse(row.columns)));
      }),

    entry: (shelfmark) =>
      database.read(async (rows) => {
        const row = await rows
          .selectFrom("register_entry")
          .select("columns")
          .where("shelfmark_key", "=", shelfmarkKey(shelfmark))
          .executeTakeFirst();
        return row && (JSON.parse(row.columns) as RegisterRow);
      }),

    ...targetsOver(database),

    published: () =>
      database.read(async (rows) => {
        const found = await rows
          .selectFrom("current")
          .innerJoin("item", "item.id", "current.subject")
          .select(["item.id", "item.shelfmark", "current.digest"])
          .where("current.role", "=", "publication")
          .orderBy("item.id")
          .execute();
        return found.map((row) => ({ itemId: row.id, shelfmark: row.shelfmark, publication: row.digest }));
      }),
  };
}

function targetsOver(database: Database): Pick<Holdings, "setTarget" | "removeTarget" | "targets"> {
  return {
    async setTarget(given) {
      const checked = targetSchema.safeParse(given);
      if (!checked.success) {
        const detail = checked.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
        throw new InputError({ code: "TARGET-INVALID", subject: given.name, facts: { detail } });
      }
      const values = { target: canonicalJson(checked.data), set_at: database.now() };
      await database.change((change) =>
        change
          .insertInto("target")
          .values({ name: checked.data.name, ...values })
          .onConflict((conflict) => conflict.column("name").doUpdateSet(values))
          .execute(),
      );
      return checked.data;
    },

    removeTarget: (name) =>
      database.change(async (change) => {
        const { numDeletedRows } = await change.deleteFrom("target").where("name", "=", name).executeTakeFirstOrThrow();
        return numDeletedRows > 0n;
      }),

    targets: () =>
      database.read(async (rows) => {
        const found = await rows.selectFrom("target").select("target").orderBy("name").execute();
        const targets = found.map((row) => targetSchema.parse(JSON.parse(row.target)));
        return targets.sort((a, b) => (a.deadline < b.deadline ? -1 : a.deadline > b.deadline ? 1 : 0));
      }),
  };
}

async function keepEntries(change: Change, entries: readonly RegisterEntry[], now: string): Promise<ImportCounts> {
  const counts = { added: 0, updated: 0, unchanged: 0 };
  for (const chunk of chunksOf(entries)) {
    const given = chunk.map(({ shelfmark, row }) => ({ key: shelfmarkKey(shelfmark), columns: canonicalJson(row) }));
    const keys = given.map((each) => each.key);
    const found = await change
      .selectFrom("register_entry")
      .select(["shelfmark_key", "columns"])
      .where("shelfmark_key", "in", keys)
      .execute();
    const known = new Map(found.map((row) => [row.shelfmark_key, row.columns]));
    const changed = given.filter(({ key, columns }) => known.get(key) !== columns);
    counts.unchanged += given.length - changed.length;
    counts.updated += changed.filter(({ key }) => known.has(key)).length;
    counts.added += changed.filter(({ key }) => !known.has(key)).length;
    if (changed.length === 0) continue;
    await change
      .insertInto("register_entry")
      .values(changed.map(({ key, columns }) => ({ shelfmark_key: key, columns, updated_at: now })))
      .onConflict((conflict) =>
        conflict.column("shelfmark_key").doUpdateSet((row) => ({
          columns: row.ref("excluded.columns"),
          updated_at: row.ref("excluded.updated_at"),
        })),
      )
      .execute();
  }
  return counts;
}
