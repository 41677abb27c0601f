/** Events as rows: what happened, as PREMIS asks for it. An event carries its outputs; its inputs are its derivation's. */
import type { Digest } from "../../pipeline/artifact.ts";
import { canonicalJson, digestOfText } from "../../pipeline/derive.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { EventRow, Made } from "../../pipeline/ledger-rows.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database, Rows } from "../database.ts";
import { asInputs } from "./derivation-rows.ts";
import { asOutputs } from "./row-values.ts";

/** An event to be written; inputs and parameters are those of the derivation's row, if it has one. */
export type NewEvent = Omit<EventRow, "inputs" | "params">;

/**
 * Write events of one item. They are told in the description of the version that comes next, so write them before
 * `raiseVersion`, in the same transaction.
 */
export async function writeEvents(change: Change, itemId: string, events: readonly NewEvent[]): Promise<void> {
  const item = await change.selectFrom("item").select("version").where("id", "=", itemId).executeTakeFirstOrThrow();
  for (const chunk of chunksOf(events)) {
    await change
      .insertInto("event")
      .values(chunk.map((event) => asEventValues(event, item.version + 1)))
      .execute();
  }
}

/** The columns of an event. */
export function asEventValues(event: NewEvent, describedIn: number) {
  return {
    item_id: event.itemId,
    subject: event.subject,
    derivation: event.derivation,
    stage: event.stage,
    stage_version: event.stageVersion,
    agent: event.agent,
    started_at: event.startedAt,
    ended_at: event.endedAt,
    outcome: event.outcome,
    outputs: JSON.stringify(event.outputs),
    described_in: describedIn,
  };
}

/** Make a new version of the item. */
export async function raiseVersion(change: Change, itemId: string): Promise<void> {
  await change
    .updateTable("item")
    .set((row) => ({ version: row("version", "+", 1) }))
    .where("id", "=", itemId)
    .execute();
}

/** The name of something that no stage derived: a reception or a person's answer. */
export function namedAfter(stage: string, subject: string, outputs: readonly Made[], at: string): Digest {
  return digestOfText(canonicalJson([stage, subject, outputs.map((made) => [made.role, made.artifact.digest]), at]));
}

/** The history part of the ledger. */
export function events(database: Database): Pick<Ledger, "events" | "eventsOf" | "eventsOfAll"> {
  return {
    events: (itemId, sinceVersion) =>
      database.read(async (rows) => {
        const query = selectEvents(rows)
          .where("event.item_id", "=", itemId)
          .where("event.described_in", ">", sinceVersion ?? 0);
        return await asEvents(rows, await query.execute());
      }),

    eventsOf: (subject) =>
      database.read(
        async (rows) => await asEvents(rows, await selectEvents(rows).where("event.subject", "=", subject).execute()),
      ),

    async eventsOfAll(subjects) {
      const found: EventRow[] = [];
      for (const chunk of chunksOf(subjects)) {
        const part = await database.read(async (rows) => {
          const query = selectEvents(rows).where("event.subject", "in", [...chunk]);
          return await asEvents(rows, await query.execute());
        });
        found.push(...part);
      }
      return found;
    },
  };
}

/** Events with what their derivations say, in order. */
export function selectEvents(rows: Rows) {
  return rows
    .selectFrom("event")
    .leftJoin("derivation", "derivation.key", "event.derivation")
    .selectAll("event")
    .select(["derivation.inputs as inputs", "derivation.params as params"])
    .orderBy("event.number");
}

type FoundEvent = Awaited<ReturnType<ReturnType<typeof selectEvents>["execute"]>>[number];

/** Rows of `selectEvents`. */
export async function asEvents(rows: Rows, found: readonly FoundEvent[]): Promise<readonly EventRow[]> {
  return await Promise.all(
    found.map(
      async (row): Promise<EventRow> => ({
        derivation: row.derivation,
        subject: row.subject,
        itemId: row.item_id,
        stage: row.stage,
        stageVersion: row.stage_version,
        agent: row.agent,
        startedAt: row.started_at,
        endedAt: row.ended_at,
        outcome: row.outcome,
        inputs: row.inputs === null ? [] : await asInputs(rows, row.inputs),
        outputs: asOutputs(row.outputs),
        params: row.params === null ? {} : JSON.parse(row.params),
      }),
    ),
  );
}
