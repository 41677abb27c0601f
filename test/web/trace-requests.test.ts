import { afterEach, expect, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { openMemoryStore } from "../../pipeline/store/memory.ts";
import { noTracer, type Tracer } from "../../pipeline/trace.ts";
import { createServer } from "../../web/server/create-server.ts";

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serverWith(tracer: Tracer) {
  const clock = { now: () => new Date() };
  const { ledger, close } = await openCatalogue({ file: ":memory:" }, clock.now);
  const cache = { file: async () => "" };
  const server = await createServer({ ledger, store: openMemoryStore(), cache, clock, baseUrl: "http://127.0.0.1:4747", tracer });
  closing.push(close, () => server.close());
  return server;
}

test("each request is a span with the pattern of its route, and nothing of what somebody asked for", async () => {
  const begun: unknown[][] = [];
  const tracer: Tracer = {
    ...noTracer,
    isOn: true,
    begin: (...words) => {
      begun.push(words);
      return noTracer.begin("", "request", {});
    },
  };
  const server = await serverWith(tracer);
  await server.inject("/items/HN.secret?q=a-question");
  expect(begun.length).toBe(1);
  const [name, kind, attributes, agoMs] = begun[0] ?? [];
  expect({ name, kind, attributes }).toEqual({
    name: "GET /items/:item",
    kind: "request",
    attributes: { "http.request.method": "GET", "http.route": "/items/:item", "http.response.status_code": 404 },
  });
  expect(agoMs).toBeGreaterThan(0);
  expect(JSON.stringify(begun)).not.toMatch(/secret|question/);
});

test("where no traces are wanted no request is looked at", async () => {
  const begun: unknown[] = [];
  const begin: Tracer["begin"] = (...words) => {
    begun.push(words);
    return noTracer.begin("", "request", {});
  };
  const server = await serverWith({ ...noTracer, begin });
  await server.inject("/health");
  expect(begun).toEqual([]);
});
