/** Who may import whom, and what pure code leaves alone. Each rule turns sources into sentences about what breaks it. */
import type { Source } from "./sources.ts";

/** Folders that a folder may import, besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  hannom: [],
  config: [],
  pipeline: [],
  formats: ["pipeline", "hannom"],
  iiif: ["pipeline", "formats", "hannom"],
  catalogue: ["pipeline", "formats", "hannom"],
  stages: ["pipeline", "formats", "iiif", "hannom", "catalogue"],
  web: ["hannom", "config", "pipeline", "formats", "iiif", "catalogue"],
  cli: ["hannom", "config", "pipeline", "formats", "iiif", "catalogue", "stages", "web"],
  test: ["hannom", "config", "pipeline", "formats", "iiif", "catalogue", "stages", "web", "cli", "bench"],
  bench: ["hannom", "config", "pipeline", "formats", "iiif", "catalogue", "stages", "web", "cli", "test"],
};

const ADAPTER = /^(pipeline\/store\/(filesystem|s3|memory)|pipeline\/queue\/(local|bullmq|memory)|catalogue\/open[^/]*)\.ts$/;
const PORT = /^(pipeline\/(store|queue)\/|pipeline\/ledger\.ts$|catalogue\/(open|ledger|holdings|migrat|database|schema))/;
/** Packages that talk to databases, queues, stores and networks. */
const SERVICE_PACKAGE = /^(kysely|pg|@photostructure\/sqlite|bullmq|ioredis|minio|fastify|@fastify\/.*)$/;
const NETWORK_MODULE = /^node:(http|https|http2|net|tls|dns|dgram)(\/|$)/;
const DISK_MODULE = /^node:(fs|child_process|worker_threads|cluster|os)(\/|$)/;

