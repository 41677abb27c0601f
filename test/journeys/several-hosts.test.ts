import { randomBytes } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { freshSchema } from "../contracts/postgres.ts";
import { type Started, sohoa, temporaryHome } from "../fixtures/command-line.ts";
import { freePort } from "../fixtures/free-port.ts";
import { itemDigests } from "../fixtures/item-digests.ts";
import { CENTRE_ADDRESS, canMakeNetworks, NetworkOfHosts } from "../fixtures/network-hosts.ts";
import { hasRedisServer, RedisServer } from "../fixtures/redis-server.ts";
import { DATABASE_URL, hasPostgres, hasS3, S3 } from "../services.ts";

/**
 * Three worker hosts and a server on a network of their own, against one Redis, PostgreSQL and S3. Each host has a home of its
 * own and takes its own stages; one of them is cut off while it works. Needs root, for the network.
 */
const BATCH = "HN.hosts";
const LATER = "HN.later";
const PAGES = 4;
const STAGES = {
  pictures: ["inspect", "image-cleanup", "access-image"],
  reading: ["layout", "ocr"],
  everything: [],
};
type Host = keyof typeof STAGES;
const bucket = `sohoa-${randomBytes(6).toString("hex")}`;

const can = canMakeNetworks && hasRedisServer && hasPostgres && hasS3;

