/** What a person decided: a new artifact, an event with the person as agent, a new version of the item. */
import { SET_ASIDE } from "../../pipeline/artifact.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { Change, Database } from "../database.ts";
import { holdItems } from "../locking.ts";
import { keepArtifacts, pointAt } from "./artifact-rows.ts";
import { keepDerivations } from "./derivation-rows.ts";
import { namedAfter, raiseVersion, writeEvents } from "./event-rows.ts";
import { markChanged } from "./plan-marks.ts";

type Answer = Parameters<Ledger["answer"]>[0];

/** The people part of the ledger. */
export function answers(database: Database): Pick<Ledger, "answer"> {
  return { answer: (answer) => database.change((change) => keep(database, change, answer)) };
}

async function keep(database: Database, change: Change, answer: Answer): Promise<void> {
  const now = database.now();
  const { gate, subject, itemId, made } = answer;
  await holdItems(database, change, [itemId], "exclusively");
  // What the person saw may be new itself: the picture of a chart comes with what it says.
  await keepArtifacts(change, [...answer.from.flatMap((input) => input.artifacts), made.artifact], now);
  await pointAt(database, change, [{ ...made, subject, itemId }]);
  const earlier = SET_ASIDE[made.role];
  if (earlier) await change.deleteFrom("current").where("subject", "=", subject).where("role", "=", earlier).execute();
  const key = namedAfter(gate, subject, [made], `${now} ${answer.agent}`);
  const params = answer.note === undefined ? {} : { note: answer.note };
  await keepDerivations(change, [{ key, stage: gate, stageVersion: 1, params, inputs: answer.from }]);
  await change
    .updateTable("derivation")
    .set({ outputs: JSON.stringify([made]), made_at: now })
    .where("key", "=", key)
    .execute();
  const event = { derivation: key, subject, itemId, stage: gate, stageVersion: 1, agent: answer.agent, outputs: [made] };
  await writeEvents(change, itemId, [{ ...event, startedAt: now, endedAt: now, outcome: "answered" }]);
  await raiseVersion(change, itemId);
  await markChanged(change, { itemId, subjects: [subject] }, now);
}
