/** Looks after working texts while the server runs: what lies still goes into the store, what a crash left undone is done. */
import { setTimeout as sleep } from "node:timers/promises";
import { asSohoaError } from "../../../../pipeline/errors.ts";
import type { Log } from "../../../../pipeline/log.ts";
import { settleTexts } from "../../../../pipeline/text-version-settle.ts";
import type { Workroom } from "../workroom.ts";
import { answerText, needsSecondPerson } from "./review-text.ts";

/** A text goes into the store when nobody has changed it for so long. */
const IDLE_SECONDS = 300;
const EVERY_SECONDS = 60;
const DUTY = "working-texts";

/** One round: texts that lie still are settled, corrected ones whose answer is missing are answered. */
export async function keepTextsOnce(workroom: Workroom, idleSeconds = IDLE_SECONDS): Promise<void> {
  await settleTexts(workroom.store, workroom.texts, idleSeconds);
  for (const stands of await workroom.texts.unanswered()) {
    const item = await workroom.ledger.item(stands.itemId);
    if (item) await answerText(workroom, stands, needsSecondPerson(workroom, item.profile));
  }
}

/** Do rounds until `signal` aborts, in one process at a time; then settle all there is. Trouble is logged and tried again. */
export async function keepTexts(workroom: Workroom, owner: string, log: Log, signal: AbortSignal): Promise<void> {
  const round = async (idleSeconds: number): Promise<void> => {
    try {
      await keepTextsOnce(workroom, idleSeconds);
    } catch (thrown) {
      const { code, message } = asSohoaError(thrown);
      log.warn("service-trouble", { code, detail: message });
    }
  };
  while (!signal.aborted) {
    const isMine = await workroom.ledger.holdDuty(DUTY, owner, EVERY_SECONDS * 3).catch(() => false);
    if (isMine) await round(IDLE_SECONDS);
    await sleep(EVERY_SECONDS * 1000, undefined, { signal }).catch(() => {});
  }
  await round(0);
}
