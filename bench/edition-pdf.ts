/**
 * A facsimile of many pages with dense vertical text: CPU time and peak memory beside pdf-lib 1.17.1 and pdfkit.
 *
 *   npx tsx bench/edition-pdf.ts [pages=1000] [rounds=3]
 *
 * Every engine runs in a process of its own, stores the same JPEGs of about 230 KB and writes the same operators above them;
 * the start of the process and the making of the text count for all (row "text alone"). Needs GNU time, pdftotext for the check.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePageImages } from "./edition/pdf-images.ts";
import { densePage } from "./edition/pdf-pages.ts";

const ROOT = join(import.meta.dirname, "..");
const ENGINES = ["sohoa", "pdf-lib", "pdfkit", "text alone"];

interface Cost {
  readonly cpuSeconds: number;
  readonly peakMiB: number;
  readonly sizeBytes: number;
}

/** Compiled first: a loader that translates TypeScript costs more memory and time than the engines. */
async function compile(folder: string): Promise<string> {
  const options = { noEmit: false, outDir: folder, rootDir: ROOT, typeRoots: [join(ROOT, "node_modules/@types")] };
  const files = [join(ROOT, "bench/edition/pdf-child.ts"), join(ROOT, "bench/edition/pdfkit.d.ts")];
  const config = { extends: join(ROOT, "tsconfig.json"), compilerOptions: options, include: [], files };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  execFileSync(join(ROOT, "node_modules/.bin/tsc"), ["-p", join(folder, "tsconfig.json")], { stdio: "inherit" });
  return join(folder, "bench/edition/pdf-child.js");
}

async function measure(program: string, name: string, pages: number, folder: string): Promise<Cost> {
  const out = join(folder, "out.pdf");
  const child = [process.execPath, program, name, folder, String(pages), out];
  const run = spawnSync("/usr/bin/time", ["-f", "COST %U %S %M", ...child], { encoding: "utf8" });
  const [, user, system, kibibytes] = /COST (\S+) (\S+) (\S+)/.exec(run.stderr ?? "") ?? [];
  if (run.status !== 0 || user === undefined) throw new Error(`${name}: ${run.stderr}`);
  const sizeBytes = await stat(out).then(
    ({ size }) => size,
    () => 0,
  );
  if (sizeBytes > 0) checkText(name, out, pages);
  await rm(out, { force: true });
  return { cpuSeconds: Number(user) + Number(system), peakMiB: Number(kibibytes) / 1024, sizeBytes };
}

/** The last page must read as it was written, or the figures mean nothing. */
function checkText(name: string, path: string, pages: number): void {
  const read = spawnSync("pdftotext", ["-raw", "-f", String(pages), path, "-"], { encoding: "utf8" });
  const wanted = densePage(pages - 1)
    .lines.map(({ text }) => text)
    .join("\n");
  if (read.stdout.trim() !== wanted) throw new Error(`${name}: the text of the last page is not what was written`);
}

const median = (values: readonly number[]) => values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;

const [pages = 1000, rounds = 3] = process.argv.slice(2).map(Number);
const folder = await mkdtemp(join(tmpdir(), "sohoa-pdf-"));
const compiled = join(ROOT, "node_modules/.cache/sohoa-bench-pdf");
try {
  const program = await compile(compiled);
  const images = await makePageImages(folder, pages);
  console.log(`${pages} pages, JPEG of ${Math.round((await stat(images[0] ?? "")).size / 1000)} kB, ${rounds} rounds, medians`);
  const costs = new Map<string, Cost[]>(ENGINES.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, list] of costs) list.push(await measure(program, name, pages, folder));
  }
  const of = (name: string, key: keyof Cost) => median((costs.get(name) ?? []).map((cost) => cost[key]));
  console.log("engine           CPU s   ratio   peak MiB   file MB");
  for (const name of costs.keys()) {
    const cells = [of(name, "cpuSeconds").toFixed(2), (of(name, "cpuSeconds") / of("sohoa", "cpuSeconds")).toFixed(1)];
    const rest = [of(name, "peakMiB").toFixed(0), (of(name, "sizeBytes") / 1e6).toFixed(1)];
    console.log(
      `${name.padEnd(15)} ${cells[0]?.padStart(6)}  ${cells[1]?.padStart(6)} ${rest[0]?.padStart(10)} ${rest[1]?.padStart(9)}`,
    );
  }
} finally {
  await rm(folder, { recursive: true, force: true });
  await rm(compiled, { recursive: true, force: true });
}
