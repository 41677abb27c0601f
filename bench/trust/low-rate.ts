/** L9: a small book every now and then for as long as one can wait: nothing of what runs may grow with what was done. */
import { readdirSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { median } from "../../stages/inspect/quantile.ts";
import { freshSchema } from "../../test/contracts/postgres.ts";
import { freePort } from "../../test/fixtures/free-port.ts";
import type { Bench } from "./bench.ts";
import { askToEnd, processOf, type Running, residentOf, run, sohoa } from "./program.ts";

const BOOK = { pages: 1, width: 500, height: 700 };
/** Away from the database of the tests. */
const REDIS_DATABASE = 11;
/** What grows by more than this share, and by more than one, grows. */
const STEADY_SHARE = 1.05;

/** Everything that could grow, at one moment. */
interface Look {
  readonly serverFiles: number;
  readonly workerFiles: number;
  readonly serverMiB: number;
  readonly workerMiB: number;
  readonly temporaryFiles: number;
  readonly redisKeys: number;
}

/** A server and a worker, and a book of one page added every `everySeconds`. */
export async function lowRate({ main, folder, report, options, services = {} }: Bench): Promise<void> {
  const [home, temporary] = [join(folder, "home"), join(folder, "tmp")];
  await mkdir(temporary);
  const redisUrl = new URL(services["REDIS_URL"] ?? "");
  redisUrl.pathname = `/${REDIS_DATABASE}`;
  const redis = new Redis(redisUrl.href);
  await redis.flushdb();
  const { databaseUrl, drop } = await freshSchema();
  const settings = {
    ...services,
    REDIS_URL: redisUrl.href,
    DATABASE_URL: databaseUrl,
    S3_BUCKET: `bench-low-rate-${process.pid}`,
    TMPDIR: temporary,
  };
  const port = await freePort();
  const server = run(process.execPath, [main, "serve", "--port", String(port), "--home", home], settings);
  const worker = run(process.execPath, [main, "work", "--home", home], settings);
  const looks: Look[] = [];
  const until = performance.now() + options.minutes * 60_000;
  let books = 0;
  for (; performance.now() < until; books += 1) {
    const began = performance.now();
    const scans = join(folder, `HN.low.${books}`);
    await makeSampleBook(scans, { ...BOOK, seed: books });
    await sohoa(main, ["add", scans, "--home", home, "--quiet"], settings);
    await rm(scans, { recursive: true });
    for (const path of ["/", "/metrics"]) await ask(`http://127.0.0.1:${port}${path}`);
    await sleep(Math.max(0, options.everySeconds * 1000 - (performance.now() - began)));
    looks.push(await look({ server, worker, home, temporary, redis }));
  }
  askToEnd(server);
  askToEnd(worker);
  await Promise.all([server.ended, worker.ended]);
  await redis.flushdb();
  await redis.quit();
  await drop();
  tell(looks, `L9 ${books} books in ${options.minutes} minutes:`, report);
}

/** It may still be starting, or refuse a stranger its metrics. */
async function ask(address: string): Promise<void> {
  await fetch(address)
    .then((answer) => answer.text())
    .catch(() => {});
}

interface Looked {
  readonly server: Running;
  readonly worker: Running;
  readonly home: string;
  readonly temporary: string;
  readonly redis: Redis;
}

async function look({ server, worker, home, temporary, redis }: Looked): Promise<Look> {
  const filesIn = async (path: string) => (await readdir(path, { recursive: true }).catch(() => [])).length;
  return {
    serverFiles: openFilesOf(server),
    workerFiles: openFilesOf(worker),
    serverMiB: residentOf(processOf(server))[0] ?? 0,
    workerMiB: residentOf(processOf(worker))[0] ?? 0,
    temporaryFiles: (await filesIn(temporary)) + (await filesIn(join(home, "scratch"))),
    redisKeys: await redis.dbsize(),
  };
}

function openFilesOf(running: Running): number {
  return readdirSync(`/proc/${processOf(running)}/fd`).length;
}

/** What is usual in the second quarter beside what is in the last: the first is that of starting; a task under way has files. */
function tell(looks: readonly Look[], told: string, report: Bench["report"]): void {
  const quarter = Math.floor(looks.length / 4);
  for (const what of Object.keys(looks[0] ?? {}) as (keyof Look)[]) {
    const usual = (part: readonly Look[]) => median(part.map((each) => each[what]));
    const [early, late] = [usual(looks.slice(quarter, 2 * quarter)), usual(looks.slice(-quarter))];
    const isSteady = late <= Math.max(early + 1, early * STEADY_SHARE);
    report(`${told} ${what}`, `${early.toFixed(0)} in the second quarter, ${late.toFixed(0)} in the last`, "no growth", isSteady);
  }
}
