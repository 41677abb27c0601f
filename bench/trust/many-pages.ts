/** L1: one batch of very many tiny distinct pictures, through the real catalogue, store and queue; L8: an urgent book beside it. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openCatalogue } from "../../catalogue/open.ts";
import { freePort } from "../../test/fixtures/free-port.ts";
import type { Bench } from "./bench.ts";
import { fillFolder } from "./pictures.ts";
import { askToEnd, run, type Settings, sohoa } from "./program.ts";
import { urgent } from "./urgent.ts";

const SIDE = 24;
const WORK_SECONDS = 60;
const QUESTIONS = 20;

/** `settings` name services to use instead of those inside the home. */
export async function manyPages({ main, folder, report, options }: Bench, name: string, settings: Settings = {}): Promise<void> {
  const { pages } = options;
  const scans = join(folder, "tiny");
  const home = join(folder, `many-${name}`);
  await fillFolder(scans, pages, SIDE, false);
  const added = await sohoa(main, ["add", scans, "--batch", "HN.many", "--min-dpi", "1", "--home", home, "--json"], settings);
  const counted = JSON.parse(added.stdout.trim().split("\n").at(-1) ?? "{}") as { readonly counts?: Record<string, number> };
  if (counted.counts?.["added"] !== pages) throw new Error(`not everything was taken in: ${added.stdout.slice(-500)}`);
  const told = `L1 ${name}, ${pages} pages:`;
  const slope = slopeOf(added.residentMiB);
  report(
    `${told} add`,
    `${(pages / added.seconds).toFixed(0)} pages/s, ${((added.cpuSeconds / pages) * 1000).toFixed(2)} CPU-ms a page`,
  );
  report(
    `${told} add, memory`,
    `${added.peakMiB.toFixed(0)} MiB, last half over first half ${slope.toFixed(2)}`,
    "300 MiB, flat",
    added.peakMiB < 300,
  );
  await questions(home, settings, told, report);
  await reports({ main, home, folder, settings }, told, report);
  const port = await freePort();
  const server = run(process.execPath, [main, "serve", "--port", String(port), "--home", home], settings);
  const worker = run(process.execPath, [main, "work", "--home", home], settings);
  await visit(`http://127.0.0.1:${port}`, WORK_SECONDS);
  await urgent({ main, folder, report, options }, told, home, settings);
  askToEnd(server);
  askToEnd(worker);
  const [served, worked] = await Promise.all([server.ended, worker.ended]);
  report(`${told} server, memory`, `${served.peakMiB.toFixed(0)} MiB`, "512 MiB", served.peakMiB < 512);
  report(`${told} worker, memory`, `${worked.peakMiB.toFixed(0)} MiB`, "1024 MiB", worked.peakMiB < 1024);
}

interface Home {
  readonly main: string;
  readonly home: string;
  readonly folder: string;
  readonly settings: Settings;
}

/** What a person writes out of such a batch: none of it may hold the whole in memory. */
async function reports({ main, home, folder, settings }: Home, told: string, report: Bench["report"]): Promise<void> {
  const out = join(folder, "reports");
  await mkdir(out, { recursive: true });
  const asked: Readonly<Record<string, readonly string[]>> = {
    "status --json": ["status", "--json"],
    "quality --xlsx (rescan list)": ["quality", "HN.many", "--xlsx", join(out, "rescan.xlsx"), "--quiet"],
    "errors --export": ["errors", "HN.many", "--export", join(out, "errors.xlsx"), "--quiet"],
    backup: ["backup", "--to", join(out, "backup.tar"), "--quiet"],
    "fsck --fast": ["fsck", "--fast", "--quiet"],
  };
  for (const [name, words] of Object.entries(asked)) {
    const { exit, seconds, cpuSeconds, peakMiB } = await sohoa(main, [...words, "--home", home], settings);
    const cost = `${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} CPU-s, ${peakMiB.toFixed(0)} MiB, exit ${exit}`;
    report(`${told} ${name}`, cost, "300 MiB", peakMiB < 300);
  }
  await rm(out, { recursive: true });
}

/** Ask the server for its first page and its metrics, a few times a second, while the worker works. */
async function visit(address: string, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    // It may still be starting, or refuse a stranger its metrics: what it costs is the question here.
    for (const path of ["/", "/metrics"])
      await fetch(address + path).then(
        (answer) => answer.text(),
        () => "",
      );
    await sleep(250);
  }
}

/** What `sohoa status` asks of the catalogue. */
async function questions(home: string, settings: Settings, told: string, report: Bench["report"]): Promise<void> {
  const { DATABASE_URL } = settings;
  const place = DATABASE_URL ? { databaseUrl: DATABASE_URL } : { file: join(home, "catalogue.sqlite") };
  const { ledger, close } = await openCatalogue(place, () => new Date());
  const times: number[] = [];
  for (let turn = 0; turn < QUESTIONS; turn += 1) {
    const began = performance.now();
    await ledger.items();
    await ledger.tallies();
    times.push(performance.now() - began);
  }
  await close();
  const slowest = Math.max(...times.slice(1));
  report(`${told} status`, `${slowest.toFixed(0)} ms at worst of ${QUESTIONS}`, "200 ms", slowest < 200);
}

/** How much more is resident in the last half of a run than in the first. */
function slopeOf(residentMiB: readonly number[]): number {
  const settled = residentMiB.slice(Math.floor(residentMiB.length / 10));
  const mean = (part: readonly number[]) => part.reduce((sum, each) => sum + each, 0) / Math.max(1, part.length);
  const half = Math.floor(settled.length / 2);
  return mean(settled.slice(half)) / mean(settled.slice(0, half));
}
