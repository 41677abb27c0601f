/** The history of imports of the register, and taking one back. */
import { InputError } from "../../pipeline/errors.ts";
import type { Change, Database } from "../database.ts";
import { isSameState, type RegisterState } from "../register-states.ts";
import type { RegisterImportTable } from "../schema.ts";
import type { ImportCounts, Register, RegisterImport } from "./port.ts";
import { replaceStates, statesOf } from "./register-changes.ts";

/** The history over an open database. */
export function registerImports(database: Database): Pick<Register, "imports" | "undoImport"> {
  return {
    imports: () =>
      database.read(async (rows) => {
        const found = await rows.selectFrom("register_import").selectAll().orderBy("at", "desc").orderBy("id", "desc").execute();
        return found.map(asImport);
      }),

    undoImport: (id) =>
      database.change(async (change) => {
        const open = change.selectFrom("register_import").selectAll().where("undone_at", "is", null);
        const asked = id === undefined ? open.orderBy("at", "desc").orderBy("id", "desc").limit(1) : open.where("id", "=", id);
        const row = await asked.executeTakeFirst();
        if (!row) throw new InputError({ code: "UNDO-NONE", subject: id ?? "" });
        for await (const part of keptChanges(change, row.id)) await takeBack(change, row.id, part, database.now());
        const undone = { ...row, undone_at: database.now() };
        await change.updateTable("register_import").set({ undone_at: undone.undone_at }).where("id", "=", row.id).execute();
        return asImport(undone);
      }),
  };
}

function asImport({ id, at, agent, file, counts, undone_at }: RegisterImportTable): RegisterImport {
  return { id, at, agent, file, counts: JSON.parse(counts) as ImportCounts, isUndone: undone_at !== null };
}

interface KeptChange {
  readonly shelfmark_key: string;
  readonly before: readonly RegisterState[];
  readonly after: readonly RegisterState[];
}

const CHANGES_A_PART = 256;

async function* keptChanges(change: Change, id: string): AsyncGenerator<readonly KeptChange[]> {
  let last = "";
  for (;;) {
    const found = await change
      .selectFrom("register_change")
      .selectAll()
      .where("import_id", "=", id)
      .where("shelfmark_key", ">", last)
      .orderBy("shelfmark_key")
      .limit(CHANGES_A_PART)
      .execute();
    if (found.length === 0) return;
    last = found.at(-1)?.shelfmark_key ?? "";
    yield found.map(({ shelfmark_key, before, after }) => ({
      shelfmark_key,
      before: JSON.parse(before) as readonly RegisterState[],
      after: JSON.parse(after) as readonly RegisterState[],
    }));
  }
}

/** @throws {InputError} UNDO-CHANGED */
async function takeBack(change: Change, id: string, part: readonly KeptChange[], now: string): Promise<void> {
  const states = await statesOf(
    change,
    part.map((each) => each.shelfmark_key),
  );
  for (const { shelfmark_key: key, after } of part) {
    const current = states.filter((state) => state.shelfmark_key === key);
    const isUntouched = current.length === after.length && current.every((state, at) => isSameState(state, after[at]));
    if (!isUntouched) throw new InputError({ code: "UNDO-CHANGED", subject: id, facts: { shelfmark: key } });
  }
  const back = part.map(({ shelfmark_key, before, after }) => ({ shelfmark: shelfmark_key, before: after, after: before }));
  await replaceStates(change, back, now);
}
