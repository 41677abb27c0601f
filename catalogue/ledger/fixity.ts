/** Artifacts one by one, and when their bytes were last looked at. */
import type { Ledger } from "../../pipeline/ledger.ts";
import type { Database } from "../database.ts";
import { asArtifact } from "./row-values.ts";

const ARTIFACTS_PER_READ = 1000;

/** The fixity part of the ledger. */
export function fixity(database: Database): Pick<Ledger, "artifacts" | "recordFixity" | "oldestVerified"> {
  return {
    async *artifacts() {
      let after = "";
      for (;;) {
        const from = after;
        const found = await database.read((rows) =>
          rows
            .selectFrom("artifact")
            .selectAll()
            .where("digest", ">", from)
            .orderBy("digest")
            .limit(ARTIFACTS_PER_READ)
            .execute(),
        );
        yield* found.map(asArtifact);
        after = found.at(-1)?.digest ?? "";
        if (found.length < ARTIFACTS_PER_READ) return;
      }
    },

    recordFixity: (digest, outcome, at) =>
      database.change(async (change) => {
        await change.insertInto("fixity").values({ digest, outcome, checked_at: at }).execute();
        await change.updateTable("artifact").set({ verified_at: at }).where("digest", "=", digest).execute();
      }),

    oldestVerified: (limit) =>
      database.read(async (rows) => {
        const found = await rows
          .selectFrom("artifact")
          .select("digest")
          .orderBy("verified_at")
          .orderBy("digest")
          .limit(limit)
          .execute();
        return found.map((row) => row.digest);
      }),
  };
}
