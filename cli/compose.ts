/** The composition root: the only file that picks adapters. */
import { mkdir } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { type Catalogue, openCatalogue } from "../catalogue/open.ts";
import type { Config } from "../config/schema.ts";
import { systemClock } from "../pipeline/clock.ts";
import type { ControlGround } from "../pipeline/fixity/control.ts";
import type { Copy } from "../pipeline/fixity/look.ts";
import { SecondCopy } from "../pipeline/fixity/second-copy.ts";
import type { Intake } from "../pipeline/intake.ts";
import { killAt } from "../pipeline/killpoint.ts";
import type { Log } from "../pipeline/log.ts";
import { silentLog } from "../pipeline/log.ts";
import { MemoryBudget } from "../pipeline/memory-budget.ts";
import { ObjectCache } from "../pipeline/object-cache.ts";
import { openLocalQueue } from "../pipeline/queue/local.ts";
import type { Queue } from "../pipeline/queue/queue.ts";
import type { Reconciler } from "../pipeline/reconcile.ts";
import { openFilesystemStore } from "../pipeline/store/filesystem.ts";
import type { Store } from "../pipeline/store/store.ts";
import { noTracer, type Tracer } from "../pipeline/trace.ts";
import type { WorkerOptions } from "../pipeline/worker.ts";
import { workflow } from "../stages/workflow.ts";
import { keptHoldings } from "./package/kept-holdings.ts";
import { keptSettings } from "./package/kept-settings.ts";
import { PACKAGE_ROOT, VERSION } from "./package-root.ts";
import { pixelsOf } from "./picture-pixels.ts";

/** Everything a command can use: ports with their adapters picked, and the options of the machine made from them. */
export interface Services extends Intake, Reconciler {
  readonly config: Config;
  readonly holdings: Catalogue["holdings"];
  readonly search: Catalogue["search"];
  readonly users: Catalogue["users"];
  readonly recordVersions: Catalogue["recordVersions"];
  readonly workLog: Catalogue["workLog"];
  readonly settings: Catalogue["settings"];
  readonly texts: Catalogue["texts"];
  readonly catalogueCopies: Catalogue["copies"];
  readonly observer: Catalogue["observer"];
  readonly cache: ObjectCache;
  readonly clock: typeof systemClock;
  readonly worker: WorkerOptions;
  /** Where a fault is planted before each run of checks. */
  readonly control: ControlGround;
  /** The store and, where one is set up, the second copy; opened when first asked for. */
  objectCopies(): Promise<readonly Copy[]>;
  readonly log: Log;
  readonly tracer: Tracer;
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
  const store = await openStore(config.s3, join(config.home, "store"));
  const second = new SecondCopy(config.copy2?.path, catalogue.ledger, (folder) => openStore(config.copy2?.s3, folder));
  const queue = await openQueue(config, catalogue.ledger);
  const cache = new ObjectCache(store, join(config.home, "cache"), config.cacheMiB * 2 ** 20);
  const owner = `${hostname()}-${process.pid}`;
  const { ledger } = catalogue;
  const tracer = await openTracer(config, owner, log);
  const shared = {
    tracer,
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
  const { jail, lanes, leaseSeconds, maxAttempts, maxResidentMiB, memoryMiB, reconcileSeconds } = config.worker;
  const child = { entry: stageChild(), maxResidentMiB, log };
  const memory = { budget: new MemoryBudget(memoryMiB), pixelsOf };
  return {
    ...shared,
    config,
    holdings: keptHoldings(catalogue.holdings, store),
    search: catalogue.search,
    users: catalogue.users,
    recordVersions: catalogue.recordVersions,
    workLog: catalogue.workLog,
    settings: keptSettings(catalogue.settings, store),
    texts: catalogue.texts,
    catalogueCopies: catalogue.copies,
    observer: catalogue.observer,
    maxAttempts,
    everySeconds: reconcileSeconds,
    worker: {
      ...shared,
      lanes,
      leaseSeconds,
      maxAttempts,
      child,
      jail,
      memory,
      scratch: join(config.home, "scratch", "workers"),
    },
    control: { folder: join(config.home, "scratch", "verify", owner), openStore: (folder) => openFilesystemStore(folder) },
    objectCopies: async (): Promise<readonly Copy[]> => [
      { name: "store", store },
      ...(config.copy2 ? [await second.open()] : []),
    ],
    async close() {
      await second.close();
      await queue.close();
      await tracer.close();
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

async function openStore(s3: Config["s3"], folder: string): Promise<Store> {
  if (s3) {
    const { openS3Store } = await import("../pipeline/store/s3.ts");
    return await openS3Store(s3);
  }
  return await openFilesystemStore(folder);
}

async function openTracer({ tracesUrl, library }: Config, owner: string, log: Log): Promise<Tracer> {
  if (tracesUrl === undefined) return noTracer;
  const { openOtlpTracer } = await import("../pipeline/trace-otlp.ts");
  const named = { "service.name": "sohoa", "service.version": VERSION, "service.instance.id": owner };
  return openOtlpTracer({ url: tracesUrl, service: { ...named, ...(library && { "service.namespace": library }) }, log });
}

/** Sources run through tsx, the built package as plain JavaScript: the child is of the same kind as this file. */
function stageChild(): string {
  const isSource = import.meta.filename.endsWith(".ts");
  return isSource ? join(PACKAGE_ROOT, "cli/stage-child.ts") : join(import.meta.dirname, "stage-child.js");
}

function jsonLog(): Log {
  const destination = pino.destination({ dest: 2, sync: true });
  // A log that cannot be written, as on a full disk, is no reason to stop the work.
  destination.on("error", () => {});
  const logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    info: (event, fields) => logger.info({ event, ...fields }),
    warn: (event, fields) => logger.warn({ event, ...fields }),
  };
}

/** A catalogue of its own in a new file, for rehearsals; nothing else knows of it. */
export async function openScratchCatalogue(file: string): Promise<Catalogue> {
  return await openCatalogue({ file }, () => systemClock.now());
}
