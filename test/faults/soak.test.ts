/**
 * F41: random faults every few seconds over a running house with several workers. Lasts for SOHOA_SOAK_SECONDS at each place;
 * SOHOA_SEED repeats the order in which things happened.
 */
import { test } from "vitest";
import { hasPostgresServer } from "../fixtures/postgres-server.ts";
import { hasRedisServer } from "../fixtures/redis-server.ts";
import { tell } from "./figure.ts";
import { oneMachine, threeServices } from "./soak/place-under-fault.ts";
import { type Soaked, soak } from "./soak/soak.ts";

const SECONDS = Number(process.env["SOHOA_SOAK_SECONDS"] ?? 25);
const SEED = Number(process.env["SOHOA_SEED"] ?? Date.now() % 1e6);
/** Coming to rest takes longer than the faults where the machine is busy. */
const PATIENCE_MS = 300_000 + SECONDS * 6000;

const places = [
  { where: "one machine: SQLite and a folder", open: oneMachine, isHere: process.platform !== "win32" },
  { where: "PostgreSQL, Redis and S3", open: threeServices, isHere: hasPostgresServer && hasRedisServer },
];

test.concurrent.for(places)(
  "a soak over $where loses nothing, does nothing twice, and leaves nothing behind",
  { timeout: PATIENCE_MS },
  async ({ open, isHere }, { expect, skip, task, onTestFinished }) => {
    // What happens is drawn anew each time: that belongs to the battery, not between a change and its landing.
    if (process.env["SOHOA_SOAK_SECONDS"] === undefined) skip("lasts for SOHOA_SOAK_SECONDS; npm run faults F41 sets it");
    if (!isHere) skip("needs PostgreSQL and Redis");
    const world = await open();
    onTestFinished(() => world.discard());
    const said: string[] = [];
    const result = await soak(world, { seconds: SECONDS, seed: SEED, say: (line) => said.push(line) });
    const story = `seed ${SEED}: ${said.join(" · ")}`;
    expect(result.outcome, story).toEqual(result.expected);
    expect(result, story).toMatchObject({ madeTwice: [], addedAgain: 0, waiting: 0, left: [] });
    expect(result.ends, story).toEqual(result.ends.map(() => 0));
    // Pipes to its children come and go; a leak grows with every task.
    expect(result.openFiles, story).toBeLessThan(20);
    expect(result.residentMiB, story).toBeLessThan(200);
    expect(result.redisKeys, story).toBeLessThan(60);
    tell({ task }, figureOf(result));
  },
);

function figureOf({ faults, kills, triedAgain, outcome, openFiles, residentMiB, redisKeys }: Soaked): string {
  const signed = (count: number) => (count >= 0 ? `+${count}` : String(count));
  return [
    `${SECONDS} s, seed ${SEED}: ${faults.length} faults of ${new Set(faults).size} kinds, ${kills} kills, ${outcome.pages} pages`,
    `${triedAgain} set aside and tried again`,
    `steady worker ${signed(openFiles)} open files, ${signed(residentMiB)} MiB`,
    ...(redisKeys > 0 ? [`${redisKeys} Redis keys`] : []),
  ].join(", ");
}
