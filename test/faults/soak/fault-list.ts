/** What may happen during a soak: each fault is over when its function returns, and nobody repairs anything by hand. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../../../cli/sample/random.ts";
import type { Lie } from "../lying-s3.ts";
import type { Crew } from "./crew.ts";
import { fill, type PlaceUnderFault } from "./place-under-fault.ts";

/** Named by the fault of the battery that it is, and what it is. */
export type SoakFault = readonly [name: string, strike: (random: Random) => Promise<void>];

/** What can happen here. */
export function faultsAt(world: PlaceUnderFault, crew: Crew): readonly SoakFault[] {
  const { redis, postgres, proxy, s3, disk } = world;
  return [
    ["F01 worker killed", () => crew.killOne()],
    ["F03 adder killed", () => crew.killAdding()],
    ["F05 worker restarted", () => crew.restartOne()],
    ["F09 worker asleep beyond its lease", () => crew.holdOne(4000)],
    ...(redis ? ofRedis(redis) : []),
    ...(postgres ? [named("F06 PostgreSQL stopped without warning and started", async () => postgres.restart())] : []),
    ...(proxy ? ofLine(proxy) : []),
    ...(s3 ? ofStore(s3) : []),
    ...(disk ? [named("F22 disk full", (random) => whileFull(disk, random))] : []),
  ];
}

const named = (name: string, strike: (random: Random) => Promise<void>): SoakFault => [name, strike];

async function whileFull(disk: string, random: Random): Promise<void> {
  fill(disk, true);
  await sleep(random.between(500, 2000));
  fill(disk, false);
}

function ofRedis(redis: NonNullable<PlaceUnderFault["redis"]>): readonly SoakFault[] {
  return [
    ["F06 Redis flushed", async () => void (await redis.command("flushall"))],
    [
      "F06 Redis killed and started empty",
      async (random) => {
        await redis.kill();
        await sleep(random.between(0, 2000));
        await redis.start();
      },
    ],
    [
      "F07 Redis full",
      async (random) => {
        await redis.command("config", "set", "maxmemory", "1");
        await sleep(random.between(500, 2000));
        await redis.command("config", "set", "maxmemory", "0");
      },
    ],
  ];
}

function ofLine(proxy: NonNullable<PlaceUnderFault["proxy"]>): readonly SoakFault[] {
  return (["reset", "end", "stall", "flip"] as const).map((what) => [
    `F17 line to the store: ${what}`,
    async (random) => {
      proxy.set({
        direction: random.chance(0.5) ? "up" : "down",
        afterBytes: random.whole(1, 3000),
        what,
        times: random.whole(1, 5),
      });
      await sleep(random.between(300, 1500));
      proxy.set(undefined);
    },
  ]);
}

function ofStore(s3: NonNullable<PlaceUnderFault["s3"]>): readonly SoakFault[] {
  const lies: readonly (readonly [Lie, number])[] = [
    ["busy", 0.3],
    ["lose-answer", 0.3],
    ["drop", 0.3],
    ["flip", 0.3],
    ["full", 1],
    ["locked", 1],
  ];
  return lies.map(([lie, share]) => [
    `F15–F20 store: ${lie}`,
    async (random) => {
      s3.lie(lie, Number.POSITIVE_INFINITY, share);
      await sleep(random.between(300, 1500));
      s3.lie(undefined);
    },
  ]);
}
