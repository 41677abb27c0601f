/**
 * `npm run faults -- [F01 F39 …] [--minutes <n>] [--share <0 to 1>] [--seed <n>] [--write]`: runs the tests of these faults, or of all, prints the
 * table, and with `--write` puts the results into `docs/faults.md`. `--minutes` is the length of the soak, `--share` how much of
 * the repeated faults is done. Ends with 1 when a test
 * failed or a fault was not tested at all.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Fault } from "./fault.ts";
import { FAULTS } from "./faults.ts";
import { resultsIn, withTable } from "./table.ts";

interface Told {
  readonly fullName: string;
  readonly status: string;
  readonly meta?: { readonly figure?: string };
}

/** What vitest reports of a file. */
interface ToldFile {
  readonly name: string;
  readonly status: string;
  readonly assertionResults: readonly Told[];
}

const ROOT = join(import.meta.dirname, "../../..");
const PAGE = join(ROOT, "docs/faults.md");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    minutes: { type: "string", default: "10" },
    share: { type: "string", default: "1" },
    seed: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const chosen = positionals.length === 0 ? FAULTS : FAULTS.filter(({ id }) => positionals.includes(id));
const files = report(chosen);
const rows = chosen.map((fault) => ({ fault, ...resultOf(fault, files) }));
for (const { fault, result } of rows) process.stdout.write(`${fault.id}  ${fault.fault}: ${fault.done}\n     ${result}\n`);
const bad = rows.filter(({ isGood }) => !isGood).map(({ fault }) => fault.id);
process.stdout.write(`${rows.length} faults, ${bad.length} not passed${bad.length > 0 ? `: ${bad.join(" ")}` : ""}\n`);
if (values.write) {
  const page = readFileSync(PAGE, "utf8");
  const results = new Map([...resultsIn(page), ...rows.map(({ fault, result }) => [fault.id, result] as const)]);
  writeFileSync(PAGE, withTable(page, FAULTS, results));
  spawnSync(process.execPath, [join(ROOT, "node_modules/@biomejs/biome/bin/biome"), "format", "--write", PAGE], { cwd: ROOT });
}
process.exitCode = bad.length > 0 ? 1 : 0;

/** Run the tests of these faults, and only those. */
function report(faults: readonly Fault[]): readonly ToldFile[] {
  const folder = mkdtempSync(join(tmpdir(), "sohoa-battery-"));
  const out = join(folder, "report.json");
  const wanted = faults.flatMap(({ tests }) => tests);
  const pattern = [...new Set(wanted.map(([, name]) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")))].join("|");
  const names = [...new Set(wanted.map(([file]) => `test/${file}.test.ts`))];
  const options = ["--reporter=default", "--reporter=json", `--outputFile.json=${out}`, "-t", pattern];
  const env = {
    ...process.env,
    SOHOA_FAULTS: values.share,
    SOHOA_SOAK_SECONDS: String(Number(values.minutes) * 60),
    ...(values.seed === undefined ? {} : { SOHOA_SEED: values.seed }),
  };
  spawnSync(process.execPath, [join(ROOT, "node_modules/vitest/vitest.mjs"), "run", ...names, ...options], {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
    env,
  });
  const { testResults } = JSON.parse(readFileSync(out, "utf8")) as { readonly testResults: readonly ToldFile[] };
  rmSync(folder, { recursive: true });
  return testResults;
}

/** Tests whose preparation failed were not run at all, and vitest calls them skipped. */
function resultsOf({ status, assertionResults }: ToldFile): readonly Told[] {
  const isUnprepared = status === "failed" && assertionResults.every((each) => each.status !== "failed");
  return isUnprepared ? assertionResults.map((each) => ({ ...each, status: "failed" })) : assertionResults;
}

/** A name that no test bears is a fault of the battery itself, not a success. */
function resultOf({ tests }: Fault, found: readonly ToldFile[]): { readonly result: string; readonly isGood: boolean } {
  const told = tests.map(([file, name]) =>
    found
      .filter((each) => each.name.endsWith(`test/${file}.test.ts`))
      .flatMap(resultsOf)
      .filter(({ fullName }) => fullName.includes(name)),
  );
  const all = [...new Set(told.flat())];
  const count = (status: string) => all.filter((each) => each.status === status).length;
  const [passed, failed] = [count("passed"), count("failed")];
  const skipped = all.length - passed - failed;
  const untold = told.filter((each) => each.length === 0).length;
  const parts = [
    `${passed} passed`,
    ...(failed > 0 ? [`${failed} FAILED`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(untold > 0 ? [`${untold} NOT FOUND`] : []),
    ...all.flatMap(({ meta }) => meta?.figure ?? []),
  ];
  return { result: parts.join("; "), isGood: failed === 0 && untold === 0 && passed > 0 };
}
