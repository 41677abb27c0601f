/** What an import makes of the register, found and kept shelfmark by shelfmark. */
import { randomBytes } from "node:crypto";
import { canonicalJson } from "../../pipeline/derive.ts";
import { InputError } from "../../pipeline/errors.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Rows } from "../database.ts";
import type { ReadEntry } from "../register.ts";
import { asState, isSameState, type RegisterState, statesAfter } from "../register-states.ts";
import type { ImportCounts, ImportOptions, RegisterChange } from "./port.ts";

/** The changes, in the order of the entries. */
export interface FoundChanges {
  readonly counts: ImportCounts;
  readonly changes: readonly RegisterChange[];
  /** Shelfmarks of the entries. */
  readonly keys: ReadonlySet<string>;
}

/** All shelfmarks of the register. */
export async function allKeys(rows: Rows): Promise<readonly string[]> {
  const found = await rows.selectFrom("register_entry").select("shelfmark_key").distinct().execute();
  return found.map((row) => row.shelfmark_key);
}

/** What the entries would change. @throws {InputError} REG-STATE */
export async function changesIn(rows: Rows, entries: readonly ReadEntry[], effective?: string): Promise<FoundChanges> {
  const given = grouped(entries.map(asState));
  const changes: RegisterChange[] = [];
  const counts = { added: 0, updated: 0, unchanged: 0 };
  for (const keys of chunksOf([...given.keys()])) {
    const known = grouped(await statesOf(rows, keys));
    for (const key of keys) {
      const found = changeOf(key, known.get(key) ?? [], given.get(key) ?? [], effective);
      counts[found.kind]++;
      if (found.kind !== "unchanged") changes.push(found.change);
    }
  }
  return { counts, changes, keys: new Set(given.keys()) };
}

function changeOf(
  key: string,
  before: readonly RegisterState[],
  given: readonly RegisterState[],
  effective: string | undefined,
): { readonly kind: keyof ImportCounts; readonly change: RegisterChange } {
  const after = statesAfter(before, given, effective);
  if ("kept" in after) throw overlap(after.kept, after.given.shelfmark);
  const isSame = before.length === after.length && after.every((state, at) => isSameState(state, before[at]));
  const kind = isSame ? "unchanged" : before.length === 0 ? "added" : "updated";
  return { kind, change: { shelfmark: after.at(-1)?.shelfmark ?? key, before, after } };
}

/** States by shelfmark and time. */
export async function statesOf(rows: Rows, keys: readonly string[]): Promise<readonly RegisterState[]> {
  const found = await rows
    .selectFrom("register_entry")
    .selectAll()
    .where("shelfmark_key", "in", [...keys])
    .orderBy("shelfmark_key")
    .orderBy("valid_from")
    .execute();
  return found.map(({ updated_at: _at, pages, ...row }) => ({ ...row, pages: pages === null ? null : Number(pages) }));
}

/** Write the states after, and the history of it where the source is known. */
export async function keepChanges(
  change: Change,
  { changes, counts }: FoundChanges,
  source: ImportOptions["source"],
  now: string,
): Promise<{ readonly id?: string }> {
  for (const chunk of chunksOf(changes)) {
    const added = chunk.filter(({ before }) => before.length === 0);
    await replaceStates(
      change,
      chunk.filter(({ before }) => before.length > 0),
      now,
    );
    await insertStates(
      change,
      added.flatMap(({ after }) => after),
      now,
    );
  }
  if (!source || changes.length === 0) return {};
  const id = `import-${now.slice(0, 10)}-${randomBytes(3).toString("hex")}`;
  await change
    .insertInto("register_import")
    .values({ id, at: now, ...source, counts: canonicalJson(counts), undone_at: null })
    .execute();
  for (const chunk of chunksOf(changes)) {
    const rows = chunk.map(({ before, after }) => ({
      import_id: id,
      shelfmark_key: (after[0] ?? before[0])?.shelfmark_key ?? "",
      before: JSON.stringify(before),
      after: JSON.stringify(after),
    }));
    await change.insertInto("register_change").values(rows).execute();
  }
  return { id };
}

/** Put the states after in the place of all that the shelfmarks have. */
export async function replaceStates(change: Change, changes: readonly RegisterChange[], now: string): Promise<void> {
  const keys = changes.flatMap(({ before, after }) => (after[0] ?? before[0])?.shelfmark_key ?? []);
  if (keys.length > 0) await change.deleteFrom("register_entry").where("shelfmark_key", "in", keys).execute();
  await insertStates(
    change,
    changes.flatMap(({ after }) => after),
    now,
  );
}

async function insertStates(change: Change, states: readonly RegisterState[], now: string): Promise<void> {
  for (const chunk of chunksOf(states)) {
    await change
      .insertInto("register_entry")
      .values(chunk.map((state) => ({ ...state, updated_at: now })))
      .execute();
  }
}

function grouped(states: readonly RegisterState[]): ReadonlyMap<string, readonly RegisterState[]> {
  const groups = new Map<string, RegisterState[]>();
  for (const state of states) {
    const group = groups.get(state.shelfmark_key);
    if (group) group.push(state);
    else groups.set(state.shelfmark_key, [state]);
  }
  return groups;
}

function overlap(kept: RegisterState, shelfmark: string): InputError {
  const { valid_from: from, valid_until: until, holder, holding_class } = kept;
  return new InputError({
    code: "REG-STATE",
    subject: shelfmark,
    facts: { from: from || "…", until: until || "…", holder, class: holding_class },
  });
}
