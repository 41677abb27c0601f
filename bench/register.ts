/**
 * Is counting fast enough for a nation? Imports a register, fills a catalogue with items, pages and their history, and times the
 * report over all of it, each in a process of its own, so that memory is not that of the step before; then reads dates.
 * Run: npx tsx bench/register.ts [rows] [pages per item] [folder]
 * Default are 100000 and 50, which is five million pages, on SQLite; a folder that is named is kept, and filled only once.
 * Run: npx tsx bench/register.ts memory — the most memory that imports of several sizes need, from CSV and from XLSX.
 */
import { execFileSync } from "node:child_process";
import { createReadStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import writeExcelFile from "write-excel-file/node";
import { openCatalogue } from "../catalogue/open.ts";
import { targetReport } from "../catalogue/progress/report.ts";
import type { PublishedItem } from "../catalogue/progress/work-facts.ts";
import { workReport } from "../catalogue/progress/work-report.ts";
import { shelfmarkKey } from "../catalogue/register.ts";
import { readRegisterFile } from "../catalogue/register-file.ts";
import { targetSchema } from "../catalogue/target.ts";
import { ERAS } from "../hannom/calendar/era.ts";
import { readDate } from "../hannom/calendar/read-date.ts";

const [rows = 100_000, pagesPerItem = 50] = process.argv.slice(2, 4).flatMap((text) => Number(text) || []);
const CLASSES = ["Hán-Nôm", "Quý hiếm", "Nội sinh"];
const MEBIBYTE = 2 ** 20;
const DATE = "2026-06-30";
const clock = () => new Date(`${DATE}T00:00:00Z`);

async function importOf({ holdings }: Awaited<ReturnType<typeof openCatalogue>>, path: string): Promise<unknown> {
  const reading = await readRegisterFile(() => createReadStream(path) as AsyncIterable<Uint8Array>);
  return await holdings.importEntries(reading.entries);
}

async function timed<T>(what: string, work: () => Promise<T> | T): Promise<T> {
  const cpu = process.cpuUsage();
  const began = performance.now();
  const result = await work();
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - began) / 1000;
  const resident = process.memoryUsage.rss() / MEBIBYTE;
  console.log(
    `${what}: ${seconds.toFixed(2)} s, ${((user + system) / 1e6).toFixed(2)} CPU-s, resident ${resident.toFixed(0)} MiB`,
  );
  return result;
}

function registerTable(count: number): readonly (readonly string[])[] {
  const head = ["Ký hiệu", "Nhan đề", "Đơn vị", "Loại", "Số trang", "Từ ngày", "Đến ngày"];
  const lines = Array.from({ length: count }, (_, index) => {
    const [province, kind] = [`Thư viện ${index % 63}`, CLASSES[index % 3] as string];
    return [`HN.${index}`, `Sách số ${index}`, province, kind, `${pagesPerItem / 2} tờ`, "", ""];
  });
  return [head, ...lines];
}

async function writeRegisterFile(path: string, count: number): Promise<void> {
  const table = registerTable(count);
  if (path.endsWith(".csv")) return await writeFile(path, table.map((line) => line.join(";")).join("\n"));
  const cells = table.map((line) => line.map((value) => (value === "" ? null : { value, type: String })));
  await writeFile(path, await writeExcelFile(cells).toBuffer());
}

