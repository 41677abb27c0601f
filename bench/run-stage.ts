/**
 * Run one stage by hand, without queue, store or catalogue:
 *
 *   npx tsx bench/run-stage.ts inspect master=page.tif --out /tmp/p1
 *   npx tsx bench/run-stage.ts image-cleanup master=page.tif quality=/tmp/p1/report --out /tmp/p1
 *
 * Inputs are name=path by the names the stage declares; repeat a name to give an item-wide stage its pages in order.
 * `--params '{"maxSkewDegrees":5}'` overrides defaults. Outputs land in the folder under the names the stage declares.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ROLES, type Role } from "../pipeline/artifact.ts";
import { type AnyStage, type InputFile, isOptional, rolesOf, type Source } from "../pipeline/stage.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: "string", default: "." }, params: { type: "string", default: "{}" } },
});
const [name, ...given] = positionals;
if (name === undefined) throw new Error("usage: run-stage <stage> <name=path>... --out <folder> [--params <json>]");

const stage = await loadStage(name);
const out = resolve(values.out);
mkdirSync(out, { recursive: true });
const scratch = mkdtempSync(join(tmpdir(), "run-stage-"));
const outputs = Object.fromEntries(Object.keys(stage.outputs).map((key) => [key, join(out, key)]));
const isGiven = (key: string) => given.some((each) => each.startsWith(`${key}=`));
const sources = Object.entries<Source>(stage.inputs).filter(([key, source]) => isGiven(key) || !isOptional(source));
const inputs = Object.fromEntries(sources.map(([key, source]) => [key, inputOf(key, source)]));

const cpu = process.cpuUsage();
const begun = performance.now();
try {
  await stage.run({
    inputs,
    outputs,
    scratch,
    params: stage.params.parse(JSON.parse(values.params)),
    signal: new AbortController().signal,
  });
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
const used = process.cpuUsage(cpu);
const sizes = Object.entries(outputs).map(([key, path]) => `${key} ${statSync(path).size} B`);
console.log(
  `${name}: ${((used.user + used.system) / 1e6).toFixed(2)} CPU-s, ${((performance.now() - begun) / 1000).toFixed(2)} s, ` +
    `peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB; ${sizes.join(", ")}`,
);

async function loadStage(stageName: string): Promise<AnyStage> {
  const module: Record<string, unknown> = await import(`../stages/${stageName}.ts`);
  const found = Object.values(module).find((each) => (each as Partial<AnyStage>)?.kind === "stage");
  if (found === undefined) throw new Error(`stages/${stageName}.ts exports no stage`);
  return found as AnyStage;
}

function inputOf(key: string, source: Source): InputFile | readonly InputFile[] {
  const role = rolesOf(source)[0] as Role;
  const files = given
    .filter((each) => each.startsWith(`${key}=`))
    .map((each) => inputFile(resolve(each.slice(key.length + 1)), role));
  if (stage.of === "item" && ROLES[role].of === "page") return files;
  const [only] = files;
  if (only === undefined || files.length > 1) throw new Error(`give exactly one ${key}=path (found ${files.length})`);
  return only;
}

function inputFile(path: string, role: Role): InputFile {
  const digest = createHash("sha256").update(readFileSync(path)).digest("hex");
  return { path, digest, role, sizeBytes: statSync(path).size, mediaType: ROLES[role].mediaType };
}
