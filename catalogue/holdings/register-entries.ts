/** The register of holdings in the catalogue's database. */
import { canonicalJson } from "../../pipeline/derive.ts";
import { InputError } from "../../pipeline/errors.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database } from "../database.ts";
import { overlaps } from "../organisation/organisation.ts";
import { checkRows, periodOf, type ReadEntry, type RegisterEntry, type RegisterRow, shelfmarkKey } from "../register.ts";
import type { RegisterEntryTable } from "../schema.ts";
import type { ImportCounts, Register } from "./port.ts";

type EntryColumns = Omit<RegisterEntryTable, "columns" | "updated_at">;
const COLUMNS = ["shelfmark_key", "valid_from", "valid_until", "shelfmark", "title", "holder", "holding_class", "pages"] as const;

/** The register over an open database. */
export function registerEntries(database: Database): Register {
  const importEntries = (entries: readonly ReadEntry[]) =>
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

function asRow(entry: ReadEntry): Omit<RegisterEntryTable, "updated_at"> {
  return {
    shelfmark_key: shelfmarkKey(entry.shelfmark),
    valid_from: entry.effectiveFrom ?? "",
    valid_until: entry.effectiveUntil ?? "",
    shelfmark: entry.shelfmark,
    title: entry.title,
    holder: entry.holder,
    holding_class: entry.holdingClass,
    pages: entry.extentPages ?? null,
    columns: canonicalJson(entry.row),
  };
}

async function keepEntries(change: Change, entries: readonly ReadEntry[], now: string): Promise<ImportCounts> {
  const counts = { added: 0, updated: 0, unchanged: 0 };
  for (const chunk of chunksOf(entries)) {
    const given = chunk.map(asRow);
    const found = await change
      .selectFrom("register_entry")
      .selectAll()
      .where("shelfmark_key", "in", [...new Set(given.map((each) => each.shelfmark_key))])
      .execute();
    const known = new Map(found.map((row) => [stateKey(row), row]));
    refuseOverlaps(given, found);
    const changed = given.filter((row) => !isSame(row, known.get(stateKey(row))));
    counts.unchanged += given.length - changed.length;
    counts.updated += changed.filter((row) => known.has(stateKey(row))).length;
    counts.added += changed.filter((row) => !known.has(stateKey(row))).length;
    if (changed.length > 0) await write(change, changed, now);
  }
  return counts;
}

async function write(change: Change, rows: readonly Omit<RegisterEntryTable, "updated_at">[], now: string): Promise<void> {
  await change
    .insertInto("register_entry")
    .values(rows.map((row) => ({ ...row, updated_at: now })))
    .onConflict((conflict) =>
      conflict.columns(["shelfmark_key", "valid_from"]).doUpdateSet((row) => ({
        valid_until: row.ref("excluded.valid_until"),
        shelfmark: row.ref("excluded.shelfmark"),
        title: row.ref("excluded.title"),
        holder: row.ref("excluded.holder"),
        holding_class: row.ref("excluded.holding_class"),
        pages: row.ref("excluded.pages"),
        columns: row.ref("excluded.columns"),
        updated_at: row.ref("excluded.updated_at"),
      })),
    )
    .execute();
}

/** States of the same shelfmark that are given here take the place of those that begin on the same day; all others must leave room. */
function refuseOverlaps(given: readonly Omit<RegisterEntryTable, "updated_at">[], found: readonly RegisterEntryTable[]): void {
  const replaced = new Set(given.map(stateKey));
  const kept = new Map<string, RegisterEntryTable[]>();
  for (const row of found) {
    if (!replaced.has(stateKey(row))) kept.set(row.shelfmark_key, [...(kept.get(row.shelfmark_key) ?? []), row]);
  }
  for (const row of given) {
    const other = (kept.get(row.shelfmark_key) ?? []).find((each) =>
      overlaps(periodOf(asRegisterEntry(each)), periodOf(asRegisterEntry(row))),
    );
    if (!other) continue;
    const facts = {
      from: other.valid_from || "…",
      until: other.valid_until || "…",
      holder: other.holder,
      class: other.holding_class,
    };
    throw new InputError({ code: "REG-STATE", subject: row.shelfmark, facts });
  }
}

function stateKey(row: { readonly shelfmark_key: string; readonly valid_from: string }): string {
  return `${row.shelfmark_key}\n${row.valid_from}`;
}

function isSame(row: Omit<RegisterEntryTable, "updated_at">, known: RegisterEntryTable | undefined): boolean {
  return known !== undefined && known.columns === row.columns && known.valid_until === row.valid_until;
}
