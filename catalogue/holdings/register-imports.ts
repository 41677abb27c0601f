/** The history of imports of the register, and taking one back. */
import { InputError } from "../../pipeline/errors.ts";
import type { Database } from "../database.ts";
import { isSameState, type RegisterState } from "../register-states.ts";
import type { RegisterImportTable } from "../schema.ts";
import type { ImportCounts, Register, RegisterChange, RegisterImport } from "./port.ts";
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
        const kept = await change.selectFrom("register_change").selectAll().where("import_id", "=", row.id).execute();
        for (const each of kept) {
          const before = JSON.parse(each.before) as readonly RegisterState[];
          const after = JSON.parse(each.after) as readonly RegisterState[];
          const now = await statesOf(change, [each.shelfmark_key]);
          const isUntouched = now.length === after.length && now.every((state, at) => isSameState(state, after[at]));
          if (!isUntouched)
            throw new InputError({ code: "UNDO-CHANGED", subject: row.id, facts: { shelfmark: each.shelfmark_key } });
          const back: RegisterChange = { shelfmark: each.shelfmark_key, before: after, after: before };
          await replaceStates(change, [back], database.now());
        }
        const undone = { ...row, undone_at: database.now() };
        await change.updateTable("register_import").set({ undone_at: undone.undone_at }).where("id", "=", row.id).execute();
        return asImport(undone);
      }),
  };
}

function asImport({ id, at, agent, file, counts, undone_at }: RegisterImportTable): RegisterImport {
  return { id, at, agent, file, counts: JSON.parse(counts) as ImportCounts, isUndone: undone_at !== null };
}
