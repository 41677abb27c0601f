/** The composition root: the only file that picks adapters. */
import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { type Catalogue, openCatalogue } from "../catalogue/open.ts";
import type { Config } from "../config/schema.ts";
import { systemClock } from "../pipeline/clock.ts";
import type { Intake } from "../pipeline/intake.ts";
import { killAt } from "../pipeline/killpoint.ts";
import type { Log } from "../pipeline/log.ts";
import { silentLog } from "../pipeline/log.ts";
import { ObjectCache } from "../pipeline/object-cache.ts";
import { openLocalQueue } from "../pipeline/queue/local.ts";
import type { Queue } from "../pipeline/queue/queue.ts";
import type { Reconciler } from "../pipeline/reconcile.ts";
import { openFilesystemStore } from "../pipeline/store/filesystem.ts";
import type { Store } from "../pipeline/store/store.ts";
import type { WorkerOptions } from "../pipeline/worker.ts";
import { workflow } from "../stages/workflow.ts";
import { PACKAGE_ROOT, VERSION } from "./package-root.ts";

/** Everything a command can use: ports with their adapters picked, and the options of the machine made from them. */
export interface Services extends Intake, Reconciler {
  readonly config: Config;
  readonly holdings: Catalogue["holdings"];
  readonly search: Catalogue["search"];
  readonly users: Catalogue["users"];
  readonly cache: ObjectCache;
  readonly clock: typeof systemClock;
  readonly worker: WorkerOptions;
  readonly log: Log;
  close(): Promise<void>;
}

/** Open catalogue, store and queue as the configuration says. */
export async function compose(config: Config, options: { readonly verbose?: boolean } = {}): Promise<Services> {
  await mkdir(config.home, { recursive: true });
  const log = options.verbose ? jsonLog() : silentLog;
  const now = () => systemClock.now();
  const catalogue = await openCatalogue(
    config.databaseUrl ? { databaseUrl: config.databaseUrl } : { file: join(config.home, "catalogue.sqlite") },
    now,
  );
  const store = await openStore(config);
  const queue = await openQueue(config, catalogue.ledger);
  const cache = new ObjectCache(store, join(config.home, "cache"), config.cacheMiB * 2 ** 20);
  const owner = `${hostname()}-${process.pid}`;
  const { ledger } = catalogue;
  const shared = {
    ledger,
    store,
    queue,
    cache,
    workflow,
    log,
    owner,
    clock: systemClock,
    agent: `sohoa ${VERSION}`,
    onPoint: killAt(process.env["SOHOA_KILLPOINT"]),
  };
  const { lanes, leaseSeconds, maxAttempts, maxResidentMiB, reconcileSeconds } = config.worker;
  const child = { entry: stageChild(), maxResidentMiB, log };
  return {
    ...shared,
    config,
    holdings: catalogue.holdings,
    search: catalogue.search,
    users: catalogue.users,
    maxAttempts,
    everySeconds: reconcileSeconds,
    worker: { ...shared, lanes, leaseSeconds, maxAttempts, child, scratch: join(config.home, "scratch", "workers") },
    async close() {
      await queue.close();
      await store.close();
      await catalogue.close();
    },
  };
}

// The clients of Redis and S3 are loaded only where they are used: every command starts without them on one machine.
async function openQueue(config: Config, ledger: Catalogue["ledger"]): Promise<Queue> {
  if (!config.redisUrl) return openLocalQueue(ledger);
  const { openBullQueue } = await import("../pipeline/queue/bullmq.ts");
  return openBullQueue({ redisUrl: config.redisUrl }, ledger);
}

async function openStore(config: Config): Promise<Store> {
  if (config.s3) {
    const { openS3Store } = await import("../pipeline/store/s3.ts");
    return await openS3Store(config.s3);
  }
  return await openFilesystemStore(join(config.home, "store"));
}

/** Sources run through tsx, the built package as plain JavaScript: the child is of the same kind as this file. */
function stageChild(): string {
  const isSource = import.meta.filename.endsWith(".ts");
  return isSource ? join(PACKAGE_ROOT, "cli/stage-child.ts") : join(import.meta.dirname, "stage-child.js");
}

function jsonLog(): Log {
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination({ dest: 2, sync: true }));
  return {
    info: (event, fields) => logger.info({ event, ...fields }),
    warn: (event, fields) => logger.warn({ event, ...fields }),
  };
}
