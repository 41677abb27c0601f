/** Which versions of items the store describes, and putting back what a description says. */
import type { Artifact } from "../../pipeline/artifact.ts";
import { canonicalJson } from "../../pipeline/derive.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { ItemDescription } from "../../pipeline/ledger-rows.ts";
import { restoreActivities } from "../activities/restore-activities.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database } from "../database.ts";
import { holdItems } from "../locking.ts";
import { keepArtifacts, setPointers } from "./artifact-rows.ts";
import { keepDerivations } from "./derivation-rows.ts";
import { asEventValues } from "./event-rows.ts";
import { markItemChanged } from "./plan-marks.ts";
import { restoreSamples } from "./samples.ts";
import { restoreVerdicts } from "./verdicts.ts";

/** The versions part of the ledger. */
export function descriptions(
  database: Database,
): Pick<Ledger, "keepHistory" | "unstoredItems" | "markStored" | "restore" | "layOver"> {
  return {
    keepHistory: (itemId, history) =>
      database.change(async (change) => {
        await keepArtifacts(change, [history], database.now());
        await setPointers(change, [{ subject: itemId, itemId, role: "item/history", artifact: history }]);
      }),

    unstoredItems: () =>
      database.read(async (rows) => {
        const found = await rows
          .selectFrom("item")
          .select("id")
          .whereRef("version", ">", "stored_version")
          .orderBy("id")
          .execute();
        return found.map((row) => row.id);
      }),

    markStored: (itemId, version) =>
      database.change(async (change) => {
        await change
          .updateTable("item")
          .set({ stored_version: version })
          .where("id", "=", itemId)
          .where("stored_version", "<", version)
          .where("version", ">=", version)
          .execute();
      }),

    restore: (description) => database.change((change) => restore(database, change, description)),

    layOver: (description, over) => database.change((change) => layOver(database, change, description, over)),
  };
}

/** The store tells of it later, so that of two changes at once each has a description of its own. */
async function layOver(database: Database, change: Change, description: ItemDescription, over: number): Promise<boolean> {
  const { id } = description.item;
  await holdItems(database, change, [id], "exclusively");
  const query = change.selectFrom("item").select(["version", "stored_version"]).where("id", "=", id);
  const known = await query.executeTakeFirst();
  if (known?.version !== over) return false;
  await restore(database, change, description);
  await change.updateTable("item").set({ stored_version: known.stored_version }).where("id", "=", id).execute();
  return true;
}

/** Descriptions may come in any order and more than once: the newest decides what is current, each adds its events. */
async function restore(database: Database, change: Change, description: ItemDescription): Promise<void> {
  const now = database.now();
  const { item } = description;
  const known = await change.selectFrom("item").select("version").where("id", "=", item.id).executeTakeFirst();
  if (!known) await insertItem(change, description, now);
  await holdItems(database, change, [item.id], "exclusively");
  await keepArtifacts(change, artifactsOf(description), now);
  if (!known || known.version <= item.version) await restoreState(change, description, now);
  await restoreEvents(change, description);
  await restoreVerdicts(change, description.verdicts ?? []);
  await restoreSamples(change, description.samples ?? []);
  await restoreActivities(change, item.id, description.activities ?? []);
  await markItemChanged(change, item.id, now);
}

async function insertItem(change: Change, { item }: ItemDescription, now: string): Promise<void> {
  const profile = canonicalJson(item.profile);
  const { id, shelfmark, version } = item;
  await change
    .insertInto("item")
    .values({ id, shelfmark, profile, version, stored_version: version, paused: 0, cancelled: 0, created_at: now })
    .execute();
}

