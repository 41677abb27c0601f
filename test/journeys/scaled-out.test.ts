import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { freshSchema } from "../contracts/postgres.ts";
import { sohoa, start, temporaryHome } from "../fixtures/command-line.ts";
import { freePort } from "../fixtures/free-port.ts";
import { itemDigests } from "../fixtures/item-digests.ts";
import { hasRedisServer, RedisServer } from "../fixtures/redis-server.ts";
import { hasPostgres, hasS3, S3 } from "../services.ts";

/** The same small book through one machine's folder and through Redis, PostgreSQL and S3. */
const BATCH = "HN.scaled";
const PAGES = 3;

interface Place {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

async function expectSound(place: Place): Promise<void> {
  const fsck = await sohoa(["fsck", "--no-grace", "--json", "--home", place.home], place.env);
  expect(fsck.envelope).toMatchObject({ ok: true, counts: { pages: PAGES, findings: 0 } });
}

describe.skipIf(!(hasRedisServer && hasPostgres && hasS3))("the same batch on Redis, PostgreSQL and S3", () => {
  let root: { readonly home: string; remove(): Promise<void> };
  let schema: { readonly databaseUrl: string; drop(): Promise<void> };
  let redis: RedisServer;
  let folder: string;
  let embedded: readonly string[];
  let place: Place;

  beforeAll(async () => {
    root = await temporaryHome();
    schema = await freshSchema();
    redis = new RedisServer(await freePort());
    await redis.start();
    folder = join(root.home, BATCH);
    await makeSampleBook(folder, { pages: PAGES, width: 900, height: 1200 });
    const one = join(root.home, "embedded");
    const added = await sohoa(["add", folder, "--wait", "--json", "--home", one]);
    expect(added.envelope).toMatchObject({ ok: true, data: { state: "complete" } });
    embedded = await itemDigests({ file: join(one, "catalogue.sqlite") }, BATCH);
    place = {
      home: join(root.home, "scaled"),
      env: {
        DATABASE_URL: schema.databaseUrl,
        REDIS_URL: redis.url,
        S3_ENDPOINT: S3.endpoint,
        S3_ACCESS_KEY: S3.accessKey,
        S3_SECRET_KEY: S3.secretKey,
        S3_BUCKET: `sohoa-${randomBytes(6).toString("hex")}`,
        SOHOA_LEASE_SECONDS: "5",
        SOHOA_RECONCILE_SECONDS: "1",
      },
    };
  }, 180_000);

  afterAll(async () => {
    await redis?.discard();
    await schema?.drop();
    await root?.remove();
  });

  test("gives the digests of the embedded run, though Redis is flushed and a worker killed on the way", async () => {
    const { home, env } = place;
    const first = start(["work", "--lanes", "1", "--home", home], { ...env, SOHOA_KILLPOINT: "stored@image-cleanup:2" });
    await sohoa(["add", folder, "--json", "--home", home], env);
    expect((await first.ended).signal).toBe("SIGKILL");
    await redis.command("flushall");
    const second = start(["work", "--lanes", "2", "--home", home], env);
    const waited = await sohoa(["add", folder, "--wait", "--json", "--home", home], env);
    expect(waited.envelope).toMatchObject({ ok: true, counts: { added: 0, known: PAGES }, data: { state: "complete" } });
    second.child.kill("SIGTERM");
    expect((await second.ended).exit).toBe(0);
    expect(await itemDigests({ databaseUrl: schema.databaseUrl }, BATCH)).toEqual(embedded);
    await expectSound(place);
  }, 240_000);
});
