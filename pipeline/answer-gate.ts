/** A person's answer to a gate: a new artifact, stored, recorded with the person as agent, and planned from. */
import { advance } from "./advance.ts";
import type { Closer } from "./close-item.ts";
import { storeDescription } from "./describe-item.ts";
import { disclosureOf, isDisclosed } from "./disclosure.ts";
import type { DerivationInput } from "./ledger-rows.ts";
import type { Gate } from "./stage.ts";
import { storeJson } from "./store-json.ts";

/** The answer to one gate for one page or item. */
export interface Answer {
  readonly gate: Gate;
  readonly itemId: string;
  readonly subject: string;
  /** Stored as canonical JSON. */
  readonly value: unknown;
  readonly agent: string;
  readonly note?: string;
}

/** Store and record the answers, then plan the item once. The same answer again changes nothing. */
export async function answerGate(
  closer: Closer,
  answers: readonly Answer[],
): Promise<{ readonly answered: number; readonly unchanged: number }> {
  let answered = 0;
  const touched = new Map<string, string[]>();
  for (const answer of answers) {
    const { gate, subject, itemId, agent, note } = answer;
    const artifact = await storeJson(closer.store, answer.value, gate.output);
    if ((await closer.ledger.current(subject, gate.output))?.digest === artifact.digest) continue;
    const shown = await closer.ledger.current(subject, gate.from);
    const from: readonly DerivationInput[] = shown ? [{ name: "shown", role: gate.from, artifacts: [shown] }] : [];
    const made = { role: gate.output, artifact };
    if (isDisclosed(made.role))
      await closer.ledger.disclose([disclosureOf(made.role, artifact.digest, JSON.stringify(answer.value))]);
    await closer.ledger.answer({ gate: gate.name, subject, itemId, made, from, agent, ...(note === undefined ? {} : { note }) });
    answered += 1;
    touched.set(itemId, [...(touched.get(itemId) ?? []), ...(gate.of === "page" ? [subject] : [])]);
  }
  for (const [itemId, pages] of touched) {
    await closer.queue.announce(await advance(closer, itemId, pages));
    await storeDescription(closer, itemId);
  }
  return { answered, unchanged: answers.length - answered };
}
