/** What is current. */
import type { Role } from "../../pipeline/artifact.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { CurrentRow } from "../../pipeline/ledger-rows.ts";
import { chunksOf } from "../chunks.ts";
import type { Database, Rows } from "../database.ts";
import { asArtifact } from "./row-values.ts";

/** The pointers part of the ledger. */
export function pointers(
  database: Database,
): Pick<Ledger, "current" | "currentOf" | "currentOfItem" | "countCurrent" | "artifact"> {
  return {
    current: (subject, role) =>
      database.read(async (rows) => {
        const row = await selectPointers(rows)
          .where("current.subject", "=", subject)
          .where("current.role", "=", role)
          .executeTakeFirst();
        return row && asArtifact(row);
      }),

    async currentOf(subjects) {
      const found: CurrentRow[] = [];
      for (const chunk of chunksOf(subjects)) {
        const part = await database.read((rows) =>
          selectPointers(rows)
            .where("current.subject", "in", [...chunk])
            .execute(),
        );
        found.push(...part.map(asCurrent));
      }
      return found;
    },

    currentOfItem: (itemId, roles) =>
      database.read(async (rows) => {
        const all = selectPointers(rows).where("current.item_id", "=", itemId);
        const found = await (roles ? all.where("current.role", "in", [...roles]) : all).execute();
        return found.map(asCurrent);
      }),

    countCurrent: (itemId, role) =>
      database.read(async (rows) => {
        const counted = rows.selectFrom("role_count").select("count").where("item_id", "=", itemId).where("role", "=", role);
        return (await counted.executeTakeFirst())?.count ?? 0;
      }),

    artifact: (digest) =>
      database.read(async (rows) => {
        const row = await rows.selectFrom("artifact").selectAll().where("digest", "=", digest).executeTakeFirst();
        return row && asArtifact(row);
      }),
  };
}

/** Pointers with what they point at, in order of subject and role. */
export function selectPointers(rows: Rows) {
  return rows
    .selectFrom("current")
    .innerJoin("artifact", "artifact.digest", "current.digest")
    .select(["current.subject", "current.role", "artifact.digest", "artifact.size_bytes", "artifact.media_type"])
    .orderBy("current.subject")
    .orderBy("current.role");
}

/** A row of `selectPointers`. */
export function asCurrent(row: {
  readonly subject: string;
  readonly role: Role;
  readonly digest: string;
  readonly size_bytes: number;
  readonly media_type: string;
}): CurrentRow {
  return { subject: row.subject, role: row.role, artifact: asArtifact(row) };
}
