/**
 * How long searches take over a collection of many columns, what the index weighs and how long it takes to make. Characters
 * are drawn by frequency (Zipf) from those that have readings, with one page in ten items read out as phiên âm, and phrases
 * planted on a known share of the pages; the column "found" says how many answers came on average, so that nothing is quick by
 * finding nothing. One row is of a phrase that is nowhere, and finds nothing on purpose: that must be as quick as a find.
 *
 *   npx tsx bench/edition-search.ts [columns=1000000] [SQLite|PostgreSQL] [build|ask|discard]
 *
 * Without the last word everything is done in turn. `build` leaves the index where `ask` finds it: building takes many minutes,
 * asking one. A second run of `ask` shows the same index again.
 */
import { mkdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Catalogue, openCatalogue } from "../catalogue/open.ts";
import { parseQuery } from "../catalogue/search/query.ts";
import { namedSchema } from "../test/contracts/postgres.ts";
import { publishItem } from "../test/contracts/search-values.ts";
import { hasPostgres } from "../test/services.ts";
import { libraryPages, PAGES_PER_ITEM } from "./edition/search-library.ts";

const COLUMNS_PER_PAGE = 18;
const RUNS = 40;

const [columnsGiven = "1000000", only, step] = process.argv.slice(2);
const pageCount = Math.ceil(Number(columnsGiven) / COLUMNS_PER_PAGE);
const itemCount = Math.ceil(pageCount / PAGES_PER_ITEM);

/** Where an index lies between building, asking and discarding. */
interface Place {
  readonly name: string;
  open(): Promise<Catalogue>;
  sizeMiB(): Promise<number>;
  discard(): Promise<void>;
}

const folder = join(tmpdir(), `sohoa-bench-search-${columnsGiven}`);
const file = join(folder, "catalogue.sqlite");
const now = (): Date => new Date();

const sqlite: Place = {
  name: "SQLite",
  open: async () => {
    await mkdir(folder, { recursive: true });
    return await openCatalogue({ file }, now);
  },
  sizeMiB: async () => (await stat(file)).size / 2 ** 20,
  discard: () => rm(folder, { recursive: true, force: true }),
};

const schema = namedSchema(`sohoa_bench_search_${columnsGiven}`);
const postgres: Place = {
  name: "PostgreSQL",
  open: async () => {
    await schema.create();
    return await openCatalogue({ databaseUrl: schema.databaseUrl }, now);
  },
  sizeMiB: async () => (await schema.sizeBytes()) / 2 ** 20,
  discard: schema.drop,
};

for (const place of [sqlite, ...(hasPostgres ? [postgres] : [])].filter(({ name }) => name === (only ?? name))) await run(place);

async function run(place: Place): Promise<void> {
  if (step === undefined || step === "build") {
    await place.discard();
    await withCatalogue(place, async (catalogue) => {
      const seconds = await build(catalogue);
      const { pages } = await catalogue.search.size();
      console.log(`${place.name}: built in ${seconds.toFixed(0)} s (${(pages / seconds).toFixed(0)} pages/s)`);
    });
  }
  if (step === undefined || step === "ask") {
    await withCatalogue(place, async (catalogue) => {
      const { items, pages } = await catalogue.search.size();
      const columns = pages * COLUMNS_PER_PAGE;
      console.log(`${place.name}: ${items} items, ${pages} pages, ${columns} columns, ${(await place.sizeMiB()).toFixed(0)} MiB`);
      console.log("  what                                            found   p50 ms   p95 ms  CPU p50  CPU p95");
      for (const [what, ask] of questions(catalogue)) await time(what, ask);
    });
  }
  if (step === undefined || step === "discard") await place.discard();
}

async function withCatalogue(place: Place, use: (catalogue: Catalogue) => Promise<void>): Promise<void> {
  const catalogue = await place.open();
  try {
    await use(catalogue);
  } finally {
    await catalogue.close();
  }
}

async function build(catalogue: Catalogue): Promise<number> {
  const began = performance.now();
  for (let index = 0; index < itemCount; index += 1) {
    const id = `B.${index}`;
    const record = { titles: [{ language: "vi-Hani", text: `卷${index}` }], creators: [], holder: `Thư viện ${index % 20}` };
    const item = await publishItem(catalogue.ledger, { item: id, pages: [], record });
    await catalogue.search.put(
      item,
      libraryPages(index, Math.min(PAGES_PER_ITEM, pageCount - index * PAGES_PER_ITEM), COLUMNS_PER_PAGE),
    );
    if (index % 50 === 49) process.stderr.write(`  ${index + 1}/${itemCount} items\r`);
  }
  return (performance.now() - began) / 1000;
}

type Question = readonly [what: string, ask: (run: number) => Promise<number>];

function questions({ search }: Catalogue): readonly Question[] {
  const pages = (what: string, typed: string): Question => [
    `IIIF, all: ${what}`,
    async () => (await search.pages(parseQuery(typed), { hits: 60 })).pages.length,
  ];
  const inItem = (what: string, typed: string): Question => [
    `IIIF, one item: ${what}`,
    async (run) => (await search.pages(parseQuery(typed), { item: `B.${(run * 7) % itemCount}`, hits: 60 })).pages.length,
  ];
  const items = (what: string, typed: string): Question => [
    `people, all: ${what}`,
    async () => (await search.items(parseQuery(typed), { offset: 0, limit: 20 })).total,
  ];
  const proposals = (what: string, typed: string, item?: string): Question => [
    `proposals: ${what}`,
    async () => (await search.completions(typed, { limit: 10, ...(item && { item }) })).length,
  ];
  const typed = [
    ["character, everywhere", "之"],
    ["character, 1 page in 1000", "龘"],
    ["phrase of 2, frequent", "天地"],
    ["phrase of 4, 1 page in 10", "天地玄黃"],
    ["phrase of 4, 1 page in 2000", "金雲翹傳"],
    ["phrase that is nowhere", "龘之龘"],
    ["word without tones", "nguoi"],
    ["word with its tone", "người"],
    ["words without tones", "thien dia"],
    ["words with tones", "trăm năm trong cõi"],
    ["terms on one page", "天地 金"],
  ] as const;
  return [
    ...typed.map(([what, text]) => pages(what, text)),
    ...typed.map(([what, text]) => inItem(what, text)),
    ...typed.map(([what, text]) => items(what, text)),
    proposals("after a character", "天"),
    proposals("after a character, one item", "天", "B.0"),
    proposals("begun word", "ngu"),
    proposals("one letter", "n"),
  ];
}

/** Wall time, and processor time of this process: on a machine with other work the one is not the cost of the other. */
async function time(what: string, ask: Question[1]): Promise<void> {
  const [walls, processors]: [number[], number[]] = [[], []];
  let found = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    found += await ask(run);
    walls.push(performance.now() - began);
    const { user, system } = process.cpuUsage(cpu);
    processors.push((user + system) / 1000);
  }
  const times = [walls, processors].flatMap((all) => [0.5, 0.95].map((share) => quantile(all, share).toFixed(1).padStart(8)));
  console.log(`  ${what.padEnd(44)}${(found / RUNS).toFixed(1).padStart(8)} ${times.join(" ")}`);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}
