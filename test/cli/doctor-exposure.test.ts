/** S25: services that obey strangers are found by trying, as a stranger would. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { Context } from "../../cli/command.ts";
import { exposedQueue, exposedStore } from "../../cli/doctor-exposure.ts";
import { configSchema } from "../../config/schema.ts";
import { freePort } from "../fixtures/free-port.ts";
import { hasRedisServer, RedisServer } from "../fixtures/redis-server.ts";
import { hasS3, S3 } from "../services.ts";

/** Another address of this machine, which stands for the one that the network sees. */
const OUTSIDE = ["127.0.0.2"];

function context(changes: object): Context {
  const say = (key: string, facts: object = {}) => `${key} ${JSON.stringify(facts)}`;
  return { config: configSchema.parse({ home: "/nowhere", ...changes }), say } as unknown as Context;
}

describe.skipIf(!hasRedisServer)("a Redis", () => {
  let redis: RedisServer;
  afterEach(async () => await redis.discard());

  async function started(...options: readonly string[]): Promise<Context> {
    redis = new RedisServer(await freePort());
    await redis.start(...options);
    return context({ redisUrl: redis.url });
  }

  test("that obeys anybody at every address fails the doctor", async () => {
    const open = await started("--bind", "127.0.0.1", "127.0.0.2", "--protected-mode", "no");
    await expect(exposedQueue(open, OUTSIDE)).rejects.toMatchObject({ code: "EXPOSED-QUEUE", exit: "config" });
  }, 60_000);

  test("that listens on this machine only, or asks for a password, passes", async () => {
    const inner = await started();
    expect((await exposedQueue(inner, OUTSIDE)).detail).toContain("doctor.asks");
    await redis.command("config", "set", "requirepass", "a-long-secret");
    expect((await exposedQueue(inner, ["127.0.0.1"])).detail).toContain("doctor.asks");
  }, 60_000);
});

describe("an object store", () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());

  async function answering(status: number): Promise<string> {
    const own = createServer((_, response) => response.writeHead(status).end());
    server = own;
    await new Promise<void>((resolve) => own.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
  }
  const keys = { accessKey: "library", secretKey: "a-long-secret" };

  test("that shows its list to anybody fails the doctor, as store and as second copy", async () => {
    const endpoint = await answering(200);
    const code = { code: "EXPOSED-STORE", exit: "config" };
    await expect(exposedStore(context({ s3: { endpoint, ...keys } }))).rejects.toMatchObject(code);
    await expect(exposedStore(context({ copy2: { s3: { endpoint, ...keys, bucket: "second" } } }))).rejects.toMatchObject(code);
  });

  test("that refuses strangers passes, unless its password is the one it came with", async () => {
    const endpoint = await answering(403);
    expect((await exposedStore(context({ s3: { endpoint, ...keys } }))).detail).toContain(endpoint);
    const delivered = { endpoint, accessKey: "minioadmin", secretKey: "minioadmin" };
    await expect(exposedStore(context({ s3: delivered }))).rejects.toMatchObject({ code: "EXPOSED-KEY" });
    expect((await exposedStore(context({}))).detail).toContain("doctor.no-s3");
  });

  test.skipIf(!hasS3)("of the tests refuses strangers", async () => {
    expect((await exposedStore(context({ s3: { ...S3, bucket: "any" } }))).detail).toContain("doctor.asks");
  });
});