async function restoreState(change: Change, description: ItemDescription, now: string): Promise<void> {
  const { item, batches, pages, current, rejections } = description;
  const itemId = item.id;
  await change
    .updateTable("item")
    .set({
      shelfmark: item.shelfmark,
      profile: canonicalJson(item.profile),
      version: item.version,
      stored_version: item.version,
      paused: batches.some((batch) => batch.paused) ? 1 : 0,
      cancelled: batches.length > 0 && batches.every((batch) => batch.state === "cancelled") ? 1 : 0,
      created_at: batches[0]?.createdAt ?? now,
    })
    .where("id", "=", itemId)
    .execute();
  for (const { id, profile, state, createdAt } of batches) {
    const values = { id, item_id: itemId, profile: canonicalJson(profile), state, created_at: createdAt };
    await change
      .insertInto("batch")
      .values(values)
      .onConflict((conflict) => conflict.column("id").doUpdateSet({ state }))
      .execute();
  }
  await restorePages(change, pages);
  await change.deleteFrom("current").where("item_id", "=", itemId).execute();
  await setPointers(
    change,
    current.map((row) => ({ ...row, itemId })),
  );
  for (const [batchId, refused] of Object.entries(rejections)) {
    await change.deleteFrom("rejection").where("batch_id", "=", batchId).execute();
    for (const chunk of chunksOf(refused)) {
      await change
        .insertInto("rejection")
        .values(
          chunk.map(({ sourcePath, code, facts }) => ({
            batch_id: batchId,
            source_path: sourcePath,
            code,
            facts: JSON.stringify(facts),
            recorded_at: now,
          })),
        )
        .onConflict((conflict) => conflict.columns(["batch_id", "source_path"]).doNothing())
        .execute();
    }
  }
}

/** Descriptions do not keep where a file lay on the scanning machine; its name stands for the path. */
async function restorePages(change: Change, pages: ItemDescription["pages"]): Promise<void> {
  for (const chunk of chunksOf(pages)) {
    await change
      .insertInto("page")
      .values(
        chunk.map((page) => ({
          id: page.id,
          item_id: page.itemId,
          batch_id: page.batchId,
          sequence: page.sequence,
          label: page.label,
          source_name: page.sourceName,
          source_path: page.sourceName,
        })),
      )
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet((row) => ({
          batch_id: row.ref("excluded.batch_id"),
          sequence: row.ref("excluded.sequence"),
          label: row.ref("excluded.label"),
          source_name: row.ref("excluded.source_name"),
        })),
      )
      .execute();
  }
}

/** An event is known again by its derivation, subject, outcome and end: neighbouring descriptions may both tell of it. */
async function restoreEvents(change: Change, description: ItemDescription): Promise<void> {
  const { item, events } = description;
  const found = await change
    .selectFrom("event")
    .select(["derivation", "subject", "outcome", "ended_at"])
    .where("item_id", "=", item.id)
    .execute();
  const known = new Set(found.map((row) => [row.derivation, row.subject, row.outcome, row.ended_at].join("\n")));
  const missing = events.filter(
    (event) => !known.has([event.derivation, event.subject, event.outcome, event.endedAt].join("\n")),
  );
  const derived = missing.filter((event) => event.outcome !== "received");
  await keepDerivations(
    change,
    derived.map((event) => ({ ...event, key: event.derivation })),
  );
  const absent = new Set(description.absent);
  for (const event of derived) {
    // What is not here was not made for this home: a plan that wants it has it made again.
    if (event.outputs.some((made) => absent.has(made.artifact.digest))) continue;
    await change
      .updateTable("derivation")
      .set({ outputs: JSON.stringify(event.outputs), made_at: event.endedAt })
      .where("key", "=", event.derivation)
      .where("outputs", "is", null)
      .execute();
  }
  for (const chunk of chunksOf(missing)) {
    await change
      .insertInto("event")
      .values(chunk.map((event) => asEventValues(event, item.version)))
      .execute();
  }
}

/** A row is a promise that the object is in the store, so what is absent has none. */
function artifactsOf(description: ItemDescription): readonly Artifact[] {
  const absent = new Set(description.absent);
  const named = [
    ...description.current.map((row) => row.artifact),
    ...description.events.flatMap((event) => [
      ...event.outputs.map((made) => made.artifact),
      ...event.inputs.flatMap((input) => input.artifacts),
    ]),
  ];
  return named.filter(({ digest }) => !absent.has(digest));
}
