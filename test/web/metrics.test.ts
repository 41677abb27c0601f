import { afterEach, expect, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { openMemoryStore } from "../../pipeline/store/memory.ts";
import { createServer } from "../../web/server/create-server.ts";
import type { Services } from "../../web/server/services.ts";
import { dueTask, intake, WORKER } from "../contracts/ledger-values.ts";

const clock = { time: Date.parse("2026-11-21T08:00:00Z"), now: () => new Date(clock.time) };
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serverWith(watch: { readonly token?: string } | undefined, changes: Partial<Services> = {}) {
  const { ledger, observer, close } = await openCatalogue({ file: ":memory:" }, clock.now);
  closing.push(close);
  await intake(ledger, 2);
  await ledger.ensureTasks([dueTask("p0001"), dueTask("p0002")]);
  await ledger.claimNext(WORKER);
  const cache = { file: async () => "" };
  const base = { ledger, store: openMemoryStore(), cache, clock, baseUrl: "http://127.0.0.1:4747" };
  const server = await createServer({ ...base, ...(watch && { watch: { observer, ...watch } }), ...changes });
  closing.push(() => server.close());
  return server;
}

test("the figures tell tasks by stage and state, the age of the queue, leases, proofs, and requests by route", async () => {
  const server = await serverWith({});
  clock.time += 90_000;
  await server.inject("/health");
  await server.inject("/items/nowhere");
  const { body, statusCode, headers } = await server.inject("/metrics");
  expect(statusCode).toBe(200);
  expect(headers["content-type"]).toContain("text/plain");
  expect(body).toMatch(/sohoa_tasks\{stage="[^"]+",state="pending"\} 1\n/);
  expect(body).toMatch(/sohoa_tasks\{stage="[^"]+",state="leased"\} 1\n/);
  expect(body).toContain("sohoa_queue_age_seconds 90\n");
  expect(body).toContain("sohoa_leases 1\n");
  expect(body).toContain("sohoa_leases_overdue 1\n");
  expect(body).toMatch(/sohoa_artifacts_never_verified \d+\n/);
  expect(body).toContain('sohoa_up{part="store"} 1\n');
  expect(body).toContain('sohoa_requests_total{route="/health",method="GET",status="200"} 1\n');
  expect(body).toContain('route="/items/:item"');
});

test("strangers are told that there is no such page: from elsewhere, through a proxy, or with another token", async () => {
  const open = await serverWith({});
  expect((await open.inject({ url: "/metrics", remoteAddress: "10.0.0.7" })).statusCode).toBe(404);
  expect((await open.inject({ url: "/metrics", headers: { "x-forwarded-for": "127.0.0.1" } })).statusCode).toBe(404);
  const locked = await serverWith({ token: "bí-mật" });
  expect((await locked.inject("/metrics")).statusCode).toBe(404);
  const asked = (token: string) =>
    locked.inject({ url: "/metrics", remoteAddress: "10.0.0.7", headers: { authorization: `Bearer ${token}` } });
  expect([(await asked("khác")).statusCode, (await asked("bí-mật")).statusCode]).toEqual([404, 200]);
  expect((await (await serverWith(undefined)).inject("/metrics")).statusCode).toBe(404);
});

test("a catalogue and a store that do not answer are told, not hidden by an error", async () => {
  const away = () => Promise.reject(new Error("away"));
  const broken = { observe: away, weights: away, bytesSince: away };
  const store = {
    ...openMemoryStore(),
    open: () => Promise.reject(new Error("away")),
    check: () => Promise.reject(new Error("away")),
  };
  const server = await serverWith(undefined, { watch: { observer: broken }, store });
  const { body, statusCode } = await server.inject("/metrics");
  expect(statusCode).toBe(200);
  expect(body).toContain('sohoa_up{part="catalogue"} 0\n');
  expect(body).toContain('sohoa_up{part="store"} 0\n');
  expect(body).toContain("sohoa_queue_age_seconds Nan\n");
  expect((await server.inject("/ready")).statusCode).toBe(503);
});
