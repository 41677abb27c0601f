/** Puts back looks and acts that an item's history tells of, into a catalogue that lost them. */
import type { FixityLog, ObjectAct } from "../../pipeline/fixity-log.ts";
import type { FixityRow } from "../../pipeline/ledger-rows.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database } from "../database.ts";

/** The part of the ledger that `rebuild` brings evidence back with. */
export function restoredEvidence(database: Database): Pick<FixityLog, "restoreEvidence"> {
  return {
    restoreEvidence: (fixity, acts) =>
      database.change(async (change) => {
        const known = await knownArtifacts(change, [...fixity, ...acts]);
        await restoreActs(
          change,
          acts.filter(({ digest }) => known.has(digest)),
        );
        await restoreLooks(
          change,
          fixity.filter(({ digest }) => known.has(digest)),
        );
      }),
  };
}

async function knownArtifacts(change: Change, told: readonly { readonly digest: string }[]): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const chunk of chunksOf([...new Set(told.map(({ digest }) => digest))])) {
    const query = change.selectFrom("artifact").select("digest");
    for (const { digest } of await query.where("digest", "in", [...chunk]).execute()) known.add(digest);
  }
  return known;
}

/** What a replication says, the catalogue may believe until the copy is looked at: a check then finds what is missing. */
async function restoreActs(change: Change, acts: readonly ObjectAct[]): Promise<void> {
  for (const act of acts) {
    const same = change.selectFrom("object_act").select("digest").where("digest", "=", act.digest);
    if (await same.where("act", "=", act.act).where("at", "=", act.at).executeTakeFirst()) continue;
    await change.insertInto("object_act").values(act).execute();
    if (act.act !== "replication") continue;
    const row = { copy: act.copy, digest: act.digest, copied_at: act.at, verified_at: act.at };
    const query = change.insertInto("object_copy").values(row);
    await query.onConflict((conflict) => conflict.columns(["copy", "digest"]).doNothing()).execute();
  }
}

async function restoreLooks(change: Change, looks: readonly FixityRow[]): Promise<void> {
  for (const { digest, outcome, checkedAt, agent = "sohoa", copy = "store" } of looks) {
    const same = change.selectFrom("fixity").select("digest").where("digest", "=", digest).where("copy", "=", copy);
    if (await same.where("checked_at", "=", checkedAt).where("agent", "=", agent).executeTakeFirst()) continue;
    const row = { digest, outcome, checked_at: checkedAt, agent, copy, bytes_read: 0 };
    await change.insertInto("fixity").values(row).execute();
    const seen = { verified_at: checkedAt };
    if (copy === "store") {
      const update = change.updateTable("artifact").set(seen).where("digest", "=", digest);
      await update.where("verified_at", "<", checkedAt).execute();
    } else {
      const update = change.updateTable("object_copy").set(seen).where("digest", "=", digest).where("copy", "=", copy);
      await update.where("verified_at", "<", checkedAt).execute();
    }
  }
}
