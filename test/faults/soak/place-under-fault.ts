/** A place with everything in it that a soak can break, and how it is put right again. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../fixtures/free-port.ts";
import { PostgresServer } from "../../fixtures/postgres-server.ts";
import { RedisServer } from "../../fixtures/redis-server.ts";
import { FaultProxy } from "../fault-proxy.ts";
import type { Place } from "../house/place.ts";
import { LyingS3 } from "../lying-s3.ts";

/** One machine with its files on a disk of its own where that can be had, or the three services. */
export interface PlaceUnderFault {
  /** For the processes under fault. */
  readonly place: Place;
  /** For who looks on: past the proxy. */
  readonly quiet: Place;
  readonly redis?: RedisServer;
  readonly postgres?: PostgresServer;
  readonly proxy?: FaultProxy;
  readonly s3?: LyingS3;
  /** A small disk that can be filled. */
  readonly disk?: string;
  discard(): Promise<void>;
}

const DISK_MIB = 256;

/** SQLite and a folder. */
export async function oneMachine(): Promise<PlaceUnderFault> {
  const home = await mkdtemp(join(tmpdir(), "sohoa-soak-"));
  const isDisk = process.platform === "linux" && process.getuid?.() === 0 && mounted(home);
  return {
    place: { home },
    quiet: { home },
    ...(isDisk ? { disk: home } : {}),
    async discard() {
      if (isDisk) spawnSync("umount", ["-l", home]);
      await rm(home, { recursive: true, force: true });
    },
  };
}

function mounted(folder: string): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MIB}m`, "tmpfs", folder]).status === 0;
}

/** PostgreSQL, Redis and an S3 server that lies when told to, behind a line that breaks when told to. */
export async function threeServices(): Promise<PlaceUnderFault> {
  const home = await mkdtemp(join(tmpdir(), "sohoa-soak-"));
  const postgres = new PostgresServer(await freePort());
  postgres.start();
  postgres.createDatabase();
  const redis = new RedisServer(await freePort());
  await redis.start();
  const s3 = await LyingS3.start();
  const proxy = await FaultProxy.start(new URL(s3.url));
  const shared = { home, databaseUrl: postgres.url, redisUrl: redis.url };
  return {
    place: { ...shared, s3Endpoint: proxy.url },
    quiet: { ...shared, s3Endpoint: s3.url },
    postgres,
    redis,
    proxy,
    s3,
    async discard() {
      await redis.discard();
      postgres.discard();
      await proxy.stop();
      await s3.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** Take all room on a disk, or give it back. */
export function fill(disk: string, isFull: boolean): void {
  const filler = join(disk, "filler");
  if (isFull) spawnSync("dd", ["if=/dev/zero", `of=${filler}`, "bs=1M"], { stdio: "ignore" });
  else execFileSync("rm", ["-f", filler]);
}
