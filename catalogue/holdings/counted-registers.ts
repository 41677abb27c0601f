/** Simple counted registers in the catalogue's database. */
import { canonicalJson } from "../../pipeline/derive.ts";
import { chunksOf } from "../chunks.ts";
import type { Database } from "../database.ts";
import type { CountedEntry } from "../progress/counted-register.ts";
import type { CountedRegisters } from "./port.ts";

/** Counted registers over an open database. */
export function countedRegisters(database: Database): CountedRegisters {
  return {
    setCounted: (register, entries) =>
      database.change(async (change) => {
        await change.deleteFrom("counted_entry").where("register", "=", register).execute();
        for (const chunk of chunksOf(entries)) {
          const rows = chunk.map((entry) => ({
            register,
            key: entry.key,
            entry: canonicalJson(entry),
            updated_at: database.now(),
          }));
          await change.insertInto("counted_entry").values(rows).execute();
        }
      }),

    counted: (register) =>
      database.read(async (rows) => {
        const found = await rows
          .selectFrom("counted_entry")
          .select("entry")
          .where("register", "=", register)
          .orderBy("key")
          .execute();
        return found.map((row) => JSON.parse(row.entry) as CountedEntry);
      }),
  };
}
