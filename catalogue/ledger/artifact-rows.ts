/** Artifacts and pointers as rows. */
import type { Artifact, Role } from "../../pipeline/artifact.ts";
import type { Made } from "../../pipeline/ledger-rows.ts";
import { decidesAccess } from "../activities/shown.ts";
import { writeActivities } from "../activities/write-activities.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database } from "../database.ts";

/** A pointer to be set. */
export interface Pointer extends Made {
  readonly subject: string;
  readonly itemId: string;
}

/** Write artifacts that are not there yet. They are in the store already: a row is a promise. */
export async function keepArtifacts(change: Change, artifacts: readonly Artifact[], now: string): Promise<void> {
  const distinct = [...new Map(artifacts.map((artifact) => [artifact.digest, artifact])).values()];
  distinct.sort((a, b) => (a.digest < b.digest ? -1 : 1));
  for (const chunk of chunksOf(distinct)) {
    await change
      .insertInto("artifact")
      .values(
        chunk.map((artifact) => ({
          digest: artifact.digest,
          size_bytes: artifact.sizeBytes,
          media_type: artifact.mediaType,
          created_at: now,
          verified_at: "",
        })),
      )
      .onConflict((conflict) => conflict.column("digest").doNothing())
      .execute();
  }
}

/** Move pointers, and log what the public is shown by it. The artifacts must have rows, the items be held. */
export async function pointAt(database: Database, change: Change, pointers: readonly Pointer[]): Promise<void> {
  await setPointers(change, pointers);
  const deciding = pointers.filter(({ role }) => decidesAccess(role)).map(({ itemId }) => itemId);
  if (deciding.length > 0) await writeActivities(database, change, deciding);
}

/** Move pointers that say nothing of who may see an item, such as those of pages; or leave the log to the caller. */
export async function setPointers(change: Change, pointers: readonly Pointer[]): Promise<void> {
  for (const chunk of chunksOf(pointers)) {
    await change
      .insertInto("current")
      .values(chunk.map(({ subject, itemId, role, artifact }) => ({ subject, role, item_id: itemId, digest: artifact.digest })))
      .onConflict((conflict) =>
        conflict.columns(["subject", "role"]).doUpdateSet((excluded) => ({
          digest: excluded.ref("excluded.digest"),
          item_id: excluded.ref("excluded.item_id"),
        })),
      )
      .execute();
  }
}

/** True when one of these roles makes a new version of the item. */
export function isPublication(outputs: readonly { readonly role: Role }[]): boolean {
  return outputs.some((made) => made.role === "publication");
}
