/**
 * How many tasks a second go through each queue over each catalogue, and what registering very many pages costs.
 * Run: npx tsx bench/queue.ts [tasks] [pages] [catalogue] [queue]
 * (default 2000 and 100000 through all; Redis and PostgreSQL as in test/services.ts). For figures of memory name one
 * catalogue and one queue, so that a process does not show what an earlier combination left.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Catalogue, openCatalogue } from "../catalogue/open.ts";
import type { Ledger } from "../pipeline/ledger.ts";
import type { DueTask } from "../pipeline/ledger-rows.ts";
import { openBullQueue } from "../pipeline/queue/bullmq.ts";
import { openLocalQueue } from "../pipeline/queue/local.ts";
import type { Queue } from "../pipeline/queue/queue.ts";
import { dueTask, newPage, PROFILE, result } from "../test/contracts/ledger-values.ts";
import { freshSchema } from "../test/contracts/postgres.ts";
import { hasPostgres, hasRedis, REDIS_URL } from "../test/services.ts";

const TAKERS = 4;
const PAGES_PER_ITEM = 250;
const MEBIBYTE = 1024 * 1024;

const [tasks = 2000, pages = 100_000] = process.argv.slice(2, 4).map(Number);
const [onlyCatalogue, onlyQueue] = process.argv.slice(4);

interface Place {
  readonly name: string;
  open(): Promise<{ readonly catalogue: Catalogue; discard(): Promise<void> }>;
}

const sqlite: Place = {
  name: "SQLite",
  async open() {
    const folder = await mkdtemp(join(tmpdir(), "sohoa-bench-"));
    const catalogue = await openCatalogue({ file: join(folder, "catalogue.sqlite") }, () => new Date());
    return { catalogue, discard: () => rm(folder, { recursive: true }) };
  },
};

const postgres: Place = {
  name: "PostgreSQL",
  async open() {
    const { databaseUrl, drop } = await freshSchema();
    return { catalogue: await openCatalogue({ databaseUrl }, () => new Date()), discard: drop };
  },
};

const places = (hasPostgres ? [sqlite, postgres] : [sqlite]).filter(({ name }) => name === (onlyCatalogue ?? name));
const queues: readonly { readonly name: string; open(ledger: Ledger): Queue }[] = [
  { name: "local", open: openLocalQueue },
  ...(hasRedis ? [{ name: "BullMQ", open: openBull }] : []),
].filter(({ name }) => name === (onlyQueue ?? name));

function openBull(ledger: Ledger): Queue {
  return openBullQueue({ redisUrl: REDIS_URL, prefix: `bench-${randomBytes(4).toString("hex")}` }, ledger);
}

/** Register so many pages, an item each 250, and make one task for each. Calls back after each item. */
async function register(ledger: Ledger, queue: Queue, count: number, onItem: (registered: number) => void): Promise<void> {
  for (let from = 0; from < count; from += PAGES_PER_ITEM) {
    const itemId = `item-${from}`;
    await ledger.openBatch({ id: itemId, itemId, shelfmark: itemId, profile: PROFILE });
    const ids = Array.from({ length: Math.min(PAGES_PER_ITEM, count - from) }, (_, n) => `p${from + n}`);
    await ledger.addPages(
      itemId,
      ids.map((id) => newPage(id)),
      "bench",
    );
    const due: DueTask[] = ids.map((id) => dueTask(id, "bench", { itemId }));
    await queue.announce(await ledger.ensureTasks(due));
    // SQLite answers without a turn of the event loop, and native memory is only given back in one. Real intake reads files.
    await new Promise((resolve) => setImmediate(resolve));
    onItem(from + ids.length);
  }
}

async function drain(ledger: Ledger, queue: Queue, count: number): Promise<void> {
  const done = new AbortController();
  let finished = 0;
  const lane = async (owner: string) => {
    for (;;) {
      const task = await queue.take({ owner, leaseSeconds: 60 }, done.signal);
      if (!task) return;
      if (await ledger.finish(task, result(`report on ${task.subject}`))) finished += 1;
      if (finished === count) done.abort();
    }
  };
  await Promise.all(Array.from({ length: TAKERS }, (_, n) => lane(`taker-${n}`)));
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

function row(...cells: readonly (string | number)[]): void {
  console.log(cells.map((cell, n) => (n < 2 ? String(cell).padEnd(11) : String(cell).padStart(13))).join(" "));
}

async function throughput(place: Place, make: (typeof queues)[number]): Promise<void> {
  const { catalogue, discard } = await place.open();
  const queue = make.open(catalogue.ledger);
  const adding = await seconds(() => register(catalogue.ledger, queue, tasks, () => {}));
  const draining = await seconds(() => drain(catalogue.ledger, queue, tasks));
  row(place.name, make.name, tasks, (tasks / adding).toFixed(0), (tasks / draining).toFixed(0));
  await queue.clear();
  await queue.close();
  await catalogue.close();
  await discard();
}

async function volume(place: Place, make: (typeof queues)[number]): Promise<void> {
  const { catalogue, discard } = await place.open();
  const queue = make.open(catalogue.ledger);
  const residentMiB: number[] = [];
  const step = Math.max(PAGES_PER_ITEM, Math.round(pages / 5 / PAGES_PER_ITEM) * PAGES_PER_ITEM);
  const adding = await seconds(() =>
    register(catalogue.ledger, queue, pages, (registered) => {
      if (registered % step === 0) residentMiB.push(Math.round(process.memoryUsage.rss() / MEBIBYTE));
    }),
  );
  // What `sohoa status` asks over all items.
  const counting = await seconds(() => catalogue.ledger.tallies());
  const taking = await seconds(() => queue.take({ owner: "bench", leaseSeconds: 60 }, new AbortController().signal));
  row(
    place.name,
    make.name,
    pages,
    adding.toFixed(1),
    (counting * 1000).toFixed(1),
    (taking * 1000).toFixed(1),
    residentMiB.join(" → "),
  );
  await queue.clear();
  await queue.close();
  await catalogue.close();
  await discard();
}

row("catalogue", "queue", "tasks", "register /s", "take+finish /s");
if (tasks > 0) for (const place of places) for (const make of queues) await throughput(place, make);
console.log();
row("catalogue", "queue", "pages", "register s", "status ms", "one take ms", "  resident MiB at each fifth");
if (pages > 0) for (const place of places) for (const make of queues) await volume(place, make);
