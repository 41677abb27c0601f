/** L8: a small urgent book is handed in while a worker has very many other pages to do. */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openCatalogue } from "../../catalogue/open.ts";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { isAtRest } from "../../pipeline/at-rest.ts";
import type { Bench } from "./bench.ts";
import { type Settings, sohoa } from "./program.ts";

const ITEM = "HN.urgent";
const BOOK = { pages: 20, width: 1000, height: 1400 };
const MOST_SECONDS = 300;

/** From the call of `add` until the machine has nothing left to do for the book; a worker is working in that home. */
export async function urgent({ main, folder, report }: Bench, told: string, home: string, settings: Settings): Promise<void> {
  const scans = join(folder, ITEM);
  await makeSampleBook(scans, BOOK);
  const { DATABASE_URL } = settings;
  const place = DATABASE_URL ? { databaseUrl: DATABASE_URL } : { file: join(home, "catalogue.sqlite") };
  const { ledger, close } = await openCatalogue(place, () => new Date());
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  await sohoa(main, ["add", scans, "--priority", "high", "--home", home, "--quiet"], settings);
  // Four times as long as it may take tells more than a clock that stops at the bar.
  while (!(await isAtRest(ledger, ITEM)) && seconds() < 4 * MOST_SECONDS) await sleep(500);
  const took = seconds();
  const left = (await ledger.stageCounts()).filter(({ state }) => state === "pending").reduce((sum, { count }) => sum + count, 0);
  await close();
  const figure = `${took.toFixed(0)} s until nothing of them is left to do, ${left} other tasks waiting`;
  report(`${told} L8 ${BOOK.pages} urgent pages`, figure, "300 s", took < MOST_SECONDS);
}
