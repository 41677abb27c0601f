/**
 * Does it hold what docs/scale.md says? Taking in, proving, packing, a batch of a hundred thousand pages, a catalogue of a million,
 * a slow line, tiles beside a batch, workers beside each other, and an hour at a low rate: one table, with what each figure should be.
 *
 *   npx tsx bench/trust.ts                          everything, at full size: some 100 minutes of a quiet machine of two cores
 *   npx tsx bench/trust.ts ingest many --pages 10000
 *
 * Parts: ingest, packages, many, many-on-services, million, line, tiles, workers, low-rate. Redis, PostgreSQL and S3 as in
 * test/services.ts; without them what needs them is told as not run. `--folder` names the disk that is measured; what is made there is
 * removed.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { freshSchema } from "../test/contracts/postgres.ts";
import { hasPostgres, hasRedis, hasS3, REDIS_URL, S3 } from "../test/services.ts";
import type { Bench, Report } from "./trust/bench.ts";
import { ingest } from "./trust/ingest.ts";
import { lowRate } from "./trust/low-rate.ts";
import { manyPages } from "./trust/many-pages.ts";
import { million } from "./trust/million.ts";
import { packages } from "./trust/packages.ts";
import { buildProgram } from "./trust/program.ts";
import { slowLine } from "./trust/slow-line.ts";
import { tiles } from "./trust/tiles.ts";
import { workers } from "./trust/workers.ts";

const number = (value: string) => ({ type: "string" as const, default: value });
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: "string", default: tmpdir() },
    files: number("64"),
    side: number("5600"),
    pages: number("100000"),
    catalogue: number("1000000"),
    cap: number("20"),
    "package-pages": number("8"),
    "worker-pages": number("24"),
    workers: { type: "string", default: "1,2,4,10" },
    outage: number("60"),
    every: number("20"),
    minutes: number("60"),
  },
});

const table: string[] = [];
const report: Report = (what, figure, bar = "", isReached) => {
  const line = `${what.padEnd(58)} ${figure.padEnd(72)} ${bar.padEnd(16)} ${isReached === undefined ? "" : isReached ? "yes" : "NO"}`;
  table.push(line.trimEnd());
  console.error(line.trimEnd());
};
const services = hasRedis && hasPostgres && hasS3 ? servicesHere() : undefined;

function servicesHere() {
  return { REDIS_URL, S3_ENDPOINT: S3.endpoint, S3_ACCESS_KEY: S3.accessKey, S3_SECRET_KEY: S3.secretKey };
}

const PARTS: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  ingest,
  packages,
  many: (bench) => manyPages(bench, "SQLite and folder"),
  async "many-on-services"(bench) {
    if (!services) return report("L1 on Redis, PostgreSQL and S3", "not run: a service does not answer");
    const { databaseUrl, drop } = await freshSchema();
    await manyPages(bench, "Redis, PostgreSQL, S3", {
      ...services,
      DATABASE_URL: databaseUrl,
      S3_BUCKET: `bench-${process.pid}`,
    });
    await drop();
  },
  async million(bench) {
    await million(bench, "SQLite", { file: join(bench.folder, "million.sqlite") });
    if (!hasPostgres) return report("L4 on PostgreSQL", "not run: PostgreSQL does not answer");
    const { databaseUrl, drop } = await freshSchema();
    await million(bench, "PostgreSQL", { databaseUrl });
    await drop();
  },
  async line(bench) {
    if (!services) return report("L7 adding over a slow line", "not run: a service does not answer");
    await slowLine({ ...bench, services });
  },
  tiles,
  async workers(bench) {
    if (!services) return report("workers on S3", "not run: a service does not answer");
    await workers({ ...bench, services });
  },
  async "low-rate"(bench) {
    if (!services) return report("L9 a low rate", "not run: a service does not answer");
    await lowRate({ ...bench, services });
  },
};

const wanted = positionals.length > 0 ? positionals : Object.keys(PARTS);
const unknown = wanted.find((name) => !(name in PARTS));
if (unknown) throw new Error(`there is no part ${unknown}: ${Object.keys(PARTS).join(", ")}`);
const program = await buildProgram();
const options = {
  files: Number(values.files),
  side: Number(values.side),
  pages: Number(values.pages),
  catalogue: Number(values.catalogue),
  capMiB: Number(values.cap),
  packagePages: Number(values["package-pages"]),
  workerPages: Number(values["worker-pages"]),
  workers: values.workers.split(",").map(Number),
  outageSeconds: Number(values.outage),
  everySeconds: Number(values.every),
  minutes: Number(values.minutes),
};
for (const name of wanted) {
  const folder = await mkdtemp(join(values.folder, `sohoa-trust-${name}-`));
  try {
    await PARTS[name]?.({ main: program.main, folder, report, options });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
await program.discard();
console.log(table.join("\n"));
