import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { type Started, sohoa, start, temporaryHome } from "../fixtures/command-line.ts";

/** Two workers on one home are replaced one after the other while a book goes through them. */
const BATCH = "HN.rolling";
const PAGES = 4;

let home: string;
let remove: () => Promise<void>;
let catalogue: Awaited<ReturnType<typeof openCatalogue>>;
const started: Started[] = [];

beforeAll(async () => {
  ({ home, remove } = await temporaryHome());
  await makeSampleBook(join(home, BATCH), { pages: PAGES, width: 700, height: 900 });
  catalogue = await openCatalogue({ file: join(home, "catalogue.sqlite") }, () => new Date());
});
afterAll(async () => {
  for (const { child } of started) child.kill("SIGKILL");
  await Promise.all(started.map(({ ended }) => ended));
  await catalogue.close();
  await remove();
});

function startWorker(): Started {
  const worker = start(["work", "--lanes", "1", "--home", home], { SOHOA_LEASE_SECONDS: "600", SOHOA_RECONCILE_SECONDS: "1" });
  started.push(worker);
  return worker;
}

/** The worker holds a task at this moment: it is asked to end in the middle of it. */
async function atWork({ child }: Started): Promise<void> {
  for (;;) {
    const leased = await catalogue.ledger.tasks({ itemId: BATCH, states: ["leased"] });
    if (leased.some(({ leaseOwner }) => leaseOwner?.includes(`-${child.pid}#`))) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe("a worker that is asked to end (SIGTERM)", () => {
  test("finishes what it has, takes nothing more, and no task fails or is done again by it", async () => {
    let [first, second] = [startWorker(), startWorker()];
    expect((await sohoa(["add", join(home, BATCH), "--json", "--home", home])).envelope.ok).toBe(true);
    for (const round of ["one", "two"]) {
      await atWork(first);
      first.child.kill("SIGTERM");
      expect({ round, exit: (await first.ended).exit }).toEqual({ round, exit: 0 });
      // Its leases would last ten minutes: what it had is done, or was given back at once.
      const leased = await catalogue.ledger.tasks({ itemId: BATCH, states: ["leased"] });
      expect(leased.filter(({ leaseOwner }) => leaseOwner?.includes(`-${first.child.pid}#`))).toEqual([]);
      [first, second] = [second, startWorker()];
    }
    while (!(await catalogue.ledger.current(BATCH, "publication"))) await new Promise((resolve) => setTimeout(resolve, 100));
    const tasks = await catalogue.ledger.tasks({ itemId: BATCH });
    expect(tasks.filter(({ state }) => state !== "done")).toEqual([]);
    expect(tasks.filter(({ attempts }) => attempts !== 1)).toEqual([]);
    for (const { child } of [first, second]) child.kill("SIGTERM");
    expect((await Promise.all([first.ended, second.ended])).map(({ exit }) => exit)).toEqual([0, 0]);
    const fsck = await sohoa(["fsck", "--no-grace", "--json", "--home", home]);
    expect(fsck.envelope).toMatchObject({ ok: true, counts: { pages: PAGES, findings: 0 } });
  }, 600_000);
});