/** Items published one after another over two years, a third of them not yet, each with its pages, pointers and events. */
function fill(file: string): void {
  const database = new DatabaseSync(file);
  const numbers = `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${rows - 1})`;
  const day = "date('2024-07-01', '+' || (i % 730) || ' days') || 'T00:00:00.000Z'";
  database.exec("pragma synchronous = off; pragma journal_mode = off; pragma cache_size = -1000000; begin");
  database.exec(`${numbers} insert into item (id, shelfmark, profile, version, stored_version, paused, cancelled, created_at, workflow)
    select 'HN.' || i, 'HN.' || i, '{"gates":{"text-review":"required"}}', 1, 1, 0, 0, '2024-07-01', '' from n`);
  database.exec(
    "insert into batch (id, item_id, profile, state, created_at) select id, id, '{}', 'closed', created_at from item",
  );
  database.exec(`with recursive p(s) as (select 1 union all select s + 1 from p where s < ${pagesPerItem})
    insert into page (id, item_id, batch_id, sequence, label, source_name, source_path)
    select item.id || '-' || s, item.id, item.id, s, '', '', '' from item cross join p`);
  const roles = ["publication", "aip", "record"];
  database.exec("insert into artifact (digest, size_bytes, media_type, created_at, verified_at) values ('page', 1, 'x', '', '')");
  database.exec(`${numbers} insert into artifact (digest, size_bytes, media_type, created_at, verified_at)
    select role.value || i, 1, 'x', '2024-07-01', '' from n cross join json_each('${JSON.stringify(roles)}') role where i % 3 != 2`);
  database.exec(`${numbers} insert into "current" (subject, role, item_id, digest)
    select 'HN.' || i, role.value, 'HN.' || i, role.value || i from n cross join json_each('${JSON.stringify(roles)}') role where i % 3 != 2`);
  database.exec(`insert into "current" (subject, role, item_id, digest) select id, 'text/machine', item_id, 'page' from page`);
  database.exec(`${numbers} insert into event (item_id, subject, derivation, stage, stage_version, agent, started_at, ended_at, outcome, outputs, described_in)
    select 'HN.' || i, 'HN.' || i || '-' || s.value, 'd', 'ocr', 1, 'x', '', ${day}, 'made', '[]', 1
    from n cross join json_each('${JSON.stringify(Array.from({ length: pagesPerItem }, (_, at) => at + 1))}') s`);
  database.exec(`${numbers} insert into event (item_id, subject, derivation, stage, stage_version, agent, started_at, ended_at, outcome, outputs, described_in)
    select 'HN.' || i, 'HN.' || i, 'd' || i, stage.value, 1, 'x', ${day}, ${day}, 'made', '[]', 1
    from n cross join json_each('["archive","metadata-entry","publish","pdf"]') stage where i % 3 != 2`);
  database.exec(`${numbers} insert into activity (number, item_id, kind, at, publication, sets)
    select i + 1, 'HN.' || i, 'create', ${day}, 'publication' || i, '[]' from n where i % 3 != 2`);
  database.exec("commit");
  database.close();
}

/** All that `sohoa target report` asks and counts, with a target by each class and unit. */
async function report(file: string): Promise<void> {
  const catalogue = await openCatalogue({ file }, clock);
  const { holdings, workLog } = catalogue;
  const targets = CLASSES.map((name) => {
    const unit = name === "Quý hiếm" ? ("pages" as const) : ("items" as const);
    return targetSchema.parse({ name, classes: [name], percentage: 70, deadline: "2026-12-31", unit });
  });
  const span = { from: "2026-04-08", until: "2026-07-01" };
  const stages = ["ocr", "text-review", "metadata-entry", "publish"].map((name) => ({ name, of: "page" as const }));
  const work = async (registered: ReadonlySet<string>, published: readonly PublishedItem[]) => {
    const done = await holdings.workDone(span);
    const [worked, covered] = [await workLog.workByDay(span), await workLog.coveredAnswers(span)];
    const waiting = await holdings.workWaiting();
    return workReport({ stages, done, waiting, worked, covered, published, registered }, DATE);
  };
  if (process.argv.includes("first")) await timed("count what was finished, the first time", () => holdings.workDone(span));
  await timed("a whole report: three targets, burn-up, forecast, throughput, backlog, funnel", async () => {
    const register = await timed("  register from the catalogue", () => holdings.register());
    const evidence = await timed("  evidence from the catalogue", () => holdings.digitized());
    const made = await timed("  three targets", () =>
      targetReport({ targets, register, organisations: [], evidence, counted: new Map() }, DATE, false),
    );
    const { throughput, funnel } = await timed("  work", () =>
      work(
        new Set(register.map(({ shelfmark }) => shelfmarkKey(shelfmark))),
        evidence.filter(({ publication }) => publication !== undefined),
      ),
    );
    for (const { target, share } of made.targets)
      console.log(`    ${target.name}: ${share.numerator}/${share.denominator} ${target.unit} = ${share.percentage} %`);
    console.log(`    read in ${throughput.weeks.length} weeks: ${throughput.stages[0]?.total} pages`);
    console.log(`    ${funnel?.steps.map(({ step, items }) => `${step} ${items}`).join(", ")}`);
  });
  await catalogue.close();
}

