/** `/health` and `/ready`: for whatever watches the server, or sends readers to it. */
import type { RouteHandler } from "fastify";
import type { Routes, Site } from "../site.ts";

/** A check writes and removes an object, so strangers must not be able to cause one at will. */
const KEPT_MS = 5_000;

interface Health {
  readonly ledger: boolean;
  readonly store: boolean;
}

/** 200 when catalogue and store answer, else 503 and which one does not. */
export const healthRoutes: Routes = (server, { services }) => {
  let known: { readonly at: number; readonly health: Promise<Health> } | undefined;
  const answer: RouteHandler = async (_request, reply) => {
    const now = services.clock.now().getTime();
    if (!known || now - known.at >= KEPT_MS) known = { at: now, health: check(services) };
    const health = await known.health;
    const isReady = health.ledger && health.store;
    return reply
      .code(isReady ? 200 : 503)
      .header("cache-control", "no-store")
      .send({ status: isReady ? "ok" : "unavailable", ...health });
  };
  server.get("/health", answer);
  // While the server is closing nothing is answered but 503.
  server.get("/ready", answer);
};

async function check({ ledger, store }: Site["services"]): Promise<Health> {
  const answers = (promise: Promise<void>): Promise<boolean> =>
    promise.then(
      () => true,
      () => false,
    );
  const [ledgerAnswers, storeAnswers] = await Promise.all([answers(ledger.check()), answers(store.check())]);
  return { ledger: ledgerAnswers, store: storeAnswers };
}
