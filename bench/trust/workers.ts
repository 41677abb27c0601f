/** Workers beside each other on Redis, PostgreSQL and S3: pages a second, and what a page costs of processor. */
import { randomBytes } from "node:crypto";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openCatalogue } from "../../catalogue/open.ts";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { freshSchema } from "../../test/contracts/postgres.ts";
import type { Bench } from "./bench.ts";
import { askToEnd, run, type Settings, sohoa } from "./program.ts";

const SIZE = { width: 1000, height: 1400 };

/** The same book through so many workers and so many, each with one lane, in a catalogue and a bucket of its own. */
export async function workers({ main, folder, report, options, services = {} }: Bench): Promise<void> {
  const pages = options.workerPages;
  const scans = join(folder, "HN.workers");
  await makeSampleBook(scans, { pages, ...SIZE });
  const rates: number[] = [];
  const cores = availableParallelism();
  for (const count of options.workers) {
    const schema = await freshSchema();
    const settings = {
      ...services,
      DATABASE_URL: schema.databaseUrl,
      S3_BUCKET: `bench-${randomBytes(4).toString("hex")}`,
      SOHOA_RECONCILE_SECONDS: "2",
    };
    await sohoa(main, ["add", scans, "--home", join(folder, "office"), "--quiet"], settings);
    const { seconds, cpuSeconds } = await timed(main, folder, settings, { count, pages });
    await schema.drop();
    rates.push(pages / seconds);
    const perCore = pages / seconds / (rates[0] ?? 1) / Math.min(count, cores);
    report(
      `${count} workers on S3 (${cores} cores)`,
      `${(pages / seconds).toFixed(2)} pages/s, ${(cpuSeconds / pages).toFixed(2)} CPU-s a page, ${perCore.toFixed(2)} per core of one worker`,
      "0.9",
      perCore >= 0.9,
    );
  }
}

async function timed(
  main: string,
  folder: string,
  settings: Settings,
  { count, pages }: { readonly count: number; readonly pages: number },
) {
  const { ledger, close } = await openCatalogue({ databaseUrl: settings["DATABASE_URL"] ?? "" }, () => new Date());
  const began = performance.now();
  const homes = Array.from({ length: count }, (_, index) => join(folder, `worker-${count}-${index}`));
  const running = homes.map((home) => run(process.execPath, [main, "work", "--lanes", "1", "--home", home], settings));
  while ((await ledger.countCurrent("HN.workers", "text/machine")) < pages) await sleep(100);
  const seconds = (performance.now() - began) / 1000;
  for (const worker of running) askToEnd(worker);
  const costs = await Promise.all(running.map(({ ended }) => ended));
  await close();
  return { seconds, cpuSeconds: costs.reduce((sum, each) => sum + each.cpuSeconds, 0) };
}
