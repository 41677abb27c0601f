/** What a running server does for desks by itself: answers what is signed, and keeps idle desks in the store. */
import type { FastifyInstance } from "fastify";
import { settleDesks } from "../../../../pipeline/desk-settle.ts";
import { asSohoaError } from "../../../../pipeline/errors.ts";
import type { Site } from "../../site.ts";
import type { Workroom } from "../workroom.ts";
import { answerSigned } from "./desk.ts";

const EVERY_MILLISECONDS = 60_000;
/** A desk that nobody saved to for so long is kept. */
const IDLE_SECONDS = 120;

/** Do it once. A crash between a signature and the answer is made good here. */
export async function keepDesks(workroom: Workroom, now: Date): Promise<void> {
  for (const itemId of await workroom.recordVersions.unanswered()) {
    const item = await workroom.ledger.item(itemId);
    const desk = await workroom.recordVersions.desk(itemId);
    if (item && desk) await answerSigned(workroom, item, desk);
  }
  const idleSince = new Date(now.getTime() - IDLE_SECONDS * 1000).toISOString();
  await settleDesks(workroom.store, workroom.recordVersions, idleSince);
}

/** Do it for as long as the server runs. Trouble is told to the log; the next round tries again. */
export function keepDesksWhileServing(server: FastifyInstance, { services }: Site, workroom: Workroom): void {
  let [timer, round]: [NodeJS.Timeout | undefined, Promise<void>] = [undefined, Promise.resolve()];
  const run = (): void => {
    round = keepDesks(workroom, services.clock.now()).catch((thrown: unknown) => {
      services.log?.warn("desks-not-kept", { code: asSohoaError(thrown).code });
    });
  };
  server.addHook("onReady", async () => {
    timer = setInterval(run, EVERY_MILLISECONDS);
    timer.unref();
  });
  server.addHook("onClose", async () => {
    clearInterval(timer);
    await round;
  });
}