/** From a file to rows of the catalogue, twice. */
async function importing(folder: string): Promise<void> {
  const path = join(folder, `register-${rows}.csv`);
  if (!existsSync(path)) await writeRegisterFile(path, rows);
  const file = join(folder, "catalogue.sqlite");
  const catalogue = await openCatalogue({ file }, clock);
  await timed("(start)", () => {});
  await timed("import the register (CSV)", () => importOf(catalogue, path));
  await timed("import it again, nothing new", () => importOf(catalogue, path));
  console.log(`most resident: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
  await catalogue.close();
}

/** One import into an empty catalogue, and the most memory that it took; writing the file is another process's. */
async function memoryOf(folder: string, kind: string): Promise<void> {
  const path = join(folder, `memory-${rows}.${kind}`);
  if (!existsSync(path)) return await writeRegisterFile(path, rows);
  const file = join(folder, `memory-${rows}-${kind}.sqlite`);
  const catalogue = await openCatalogue({ file }, clock);
  const atFirst = Math.round(process.resourceUsage().maxRSS / 1024);
  await timed(`${rows} rows from ${kind}`, () => importOf(catalogue, path));
  console.log(`  most resident: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB, before the import ${atFirst} MiB`);
  await catalogue.close();
}

function dates(): void {
  const texts = ERAS.flatMap((era) => [
    `${era.han}三年`,
    `${era.vi} năm thứ 3`,
    `${era.han}二年歲次甲子`,
    `tháng Chạp năm ${era.vi} thứ 2`,
  ]);
  const paces: number[] = [];
  for (let run = 0; run < 5; run++) {
    const cpu = process.cpuUsage();
    for (let turn = 0; turn < 100; turn++) for (const text of texts) readDate(text);
    const { user, system } = process.cpuUsage(cpu);
    paces.push((100 * texts.length) / ((user + system) / 1e6));
  }
  const [first = 0] = paces;
  const middle = paces.sort((a, b) => a - b)[2] ?? 0;
  console.log(`dates: ${Math.round(middle)} a CPU-second, middle of five runs; in the first ${Math.round(first)}`);
}

/** Run one step of this file in a process of its own. */
function apart(step: string, folder: string, count: number, ...more: readonly string[]): void {
  const options = [...process.execArgv, import.meta.filename, String(count), String(pagesPerItem), folder, step, ...more];
  execFileSync(process.execPath, options, { stdio: "inherit" });
}

function whole(folder: string): void {
  console.log(`${rows} register rows, ${rows * pagesPerItem} pages`);
  const isFilled = existsSync(join(folder, "catalogue.sqlite"));
  apart("import", folder, rows);
  if (!isFilled) apart("fill", folder, rows);
  if (!isFilled) apart("report", folder, rows, "first");
  apart("report", folder, rows);
  dates();
}

function memory(folder: string): void {
  const sizes = { csv: [10_000, 100_000, 400_000], xlsx: [10_000, 100_000, 400_000] };
  for (const [kind, counts] of Object.entries(sizes)) {
    for (const count of counts) for (const _ of ["write", "import"]) apart("memory", folder, count, kind);
  }
}

const [named, step, kind = ""] = process.argv.slice(4, 7);
if (step === "import") await importing(named ?? "");
else if (step === "memory") await memoryOf(named ?? "", kind);
else if (step === "fill") await timed("(fill the catalogue)", () => fill(join(named ?? "", "catalogue.sqlite")));
else if (step === "report") await report(join(named ?? "", "catalogue.sqlite"));
else {
  const folder = named ?? (await mkdtemp(join(tmpdir(), "sohoa-bench-")));
  await mkdir(folder, { recursive: true });
  try {
    if (process.argv[2] === "memory") memory(folder);
    else whole(folder);
  } finally {
    if (named === undefined) await rm(folder, { recursive: true });
  }
}
