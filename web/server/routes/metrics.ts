/** `/metrics`: figures for Prometheus; for this machine alone, or for who has the token. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { Metrics } from "../metrics/metrics.ts";
import { NOT_FOUND, sendProblem } from "../problem.ts";
import type { Routes } from "../site.ts";

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

/** Nothing is counted where nobody watches. */
export const metricsRoutes: Routes = (server, { services, root }) => {
  const { watch } = services;
  if (!watch) return void server.get("/metrics", (request, reply) => sendProblem(request, reply, NOT_FOUND, root));
  const metrics = new Metrics();
  server.addHook("onResponse", (request, reply, done) => {
    metrics.answered(request.routeOptions.url ?? "none", request.method, reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
  server.get("/metrics", async (request, reply) => {
    if (!isAllowed(request, watch.token)) return sendProblem(request, reply, NOT_FOUND, root);
    const [observation, isStoreUp] = await Promise.all([
      watch.observer.observe().catch(() => undefined),
      services.store.check().then(
        () => true,
        () => false,
      ),
    ]);
    const text = await metrics.text(observation, isStoreUp);
    return reply.type(metrics.contentType).header("cache-control", "no-store").send(text);
  });
};

/** With a token set only who has it is let in, whatever the address: a proxy on this machine speaks for everybody. */
function isAllowed(request: FastifyRequest, token: string | undefined): boolean {
  if (token === undefined) return LOOPBACK.test(request.ip) && request.headers["x-forwarded-for"] === undefined;
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(request.headers.authorization ?? ""), hash(`Bearer ${token}`));
}
