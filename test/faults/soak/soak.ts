/** Works on batches while random faults happen, then lets everything come to rest and says what is true. */
import { readdir, readFile, utimes } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Random, seededRandom } from "../../../cli/sample/random.ts";
import { isAtRest } from "../../../pipeline/at-rest.ts";
import { reconcileOnce } from "../../../pipeline/reconcile.ts";
import { openToyHouse, type ToyHouse } from "../../fixtures/toy-house.ts";
import { toyOptions } from "../house/place.ts";
import { expectedOutcome, madeTwice, outcomeOf } from "../house/texts.ts";
import { Crew } from "./crew.ts";
import { faultsAt } from "./fault-list.ts";
import type { PlaceUnderFault } from "./place-under-fault.ts";

/** How long, and with which chance. */
export interface SoakOptions {
  readonly seconds: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

const PAGES_A_BATCH = 8;
/** No further batch while so many pages are unfinished. */
const MOST_WAITING = 40;

/** Everything that must be true afterwards, and what was measured. */
export type Soaked = Awaited<ReturnType<typeof soak>>;

/** One soak. */
export async function soak(world: PlaceUnderFault, { seconds, seed, say }: SoakOptions) {
  const random = seededRandom(seed, "soak");
  const house = await openToyHouse(world.quiet.home, await toyOptions(world.quiet));
  const crew = new Crew(world.place);
  await crew.steady.isReady;
  const before = await usageOf(crew.steady.pid);
  const faults = await struck(world, { house, crew, random, seconds, say });
  say(`${faults.length} faults, ${crew.kills} kills; waiting for rest`);
  const addedAgain = await crew.addAllAgain();
  const triedAgain = await comeToRest(house, Object.keys(crew.batches));
  const after = await usageOf(crew.steady.pid);
  const waiting = world.redis ? await drained(house) : 0;
  const ends = await crew.end();
  const items = Object.keys(crew.batches);
  await house.settle(items);
  const result = {
    outcome: await outcomeOf(house, crew.batches),
    expected: await expectedOutcome(crew.batches),
    madeTwice: await madeTwice(house, items),
    ends,
    addedAgain,
    faults,
    kills: crew.kills,
    triedAgain,
    waiting,
    redisKeys: world.redis ? Number(await world.redis.command("dbsize")) : 0,
    openFiles: after.openFiles - before.openFiles,
    residentMiB: after.residentMiB - before.residentMiB,
    left: await leftOvers(house, world, items),
  };
  await house.close(true);
  return result;
}

interface Striking extends Pick<SoakOptions, "seconds" | "say"> {
  readonly house: ToyHouse;
  readonly crew: Crew;
  readonly random: Random;
}

/** A fault every few seconds, and work for everybody meanwhile. */
async function struck(world: PlaceUnderFault, { house, crew, random, seconds, say }: Striking): Promise<readonly string[]> {
  const until = performance.now() + seconds * 1000;
  const names: string[] = [];
  while (performance.now() < until) {
    if ((await unfinished(house)) < MOST_WAITING) await crew.add(PAGES_A_BATCH, random.chance(0.2));
    await sleep(random.between(200, 2500));
    const all = faultsAt(world, crew);
    const [name, strike] = all[random.whole(0, all.length - 1)] ?? ["none", async () => {}];
    say(name);
    await strike(random);
    names.push(name);
  }
  return names;
}

/** PostgreSQL may be on its way back, the disk full: then it is asked again later. */
async function unfinished(house: ToyHouse): Promise<number> {
  const counts = await house.ledger.stageCounts().catch(() => undefined);
  if (!counts) return MOST_WAITING;
  return counts.filter(({ state }) => state === "pending" || state === "leased").reduce((sum, { count }) => sum + count, 0);
}

/** A task that three workers died with is set aside: a person tries it again. @returns how many */
async function comeToRest(house: ToyHouse, items: readonly string[]): Promise<number> {
  let tried = 0;
  for (;;) {
    await reconcileOnce(house);
    const states = await Promise.all(items.map((item) => isAtRest(house.ledger, item)));
    const aside = await house.ledger.retry({ code: "TASK-POISON" });
    tried += aside.length;
    if (states.every(Boolean) && aside.length === 0) return tried;
    await sleep(200);
  }
}

/** What waits in Redis when there is nothing to do: announcements of done tasks, until a taker has thrown them away. */
async function drained(house: ToyHouse): Promise<number> {
  for (let look = 0; look < 600; look += 1) {
    if ((await house.queue.waiting()) === 0) return 0;
    await sleep(100);
  }
  return await house.queue.waiting();
}

async function usageOf(pid: number) {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
  return { openFiles: files.length, residentMiB: Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024) };
}

/** What killed processes left that is still there when its time is over and somebody works again. */
async function leftOvers(house: ToyHouse, world: PlaceUnderFault, items: readonly string[]): Promise<readonly string[]> {
  const folders = [join(world.quiet.home, "store", "objects", ".incoming"), house.worker.scratch];
  const entries = async (folder: string) => (await readdir(folder).catch(() => [])).map((name) => join(folder, name));
  for (const folder of folders) for (const path of await entries(folder)) await utimes(path, 1, 1);
  // Who opens the store clears the one, who starts to work the other.
  const next = await openToyHouse(world.quiet.home, { ...(await toyOptions(world.quiet)), owner: "next" });
  await next.settle(items);
  await next.close(true);
  return (await Promise.all(folders.map(entries))).flat();
}
