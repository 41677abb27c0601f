/** What an import makes of the register, found and kept shelfmark by shelfmark. */
import { InputError } from "../../pipeline/errors.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Rows } from "../database.ts";
import type { ReadEntry } from "../register.ts";
import { asState, isSameState, type RegisterState, statesAfter } from "../register-states.ts";
import type { GivenEntries, ImportCounts, RegisterChange } from "./port.ts";

/** What one part of a file would change. */
export interface FoundChanges {
  readonly counts: ImportCounts;
  readonly changes: readonly RegisterChange[];
  /** Shelfmarks of the part that the register knows. */
  readonly known: number;
}

/** How many shelfmarks the register knows. */
export async function countKeys(rows: Rows): Promise<number> {
  const found = await rows
    .selectFrom("register_entry")
    .select((row) => row.fn.count<number>("shelfmark_key").distinct().as("keys"))
    .executeTakeFirstOrThrow();
  return Number(found.keys);
}

/** The parts of what was given. */
export async function* partsOf(entries: GivenEntries): AsyncGenerator<readonly ReadEntry[]> {
  if (typeof entries === "function") yield* entries();
  else yield entries;
}

/** What a part would change. @throws {InputError} REG-STATE */
export async function changesIn(rows: Rows, entries: readonly ReadEntry[], effective?: string): Promise<FoundChanges> {
  const given = grouped(entries.map(asState));
  const changes: RegisterChange[] = [];
  const counts = { added: 0, updated: 0, unchanged: 0 };
  let knownKeys = 0;
  for (const keys of chunksOf([...given.keys()])) {
    const known = grouped(await statesOf(rows, keys));
    knownKeys += known.size;
    for (const key of keys) {
      const found = changeOf(key, known.get(key) ?? [], given.get(key) ?? [], effective);
      counts[found.kind]++;
      if (found.kind !== "unchanged") changes.push(found.change);
    }
  }
  return { counts, changes, known: knownKeys };
}

/** The sum of two. */
export function together(one: ImportCounts, other: ImportCounts): ImportCounts {
  return {
    added: one.added + other.added,
    updated: one.updated + other.updated,
    unchanged: one.unchanged + other.unchanged,
  };
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

/** Write the states after of a part. */
export async function keepChanges(change: Change, changes: readonly RegisterChange[], now: string): Promise<void> {
  for (const chunk of chunksOf(changes)) {
    const added = chunk.filter(({ before }) => before.length === 0);
    const others = chunk.filter(({ before }) => before.length > 0);
    await replaceStates(change, others, now);
    await insertStates(
      change,
      added.flatMap(({ after }) => after),
      now,
    );
  }
}

/** Write the history of a part under its import, so that it can be undone. */
export async function keepHistory(change: Change, id: string, changes: readonly RegisterChange[]): Promise<void> {
  for (const chunk of chunksOf(changes)) {
    const rows = chunk.map(({ before, after }) => ({
      import_id: id,
      shelfmark_key: (after[0] ?? before[0])?.shelfmark_key ?? "",
      before: JSON.stringify(before),
      after: JSON.stringify(after),
    }));
    await change.insertInto("register_change").values(rows).execute();
  }
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