describe.skipIf(!can)("several hosts on one Redis, PostgreSQL and S3", () => {
  let root: { readonly home: string; remove(): Promise<void> };
  let schema: { readonly databaseUrl: string; drop(): Promise<void> };
  let redis: RedisServer;
  let rows: pg.Client;
  const network = new NetworkOfHosts();
  const workers = new Map<Host, Started>();
  let outside: Readonly<Record<string, string>>;
  let inside: Readonly<Record<string, string>>;
  const undisturbed = new Map<string, readonly string[]>();

  beforeAll(async () => {
    root = await temporaryHome();
    schema = await freshSchema();
    redis = new RedisServer(await freePort());
    await redis.start();
    rows = new pg.Client({ connectionString: schema.databaseUrl });
    await rows.connect();
    await network.open([
      { url: redis.url, port: 6379 },
      { url: DATABASE_URL, port: 5432 },
      { url: S3.endpoint, port: 9000 },
    ]);
    outside = settings(redis.url, schema.databaseUrl, S3.endpoint);
    inside = settings(`redis://${CENTRE_ADDRESS}:6379`, atCentre(schema.databaseUrl, 5432), `http://${CENTRE_ADDRESS}:9000`);
    for (const [name, pages] of [
      [BATCH, PAGES],
      [LATER, 1],
    ] as const) {
      await makeSampleBook(join(root.home, name), { pages, width: 700, height: 900 });
      const home = join(root.home, "undisturbed");
      const added = await sohoa(["add", join(root.home, name), "--wait", "--json", "--home", home]);
      expect(added.envelope).toMatchObject({ ok: true, data: { state: "complete" } });
      undisturbed.set(name, await itemDigests({ file: join(home, "catalogue.sqlite") }, name));
    }
    await sohoa(["status", "--home", join(root.home, "office")], outside);
    for (const host of Object.keys(STAGES) as Host[]) network.join(host);
  }, 600_000);

  afterAll(async () => {
    for (const { child } of workers.values()) child.kill("SIGKILL");
    await Promise.all([...workers.values()].map(({ ended }) => ended));
    await network.discard();
    await rows?.end();
    await redis?.discard();
    await schema?.drop();
    await root?.remove();
  });

  function settings(redisUrl: string, databaseUrl: string, endpoint: string): Readonly<Record<string, string>> {
    return {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      S3_ENDPOINT: endpoint,
      S3_ACCESS_KEY: S3.accessKey,
      S3_SECRET_KEY: S3.secretKey,
      S3_BUCKET: bucket,
      SOHOA_LEASE_SECONDS: "6",
      SOHOA_RECONCILE_SECONDS: "1",
    };
  }

  const work = (host: Host) => {
    const stages = STAGES[host].length > 0 ? ["--stage", ...STAGES[host]] : [];
    workers.set(host, network.start(host, ["work", "--lanes", "1", "--home", join(root.home, host), ...stages], inside));
  };
  const office = (...args: string[]) => sohoa([...args, "--json", "--home", join(root.home, "office")], outside);
  const add = (name: string) => office("add", join(root.home, name));

  /** Ask the catalogue until it gives a row; the test's own limit ends it. */
  async function seen(question: string, ...values: readonly string[]): Promise<void> {
    while ((await rows.query(question, [...values])).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const leasedBy = "select 1 from task where state = 'leased' and lease_owner like $1";
  const published = "select 1 from current where role = 'publication' and item_id = $1";
  const ownerOf = (host: Host) => `%-${workers.get(host)?.child.pid}#%`;

  /** Each finished step of a subject is one event, and no step was finished twice. */
  async function expectNothingTwice(): Promise<void> {
    const told = await rows.query("select subject, stage, count(*)::int as times from event group by subject, stage, derivation");
    expect(told.rows.length).toBeGreaterThan(PAGES * STAGES.pictures.length);
    expect(told.rows.filter(({ times }) => times !== 1)).toEqual([]);
  }

  async function expectSound(pages: number): Promise<void> {
    expect((await office("fsck", "--no-grace")).envelope).toMatchObject({ ok: true, counts: { pages, findings: 0 } });
  }

  test("finish a batch though one of them is cut off at work, nothing twice, with the digests of a run on one machine", async () => {
    for (const host of Object.keys(STAGES) as Host[]) work(host);
    await add(BATCH);
    await seen(leasedBy, ownerOf("reading"));
    network.cutOff("reading");
    // Its leases run out: the others give its work to each other.
    await seen(`select 1 where not exists (${leasedBy})`, ownerOf("reading"));
    await seen(published, BATCH);
    expect(await itemDigests({ databaseUrl: schema.databaseUrl }, BATCH)).toEqual(undisturbed.get(BATCH));
    await expectNothingTwice();
    await expectSound(PAGES);
  }, 600_000);

  test("take the lost host back when its cable is put in again: it does what it is there for", async () => {
    network.letBack("reading");
    // Nobody else takes pages to read, so what is read now was read by the host that was away.
    const everything = workers.get("everything");
    everything?.child.kill("SIGTERM");
    expect((await everything?.ended)?.exit).toBe(0);
    await add(LATER);
    await seen("select 1 from current where role = 'text/machine' and item_id = $1", LATER);
    work("everything");
    await seen(published, LATER);
    expect(await itemDigests({ databaseUrl: schema.databaseUrl }, LATER)).toEqual(undisturbed.get(LATER));
    await expectNothingTwice();
    await expectSound(PAGES + 1);
  }, 600_000);

  test("reach a server that is ready, and all end in order when asked to", async () => {
    const server = network.start(
      "centre",
      ["serve", "--host", CENTRE_ADDRESS, "--port", "4747", "--home", join(root.home, "server")],
      inside,
    );
    const ready = () => network.statusFrom("pictures", `http://${CENTRE_ADDRESS}:4747/ready`);
    while ((await ready()) !== 200) await new Promise((resolve) => setTimeout(resolve, 200));
    for (const started of [...workers.values(), server]) started.child.kill("SIGTERM");
    const ends = await Promise.all([...workers.values(), server].map(({ ended }) => ended));
    expect(ends.map(({ exit }) => exit)).toEqual([0, 0, 0, 0]);
    expect((await rows.query("select 1 from task where state in ('failed', 'quarantined', 'leased')")).rowCount).toBe(0);
  }, 600_000);
});

function atCentre(url: string, port: number): string {
  const there = new URL(url);
  there.hostname = CENTRE_ADDRESS;
  there.port = String(port);
  return there.href;
}
