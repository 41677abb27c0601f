/** L6: readers look at tiles, two hundred a second, while a worker on the same machine does a batch. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openCatalogue } from "../../catalogue/open.ts";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { freePort } from "../../test/fixtures/free-port.ts";
import type { Bench } from "./bench.ts";
import { askToEnd, type Cost, run, sohoa } from "./program.ts";

const PER_SECOND = 200;
const TILE = 512;
const WARM_SECONDS = 5;
const READ = { pages: 6, width: 2000, height: 2800 };
const BATCH = { width: 1000, height: 1400 };

/** Who looks: `latenciesMs` from the moment at which a request was to be sent. */
interface Looked {
  readonly latenciesMs: number[];
  failures: number;
}

/** A batch alone, then another one like it while tiles are looked at. */
export async function tiles({ main, folder, report, options }: Bench): Promise<void> {
  const home = join(folder, "tiles");
  await mkdir(home);
  const book = join(folder, "HN.read");
  await makeSampleBook(book, READ);
  // All before anything is timed: the readers are in this process, and drawing would hold them up.
  const [first, second] = [join(folder, "HN.batch-1"), join(folder, "HN.batch-2")];
  await makeSampleBook(first, { pages: options.workerPages, seed: 2, ...BATCH });
  await makeSampleBook(second, { pages: options.workerPages, seed: 3, ...BATCH });
  await sohoa(main, ["add", book, "--wait", "--quiet", "--home", home]);
  const port = await freePort();
  const server = run(process.execPath, [main, "serve", "--port", String(port), "--home", home]);
  const paths = await tilePaths(`http://127.0.0.1:${port}`, home);
  const alone = await batch(main, first, home);
  const warm: Looked = { latenciesMs: [], failures: 0 };
  await look(paths, warm, AbortSignal.timeout(WARM_SECONDS * 1000));
  const seen: Looked = { latenciesMs: [], failures: 0 };
  const stop = new AbortController();
  const looking = look(paths, seen, stop.signal);
  const beside = await batch(main, second, home);
  stop.abort();
  await looking;
  askToEnd(server);
  const { peakMiB } = await server.ended;
  const p95 = quantile(seen.latenciesMs, 0.95);
  const told = `p50 ${quantile(seen.latenciesMs, 0.5).toFixed(0)}, p95 ${p95.toFixed(0)} ms of ${seen.latenciesMs.length}, ${seen.failures} failed; nothing beside: p95 ${quantile(warm.latenciesMs, 0.95).toFixed(0)} ms; server ${peakMiB.toFixed(0)} MiB`;
  report(`L6 ${PER_SECOND} tiles a second beside a batch`, told, "500 ms", p95 < 500 && seen.failures === 0);
  const slower = beside.seconds / alone.seconds - 1;
  report(
    "L6 the batch beside them",
    `${alone.seconds.toFixed(0)} s alone, ${beside.seconds.toFixed(0)} s beside = ${(100 * slower).toFixed(0)} % slower; ${alone.cpuSeconds.toFixed(0)} and ${beside.cpuSeconds.toFixed(0)} CPU-s`,
    "20 % slower",
    slower <= 0.2,
  );
}

/** Tiles of full size, as a viewer asks for them. */
async function tilePaths(address: string, home: string): Promise<readonly string[]> {
  const { ledger, close } = await openCatalogue({ file: join(home, "catalogue.sqlite") }, () => new Date());
  const pages = await ledger.pages("HN.read");
  await close();
  const found: string[] = [];
  for (const { id } of pages) {
    const image = `${address}/iiif/image/3/${id}`;
    let answer = await fetch(`${image}/info.json`).catch(() => undefined);
    for (let tries = 0; !answer && tries < 100; tries += 1) {
      await sleep(100);
      answer = await fetch(`${image}/info.json`).catch(() => undefined);
    }
    if (!answer?.ok) throw new Error(`no picture at ${image}: ${answer?.status}`);
    const { width, height } = (await answer.json()) as { readonly width: number; readonly height: number };
    for (let y = 0; y < height; y += TILE) {
      for (let x = 0; x < width; x += TILE) {
        const [w, h] = [Math.min(TILE, width - x), Math.min(TILE, height - y)];
        found.push(`${image}/${x},${y},${w},${h}/${w},${h}/0/default.jpg`);
      }
    }
  }
  return found;
}

/** Requests go out at their moments whether those before were answered or not: a slow server does not slow its readers down. */
async function look(paths: readonly string[], looked: Looked, signal: AbortSignal): Promise<void> {
  const began = performance.now();
  const under: Promise<void>[] = [];
  for (let number = 0; !signal.aborted; number += 1) {
    const due = began + (number * 1000) / PER_SECOND;
    if (due > performance.now()) await sleep(due - performance.now());
    const path = paths[(number * 37) % paths.length] ?? "";
    const answered = fetch(path).then(async (answer) => {
      await answer.arrayBuffer();
      if (!answer.ok) looked.failures += 1;
      looked.latenciesMs.push(performance.now() - due);
    });
    under.push(
      answered.catch(() => {
        looked.failures += 1;
      }),
    );
  }
  await Promise.all(under);
}

/** Take in a book and do everything that is to be done with it. */
async function batch(main: string, scans: string, home: string): Promise<Cost> {
  const done = await sohoa(main, ["add", scans, "--wait", "--quiet", "--home", home]);
  if (done.exit !== 0 && done.exit !== 3) throw new Error(`the batch ended with ${done.exit}`);
  return done;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
