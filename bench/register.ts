/**
 * Is counting fast enough for a nation? Imports a register, fills a catalogue with items and pages, and times the reports over all
 * of it; then reads dates.
 * Run: npx tsx bench/register.ts [rows] [pages per item] (default 100000 and 50, which is five million pages; SQLite on this disk)
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { openCatalogue } from "../catalogue/open.ts";
import { targetReport } from "../catalogue/progress/report.ts";
import { readRegister } from "../catalogue/register-import.ts";
import { targetSchema } from "../catalogue/target.ts";
import { ERAS } from "../hannom/calendar/era.ts";
import { readDate } from "../hannom/calendar/read-date.ts";

const [rows = 100_000, pagesPerItem = 50] = process.argv.slice(2, 4).map(Number);
const CLASSES = ["Hán-Nôm", "Quý hiếm", "Nội sinh"];
const MEBIBYTE = 2 ** 20;

const folder = await mkdtemp(join(tmpdir(), "sohoa-bench-"));
const file = join(folder, "catalogue.sqlite");
const catalogue = await openCatalogue({ file }, () => new Date("2026-06-30T00:00:00Z"));
const { holdings } = catalogue;

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

function registerFile(): Uint8Array {
  const head = "Ký hiệu;Nhan đề;Đơn vị;Loại;Số trang;Từ ngày;Đến ngày";
  const lines = Array.from({ length: rows }, (_, index) => {
    const province = `Thư viện ${index % 63}`;
    return `HN.${index};Sách số ${index};${province};${CLASSES[index % 3]};${pagesPerItem / 2} tờ;;`;
  });
  return new TextEncoder().encode([head, ...lines].join("\n"));
}

/** Items published one after another over two years, each with its pages, pointers and events. */
function fill(): void {
  const database = new DatabaseSync(file);
  const numbers = `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${rows - 1})`;
  const day = "date('2024-07-01', '+' || (i % 730) || ' days') || 'T00:00:00.000Z'";
  database.exec("pragma synchronous = off; begin");
  database.exec(`${numbers} insert into item (id, shelfmark, profile, version, stored_version, paused, cancelled, created_at, workflow)
    select 'HN.' || i, 'HN.' || i, '{}', 1, 1, 0, 0, '2024-07-01', '' from n`);
  database.exec(
    "insert into batch (id, item_id, profile, state, created_at) select id, id, '{}', 'closed', created_at from item",
  );
  database.exec(`with recursive p(s) as (select 0 union all select s + 1 from p where s < ${pagesPerItem - 1})
    insert into page (id, item_id, batch_id, sequence, label, source_name, source_path)
    select item.id || '-' || s, item.id, item.id, s, '', '', '' from item cross join p`);
  const roles = ["publication", "aip", "record"];
  database.exec(`${numbers} insert into artifact (digest, size_bytes, media_type, created_at, verified_at)
    select role.value || i, 1, 'x', '2024-07-01', '' from n cross join json_each('${JSON.stringify(roles)}') role where i % 3 != 2`);
  database.exec(`${numbers} insert into "current" (subject, role, item_id, digest)
    select 'HN.' || i, role.value, 'HN.' || i, role.value || i from n cross join json_each('${JSON.stringify(roles)}') role where i % 3 != 2`);
  database.exec(`${numbers} insert into event (item_id, subject, derivation, stage, stage_version, agent, started_at, ended_at, outcome, outputs, described_in)
    select 'HN.' || i, 'HN.' || i, 'd' || i, stage.value, 1, 'x', ${day}, ${day}, 'made', '[]', 1
    from n cross join json_each('["archive","metadata-entry","publish","pdf"]') stage where i % 3 != 2`);
  database.exec(`${numbers} insert into activity (number, item_id, kind, at, publication, sets)
    select i + 1, 'HN.' || i, 'create', ${day}, 'publication' || i, '[]' from n where i % 3 != 2`);
  database.exec("commit");
  database.close();
}

async function report(): Promise<void> {
  const [register, evidence] = [await holdings.register(), await holdings.digitized()];
  const targets = CLASSES.map((name) =>
    targetSchema.parse({
      name,
      classes: [name],
      percentage: 70,
      deadline: "2026-12-31",
      unit: name === "Quý hiếm" ? "pages" : "items",
    }),
  );
  for (const target of targets) {
    await timed(`  report of one target with burn-up and forecast (${target.unit})`, () => {
      const [at] = targetReport(
        { targets: [target], register, organisations: [], evidence, counted: new Map() },
        "2026-06-30",
        false,
      ).targets;
      console.log(`    ${target.name}: ${at?.share.numerator}/${at?.share.denominator} = ${at?.share.percentage} %`);
    });
  }
}

try {
  console.log(`${rows} register rows, ${rows * pagesPerItem} pages`);
  const bytes = registerFile();
  const reading = await timed("read the register (CSV)", () => readRegister(bytes));
  await timed("import it", () => holdings.importEntries(reading.entries));
  await timed("import it again, nothing new", () => holdings.importEntries(reading.entries));
  await timed("(fill the catalogue)", fill);
  await timed(
    "register and evidence from the catalogue",
    async () => [await holdings.register(), await holdings.digitized()].length,
  );
  await timed("all reports, reading included", report);
  const dates = ERAS.flatMap((era) => [
    `${era.han}三年`,
    `${era.vi} năm thứ 3`,
    `${era.han}二年歲次甲子`,
    `tháng Chạp năm ${era.vi} thứ 2`,
  ]);
  for (const text of dates) readDate(text);
  const cpu = process.cpuUsage();
  let read = 0;
  for (let turn = 0; turn < 200; turn++) for (const text of dates) read += readDate(text).asWritten.length > 0 ? 1 : 0;
  const { user, system } = process.cpuUsage(cpu);
  console.log(`dates: ${Math.round(read / ((user + system) / 1e6))} a CPU-second`);
} finally {
  await catalogue.close();
  await rm(folder, { recursive: true });
}
