/**
 * How well `inspect` tells what is wrong with a scan, on a generated set with one known fault a page or none:
 *
 *   npx tsx bench/quality.ts [pages] [seed]
 *
 * For every class of faults it prints recall (bar: 95 %) and false alarms over all pages without that fault (bar: 2 %).
 * Pages of seeds up to 54, and 100 to 120, were looked at or reported already, geometry of 1, 23 and 101; report another. `--dump file` writes every report as a line of JSON.
 * `--only "blank,skew,none"` takes the pages of these classes alone.
 * Then how pages with known geometry are turned and cropped: `--geometry N` says how many (default 300; 0 for none).
 */
import { appendFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { DEFECTS } from "./quality/defects.ts";
import { measureGeometry, printGeometry } from "./quality/geometry.ts";
import { inspectScan } from "./quality/inspect-scan.ts";
import { scanPage } from "./quality/scan-page.ts";
import { type Judged, scoreClasses } from "./quality/score.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dump: { type: "string" }, only: { type: "string" }, geometry: { type: "string", default: "300" } },
});
const pages = Number(positionals[0] ?? 540);
const seed = Number(positionals[1] ?? 2);
const only = values.only?.split(",");
/** Of 27 pages seven are sound. */
const SOUND = 7;

const judged: Judged[] = [];
let cpuSeconds = 0;
let megapixels = 0;
if (values.dump !== undefined) writeFileSync(values.dump, "");
for (let page = 0; page < pages; page++) {
  const defect = DEFECTS[(page % (DEFECTS.length + SOUND)) - SOUND];
  if (only !== undefined && !only.includes(defect?.name ?? "none")) continue;
  const scan = await scanPage(seed * 100_000 + page, defect);
  const { report, cpuSeconds: seconds } = await inspectScan(scan.bytes);
  judged.push({ plan: scan.plan, defect, report });
  cpuSeconds += seconds;
  megapixels += (report.width * report.height) / 1e6;
  if (values.dump !== undefined) {
    appendFileSync(values.dump, `${JSON.stringify({ page, defect: defect?.name ?? "none", plan: scan.plan, report })}\n`);
  }
}

console.log(`${judged.length} pages, seed ${seed}; ${judged.filter((each) => each.defect === undefined).length} without a fault`);
const sharePercent = (part: number, whole: number): string => (whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`);
for (const { defect, pages: own, missed, others, falseAlarms } of scoreClasses(judged)) {
  const recall = `recall ${sharePercent(own - missed.length, own)} (${own - missed.length}/${own})`;
  const alarms = `false alarms ${sharePercent(falseAlarms.length, others)} (${falseAlarms.length}/${others})`;
  console.log(`${defect.name.padEnd(22)} ${recall.padEnd(26)} ${alarms}`);
  for (const each of missed) console.log(`    missed: page ${each.plan.seed}`);
  for (const each of falseAlarms) console.log(`    false: page ${each.plan.seed} (${each.defect?.name ?? "sound"})`);
}
console.log(
  `inspect: ${(cpuSeconds / judged.length).toFixed(3)} CPU-s a page, ${(cpuSeconds / megapixels).toFixed(4)} CPU-s a megapixel`,
);

const geometryPages = Number(values.geometry);
if (geometryPages > 0) {
  console.log(`\ngeometry of ${geometryPages} pages, seed ${seed}`);
  printGeometry(await measureGeometry(geometryPages, seed));
}
