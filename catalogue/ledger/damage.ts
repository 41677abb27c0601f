/** What is damaged now, and the sums that an auditor asks for. */
import { sql } from "kysely";
import type { CopyName, Damaged, FixityLog } from "../../pipeline/fixity-log.ts";
import { chunksOf } from "../chunks.ts";
import type { Database, Rows } from "../database.ts";
import { isNewestLook } from "../newest-look.ts";

/** The alarming part of the ledger. */
export function damage(database: Database): Pick<FixityLog, "damaged" | "fixityStanding" | "bytesReadSince"> {
  const damaged = () => database.read(damagedOf);
  return {
    damaged,

    bytesReadSince: (at) =>
      database.read(async (rows) => {
        const found = await rows
          .selectFrom("fixity")
          .select((each) => each.fn.sum("bytes_read").as("bytes"))
          .where("checked_at", ">=", at)
          .executeTakeFirst();
        return Number(found?.bytes ?? 0);
      }),

    async fixityStanding(since) {
      const counts = await database.read((rows) => countsOf(rows, since));
      const unsound = (await damaged()).filter(
        ({ copy, foundAt, uses }) => copy === "store" && foundAt >= since && uses.some(({ role }) => role === "image/master"),
      );
      return { ...counts, mastersVerified: counts.mastersVerified - unsound.length };
    },
  };
}

/** Objects whose newest look at a copy is not a match. */
async function damagedOf(rows: Rows): Promise<readonly Damaged[]> {
  const found = await rows
    .selectFrom("fixity as bad")
    .select(["bad.digest", "bad.copy", "bad.outcome", "bad.checked_at"])
    .where("bad.outcome", "!=", "match")
    .where(isNewestLook)
    .orderBy("bad.number")
    .execute();
  const uses = await usesOf(
    rows,
    found.map(({ digest }) => digest),
  );
  return found.map(({ digest, copy, outcome, checked_at }) => ({
    digest,
    copy: copy as CopyName,
    outcome: outcome as Damaged["outcome"],
    foundAt: checked_at,
    uses: uses.get(digest) ?? [],
  }));
}

async function usesOf(rows: Rows, digests: readonly string[]): Promise<ReadonlyMap<string, Damaged["uses"]>> {
  const uses = new Map<string, Damaged["uses"]>();
  for (const chunk of chunksOf([...new Set(digests)])) {
    const found = await rows
      .selectFrom("current")
      .select(["digest", "item_id as itemId", "subject", "role"])
      .where("digest", "in", [...chunk])
      .orderBy("subject")
      .execute();
    for (const { digest, ...use } of found) uses.set(digest, [...(uses.get(digest) ?? []), use]);
  }
  return uses;
}

async function countsOf(rows: Rows, since: string) {
  const masters = await rows
    .selectFrom("current")
    .innerJoin("artifact", "artifact.digest", "current.digest")
    .select([
      sql<number>`count(distinct artifact.digest)`.as("all"),
      sql<number>`count(distinct case when artifact.verified_at >= ${since} then artifact.digest end)`.as("verified"),
    ])
    .where("current.role", "=", "image/master")
    .executeTakeFirstOrThrow();
  const countAll = sql<number>`count(*)`.as("count");
  const objects = await rows.selectFrom("artifact").select(countAll).executeTakeFirstOrThrow();
  const copied = await rows.selectFrom("object_copy").select(countAll).where("copy", "=", "copy2").executeTakeFirstOrThrow();
  return {
    masters: Number(masters.all),
    mastersVerified: Number(masters.verified),
    objects: Number(objects.count),
    inCopy2: Number(copied.count),
  };
}
