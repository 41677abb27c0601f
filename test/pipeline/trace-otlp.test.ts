import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { Log } from "../../pipeline/log.ts";
import { silentLog } from "../../pipeline/log.ts";
import { openOtlpTracer } from "../../pipeline/trace-otlp.ts";
import { openToyHouse } from "../fixtures/toy-house.ts";

/** What opentelemetry-proto says of an ExportTraceServiceRequest in JSON, as far as we use it, and nothing else. */
const value = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
  z.strictObject({ doubleValue: z.number() }),
]);
const attributes = z.array(z.strictObject({ key: z.string(), value }));
const nanoseconds = z.string().regex(/^\d{19}$/);
const span = z.strictObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  name: z.string(),
  kind: z.int().min(1).max(5),
  startTimeUnixNano: nanoseconds,
  endTimeUnixNano: nanoseconds,
  attributes,
  status: z.strictObject({ code: z.literal(2), message: z.string() }).optional(),
});
const message = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes }),
      scopeSpans: z.array(z.strictObject({ scope: z.strictObject({ name: z.string() }), spans: z.array(span) })),
    }),
  ),
});
type Received = z.infer<typeof span>;

let server: Server | undefined;
afterEach(() => server?.close());

/** A receiver that takes only what the protocol allows. */
async function receiver(): Promise<{ readonly url: string; readonly spans: Received[]; readonly refused: string[] }> {
  const [spans, refused]: [Received[], string[]] = [[], []];
  const own = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString("utf8");
    const parsed = message.safeParse(JSON.parse(body));
    if (!parsed.success || request.url !== "/v1/traces" || request.headers["content-type"] !== "application/json")
      refused.push(parsed.error?.message ?? `${request.url}`);
    for (const { scopeSpans } of parsed.data?.resourceSpans ?? []) for (const scope of scopeSpans) spans.push(...scope.spans);
    response.setHeader("content-type", "application/json").end("{}");
  });
  server = own;
  await new Promise<void>((resolve) => own.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(own.address() as AddressInfo).port}`, spans, refused };
}

async function workTraced(url: string, texts: Readonly<Record<string, string>>, log: Log = silentLog): Promise<void> {
  const house = await openToyHouse();
  const tracer = openOtlpTracer({ url, service: { "service.name": "sohoa" }, log });
  Object.assign(house.worker, { tracer });
  await house.add(texts);
  await house.settle();
  await tracer.close();
  expect((await house.fsck()).findings).toEqual([]);
  await house.close();
}

const words = (one: Received) => Object.fromEntries(one.attributes.map(({ key, value: held }) => [key, Object.values(held)[0]]));

describe("traces of work", () => {
  test("name each attempt of a task, with its steps inside it, in the protocol's own form", async () => {
    const { url, spans, refused } = await receiver();
    await workTraced(url, { "1.txt": "one" });
    expect(refused).toEqual([]);
    const task = spans.find(({ name }) => name === "task shout");
    expect(words(task as Received)).toMatchObject({ "sohoa.item": "T.1", "sohoa.subject": "p-1.txt", "sohoa.attempt": "1" });
    expect(words(task as Received)).toMatchObject({ "sohoa.outcome": "made" });
    expect(task).toMatchObject({ kind: 5 });
    const steps = spans.filter(({ parentSpanId }) => parentSpanId === task?.spanId);
    expect(steps.map(({ name }) => name)).toEqual(["fetch inputs", "run shout", "store outputs", "finish"]);
    for (const step of steps) {
      expect(step.traceId).toBe(task?.traceId);
      expect(BigInt(step.startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(task?.startTimeUnixNano ?? 0));
      expect(BigInt(step.endTimeUnixNano)).toBeLessThanOrEqual(BigInt(task?.endTimeUnixNano ?? 0));
    }
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  }, 120_000);

  test("say which step failed and why, and nothing of what stands on the page", async () => {
    const { url, spans } = await receiver();
    await workTraced(url, { "1.txt": "refuse: a secret word" });
    const failed = spans.filter(({ status }) => status !== undefined);
    expect(failed.map(({ name, status }) => `${name} ${status?.message}`)).toEqual([
      "run shout IMG-CORRUPT",
      "task shout IMG-CORRUPT",
    ]);
    expect(JSON.stringify(spans)).not.toContain("secret");
  }, 120_000);

  test("to a receiver that is not there cost spans and no work, and are told once a message", async () => {
    const lost: unknown[] = [];
    const log: Log = { info() {}, warn: (event, fields) => lost.push([event, fields?.["count"]]) };
    await workTraced("http://127.0.0.1:9", { "1.txt": "one" }, log);
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.every((each) => (each as string[])[0] === "traces-lost")).toBe(true);
  }, 120_000);
});
