/** Which copy holds what, what should be looked at next, and what was done to objects at rest. */
import { sql } from "kysely";
import type { CopyName, DueLook, FixityLog, ObjectAct } from "../../pipeline/fixity-log.ts";
import { chunksOf } from "../chunks.ts";
import type { Database, Rows } from "../database.ts";
import { asArtifact } from "./row-values.ts";

type Copies = Pick<FixityLog, "dueLooks" | "uncopied" | "heldBy" | "recordCopied" | "recordAct" | "actsOf">;

/** The part of the ledger that knows of copies. */
export function copies(database: Database): Copies {
  return {
    async dueLooks(limit, before, names) {
      const due: DueLook[] = [];
      for (const copy of names)
        due.push(
          ...(await database.read((rows) =>
            copy === "store" ? dueInStore(rows, limit, before) : dueInCopy(rows, copy, limit, before),
          )),
        );
      return due
        .sort((one, other) => compare(one.lastLookAt, other.lastLookAt) || compare(one.digest, other.digest))
        .slice(0, limit);
    },

    uncopied: (copy, limit, after = "") =>
      database.read(async (rows) => {
        const found = await rows
          .selectFrom("artifact")
          .selectAll()
          .where("digest", ">", after)
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom("object_copy")
                  .select(sql`1`.as("one"))
                  .whereRef("object_copy.digest", "=", "artifact.digest")
                  .where("object_copy.copy", "=", copy),
              ),
            ),
          )
          .orderBy("digest")
          .limit(limit)
          .execute();
        return found.map(asArtifact);
      }),

    async heldBy(copy, digests) {
      const held = new Set<string>();
      for (const chunk of chunksOf([...new Set(digests)])) {
        const part = await database.read((rows) =>
          rows
            .selectFrom("object_copy")
            .select("digest")
            .where("copy", "=", copy)
            .where("digest", "in", [...chunk])
            .execute(),
        );
        for (const { digest } of part) held.add(digest);
      }
      return held;
    },

    recordCopied: (digest, copy, at, agent) =>
      database.change(async (change) => {
        const made = await change
          .insertInto("object_copy")
          .values({ copy, digest, copied_at: at, verified_at: at })
          .onConflict((conflict) => conflict.columns(["copy", "digest"]).doNothing())
          .returning("digest")
          .executeTakeFirst();
        if (!made) return;
        const detail = "stored, read back and compared";
        await change.insertInto("object_act").values({ digest, act: "replication", copy, detail, agent, at }).execute();
      }),

    recordAct: (act) =>
      database.change(async (change) => {
        await change.insertInto("object_act").values(act).execute();
      }),

    async actsOf(digests) {
      const found: (ObjectAct & { readonly number: number })[] = [];
      for (const chunk of chunksOf([...new Set(digests)])) {
        const part = await database.read((rows) =>
          rows
            .selectFrom("object_act")
            .selectAll()
            .where("digest", "in", [...chunk])
            .execute(),
        );
        found.push(...part.map((act) => ({ ...act, copy: act.copy as CopyName })));
      }
      found.sort((one, other) => one.number - other.number);
      return found.map(({ number: _, ...act }) => act);
    },
  };
}

async function dueInStore(rows: Rows, limit: number, before: string): Promise<readonly DueLook[]> {
  const found = await rows
    .selectFrom("artifact")
    .select(["digest", "size_bytes", "verified_at"])
    .where("verified_at", "<", before)
    .orderBy("verified_at")
    .orderBy("digest")
    .limit(limit)
    .execute();
  return found.map((row) => asDue(row, "store"));
}

async function dueInCopy(rows: Rows, copy: CopyName, limit: number, before: string): Promise<readonly DueLook[]> {
  const found = await rows
    .selectFrom("object_copy")
    .innerJoin("artifact", "artifact.digest", "object_copy.digest")
    .select(["object_copy.digest", "artifact.size_bytes", "object_copy.verified_at"])
    .where("object_copy.copy", "=", copy)
    .where("object_copy.verified_at", "<", before)
    .orderBy("object_copy.verified_at")
    .orderBy("object_copy.digest")
    .limit(limit)
    .execute();
  return found.map((row) => asDue(row, copy));
}

function asDue(
  row: { readonly digest: string; readonly size_bytes: number; readonly verified_at: string },
  copy: CopyName,
): DueLook {
  return { digest: row.digest, copy, sizeBytes: Number(row.size_bytes), lastLookAt: row.verified_at };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