/** Pure code may not ask the machine for any of these. */
const SURROUNDINGS = [
  { name: "process.env", at: /\bprocess\s*\.\s*env\b/ },
  { name: "Date.now()", at: /\bDate\s*\.\s*now\b/ },
  { name: "new Date()", at: /\bnew\s+Date\s*\(\s*\)/ },
  { name: "Math.random()", at: /\bMath\s*\.\s*random\b/ },
  { name: "performance.now()", at: /\bperformance\s*\.\s*now\b/ },
  { name: "fetch()", at: /(?<![.\w])fetch\s*\(/ },
] as const;

/** Pure code that reads or writes a file it is given by path, and why it may. */
export interface DiskException {
  readonly path: string;
  readonly reason: string;
}

/** Imports that cross folders against the table. */
export function breaksOfFolders(sources: readonly Source[]): readonly string[] {
  return eachImport(sources, (from, to) => {
    const folder = folderOf(from);
    const target = folderOf(to);
    if (target === folder || MAY_IMPORT[folder]?.includes(target)) return undefined;
    return `${from} imports ${to}: ${folder} may not know ${target}`;
  });
}

/** Adapters imported by anybody but the composition root, tests, benches and their own folder's adapters. */
export function breaksOfAdapters(sources: readonly Source[]): readonly string[] {
  return eachImport(sources, (from, to) => {
    if (!ADAPTER.test(to) || from === "cli/compose.ts" || /^(test|bench)\//.test(from)) return undefined;
    if (ADAPTER.test(from) && folderOf(from) === folderOf(to)) return undefined;
    return `${from} imports the adapter ${to}: only cli/compose.ts, test/ and bench/ may`;
  });
}

/** Stages that know a port, a sibling, a service or the network. */
export function breaksOfStages(sources: readonly Source[]): readonly string[] {
  const stages = sources.filter((source) => folderOf(source.path) === "stages");
  const imports = eachImport(stages, (from, to) => {
    if (PORT.test(to)) return `${from} imports the port ${to}: a stage knows only its files`;
    if (folderOf(to) !== "stages" || from === "stages/workflow.ts" || stageOf(from) === stageOf(to)) return undefined;
    return `${from} imports ${to}: a stage may not know a sibling`;
  });
  const foreign = stages.flatMap((source) =>
    source.foreign
      .filter((name) => SERVICE_PACKAGE.test(name) || NETWORK_MODULE.test(name))
      .map((name) => `${source.path} imports ${name}: a stage knows only its files`),
  );
  return [...imports, ...foreign, ...stages.flatMap(readsSurroundings)];
}

/** Pure folders that read clock, environment, network or disk. */
export function breaksOfPurity(sources: readonly Source[], exceptions: readonly DiskException[]): readonly string[] {
  const pure = sources.filter((source) => /^(hannom|formats|iiif)\//.test(source.path) || isCatalogueValue(source));
  const disk = pure.flatMap((source) =>
    source.foreign
      .filter((name) => NETWORK_MODULE.test(name) || DISK_MODULE.test(name) || SERVICE_PACKAGE.test(name))
      .filter((name) => NETWORK_MODULE.test(name) || !exceptions.some((each) => each.path === source.path))
      .map((name) => `${source.path} imports ${name}: pure code gets its values handed in`),
  );
  return [...disk, ...pure.flatMap(readsSurroundings)];
}

/** What runs in browsers must not know what does not: modules of Node, packages of services, ports and adapters. */
export function breaksOfBrowser(sources: readonly Source[]): readonly string[] {
  const isOfBrowser = (path: string): boolean => path.startsWith("web/workroom/") && path !== "web/workroom/vite.config.ts";
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const seen = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, from: string): void => {
    const source = byPath.get(path);
    if (!source || seen.has(path)) return;
    seen.add(path);
    if (!isOfBrowser(path) && !/^(hannom|pipeline|formats|catalogue|iiif|config)\//.test(path)) {
      found.push(`${from} imports ${path}: browsers get pure code only`);
    }
    const foreign = source.foreign.filter((name) => name.startsWith("node:") || SERVICE_PACKAGE.test(name) || name === "sharp");
    found.push(...foreign.map((name) => `${path} imports ${name}: it runs in browsers (by way of ${from})`));
    for (const next of valueImports(source)) walk(next, path);
  };
  for (const { path } of sources) if (isOfBrowser(path)) walk(path, path);
  return found;
}

/** Imports that are there when the code runs: those of types alone are gone by then. */
function valueImports(source: Source): readonly string[] {
  const code = source.code.replace(/import\s+type\b[^;]*;/g, "");
  return source.own.filter((path) => code.includes(path.split("/").at(-1) ?? path));
}

/** Imports whose target is computed, so that no rule can see it. Tests and benches may. */
export function hiddenImports(sources: readonly Source[]): readonly string[] {
  const computed = /\bimport\s*\(\s*(?:[^"'`\s]|`[^`]*\$\{)/;
  const product = sources.filter((source) => !/^(test|bench)\//.test(source.path));
  return product.filter((source) => computed.test(source.code)).map((source) => `${source.path} imports what cannot be read`);
}

/** The picture library taken past its locks: a decoder that nobody asked for would be open. Tests and benches may. */
export function unlockedPictures(sources: readonly Source[]): readonly string[] {
  const taken = /\bimport\s+(?!type\b)[^;]*?\bfrom\s*["']sharp["']|\bimport\s*\(\s*["']sharp["']/;
  const product = sources.filter(({ path }) => !/^(test|bench)\//.test(path) && path !== "formats/locked-sharp.ts");
  return product
    .filter(({ code }) => taken.test(code))
    .map(({ path }) => `${path} imports sharp: only formats/locked-sharp.ts may`);
}

/** Circles of imports, types included, each told once from its first file in the alphabet. */
export function circles(sources: readonly Source[]): readonly string[] {
  const imports = new Map(sources.map((source) => [source.path, source.own]));
  const finished = new Set<string>();
  const found = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      found.add(toCircle(trail.slice(start)));
      return;
    }
    if (finished.has(path)) return;
    for (const next of imports.get(path) ?? []) walk(next, [...trail, path]);
    finished.add(path);
  };
  for (const path of imports.keys()) walk(path, []);
  return [...found].sort();
}

/** Imports of files that are not there: a sign that the reading of imports went wrong. */
export function missing(sources: readonly Source[], exists: (path: string) => boolean): readonly string[] {
  return eachImport(sources, (from, to) => (exists(to) ? undefined : `${from} imports ${to}, which is not there`));
}

function toCircle(trail: readonly string[]): string {
  const first = trail.indexOf([...trail].sort()[0] as string);
  return [...trail.slice(first), ...trail.slice(0, first), trail[first]].join(" → ");
}

function readsSurroundings(source: Source): readonly string[] {
  return SURROUNDINGS.filter((each) => each.at.test(source.code)).map((each) => `${source.path} reads ${each.name}`);
}

/** A catalogue file that does not touch the database is a value or a pure function. */
function isCatalogueValue(source: Source): boolean {
  return (
    folderOf(source.path) === "catalogue" && !PORT.test(source.path) && !source.foreign.some((name) => SERVICE_PACKAGE.test(name))
  );
}

function eachImport(sources: readonly Source[], judge: (from: string, to: string) => string | undefined): readonly string[] {
  return sources.flatMap((source) => source.own.map((to) => judge(source.path, to)).filter((each) => each !== undefined));
}

function folderOf(path: string): string {
  return path.split("/")[0] ?? "";
}

/** `stages/ocr.ts` and everything under `stages/ocr/` are one stage. */
function stageOf(path: string): string {
  return (path.split("/")[1] ?? "").replace(/\.ts$/, "");
}
