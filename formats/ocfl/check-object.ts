/** Whether a folder is a valid OCFL object: its structure, its inventories, and every byte of its content (OCFL 1.1, section 3). */
import { join } from "node:path";
import { checkContent } from "./check-content.ts";
import { checkInventory } from "./check-inventory.ts";
import { type PriorInventory, priorProblems } from "./check-priors.ts";
import { checkDeclaration, isDeclaration } from "./declaration.ts";
import { type Inventory, versionNames } from "./inventory.ts";
import { type OcflProblem, violation } from "./problem.ts";
import { below, digestsOfFile, type Entry, entriesOf, textOf } from "./walk.ts";

/** What was found; an object with any problem is not to be used. */
export interface ObjectReport {
  readonly problems: readonly OcflProblem[];
  /** Of an object whose structure could be read. */
  readonly inventory?: Inventory;
  readonly specVersion?: string;
  readonly files: number;
}

const SIDECAR = /^inventory\.json\.([a-z0-9-]+)$/;

/** Check the object in `folder`. Reads every byte, and writes none. */
export async function checkObject(folder: string, where = folder): Promise<ObjectReport> {
  const entries = await entriesOf(folder);
  const links = (await below(folder)).others.map((path) => violation("E090", where, path));
  const { specVersion, problems: declared } = await checkDeclaration(folder, entries, "ocfl_object");
  const read = await readInventory(folder, entries, where, specVersion);
  const problems = [...links, ...declared, ...read.problems];
  if (!read.inventory) return { problems: [...problems, ...strangeEntries(entries, undefined, where)], files: 0 };
  const { inventory } = read;
  const priors = await readPriors(folder, inventory, where);
  problems.push(...strangeEntries(entries, inventory, where), ...(await extensionProblems(folder, entries, where)));
  problems.push(...priors.problems, ...priorProblems({ ...read, inventory }, priors.found, where));
  const content = await checkContent(folder, inventory, where);
  problems.push(...content.problems);
  return { problems, inventory, files: content.files, ...(specVersion === undefined ? {} : { specVersion }) };
}

interface ReadInventory {
  readonly inventory?: Inventory;
  readonly text?: string;
  readonly problems: readonly OcflProblem[];
}

/** An inventory with the file that states its digest. */
async function readInventory(
  folder: string,
  entries: readonly Entry[],
  where: string,
  specVersion: string | undefined,
): Promise<ReadInventory> {
  const hasInventory = entries.some(({ name, kind }) => name === "inventory.json" && kind === "file");
  if (!hasInventory) return { problems: [violation("E063", where)] };
  const text = (await textOf(join(folder, "inventory.json"))) ?? "";
  const checked = checkInventory(text, where, specVersion);
  const sidecars = entries.flatMap(({ name, kind }) => (kind === "file" ? (SIDECAR.exec(name)?.[1] ?? []) : []));
  const problems = await sidecarProblems(folder, sidecars, checked.inventory?.digestAlgorithm, where);
  return checked.inventory
    ? { inventory: checked.inventory, text, problems }
    : { text, problems: [...checked.problems, ...problems] };
}

async function sidecarProblems(
  folder: string,
  sidecars: readonly string[],
  algorithm: string | undefined,
  where: string,
): Promise<readonly OcflProblem[]> {
  if (sidecars.length === 0) return [violation("E058", where)];
  // Of a broken inventory nobody knows the algorithm: its sidecars are judged by their own names.
  const wanted = algorithm ?? sidecars[0] ?? "";
  if (sidecars.length > 1 || !sidecars.includes(wanted)) return [violation("E059", where, sidecars)];
  if (wanted !== "sha512" && wanted !== "sha256") return [];
  const text = (await textOf(join(folder, `inventory.json.${wanted}`))) ?? "";
  const stated = /^([0-9A-Fa-f]+)[ \t]+inventory\.json\r?\n?$/.exec(text)?.[1];
  if (stated === undefined) return [violation("E061", where, text)];
  const found = (await digestsOfFile(join(folder, "inventory.json"), [wanted])).get(wanted);
  return found === stated.toLowerCase() ? [] : [violation("E060", where, stated)];
}

/** Only what the specification names may lie in an object root. */
function strangeEntries(entries: readonly Entry[], inventory: Inventory | undefined, where: string): readonly OcflProblem[] {
  const versions = new Set(inventory ? versionNames(inventory) : []);
  const namesOf = (wanted: Entry["kind"]) => entries.filter(({ kind }) => kind === wanted).map(({ name }) => name);
  const isKnownFile = (name: string) => name === "inventory.json" || SIDECAR.test(name) || isDeclaration(name);
  const folders = namesOf("folder").filter((name) => !["logs", "extensions"].includes(name) && !versions.has(name));
  // Of an object without a readable inventory nobody knows how many versions it has.
  const isVersion = (name: string) => /^v\d+$/.test(name);
  const unknown = inventory ? folders.filter(isVersion) : [];
  const missing = [...versions].filter((version) => !namesOf("folder").includes(version));
  return [
    ...[...namesOf("file").filter((name) => !isKnownFile(name)), ...folders.filter((name) => !isVersion(name))].map((name) =>
      violation("E001", where, name),
    ),
    ...unknown.map((name) => violation("E046", where, name)),
    ...missing.map((name) => violation("E046", where, `${name} is missing`)),
  ];
}

async function extensionProblems(folder: string, entries: readonly Entry[], where: string): Promise<readonly OcflProblem[]> {
  if (!entries.some(({ name, kind }) => name === "extensions" && kind === "folder")) return [];
  const inside = await entriesOf(join(folder, "extensions"));
  return inside.filter(({ kind }) => kind !== "folder").map(({ name }) => violation("E067", where, name));
}

/** Inventories that versions keep of themselves; other files beside them are not allowed. */
async function readPriors(folder: string, inventory: Inventory, where: string) {
  const problems: OcflProblem[] = [];
  const found: PriorInventory[] = [];
  for (const version of versionNames(inventory)) {
    const place = `${where} ${version}`;
    const entries = await entriesOf(join(folder, version)).catch(() => undefined);
    if (!entries) continue;
    const files = entries.filter(({ kind }) => kind === "file").map(({ name }) => name);
    problems.push(
      ...files.filter((name) => name !== "inventory.json" && !SIDECAR.test(name)).map((name) => violation("E015", place, name)),
    );
    if (!files.includes("inventory.json")) continue;
    const read = await readInventory(join(folder, version), entries, place, undefined);
    problems.push(...read.problems);
    if (read.inventory && read.text !== undefined) found.push({ version, inventory: read.inventory, text: read.text });
  }
  return { problems, found };
}
