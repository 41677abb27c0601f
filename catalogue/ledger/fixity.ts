/** Artifacts one by one, and when their bytes were last looked at. */
import type { FixityLog } from "../../pipeline/fixity-log.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { FixityRow } from "../../pipeline/ledger-rows.ts";
import { chunksOf } from "../chunks.ts";
import type { Database } from "../database.ts";
import { copies } from "./copies.ts";
import { damage } from "./damage.ts";
import { restoredEvidence } from "./restore-evidence.ts";
import { asArtifact } from "./row-values.ts";

const ARTIFACTS_PER_READ = 1000;

/** The fixity part of the ledger. */
export function fixity(database: Database): Pick<Ledger, "artifacts"> & FixityLog {
  return {
    ...copies(database),
    ...damage(database),
    ...restoredEvidence(database),
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

    recordFixity: (digest, outcome, at, by = { agent: "sohoa", copy: "store", bytesRead: 0 }) =>
      database.change(async (change) => {
        const { agent, copy, bytesRead } = by;
        await change
          .insertInto("fixity")
          .values({ digest, outcome, checked_at: at, agent, copy, bytes_read: bytesRead })
          .execute();
        await (copy === "store"
          ? change.updateTable("artifact").set({ verified_at: at }).where("digest", "=", digest)
          : change.updateTable("object_copy").set({ verified_at: at }).where("digest", "=", digest).where("copy", "=", copy)
        ).execute();
      }),

    async fixityOf(digests) {
      const found: (FixityRow & { readonly number: number })[] = [];
      for (const chunk of chunksOf([...new Set(digests)])) {
        const part = await database.read((rows) =>
          rows
            .selectFrom("fixity")
            .selectAll()
            .where("digest", "in", [...chunk])
            .execute(),
        );
        found.push(
          ...part.map(({ number, digest, outcome, checked_at, agent, copy }) => ({
            number,
            digest,
            outcome,
            checkedAt: checked_at,
            agent,
            copy,
          })),
        );
      }
      found.sort((one, other) => one.number - other.number);
      return found.map(({ number: _, ...look }) => look);
    },

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
