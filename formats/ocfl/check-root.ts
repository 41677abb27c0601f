/** Whether a folder is a valid OCFL storage root, with all objects in it (OCFL 1.1, section 4). */
import { join } from "node:path";
import { checkObject, type ObjectReport } from "./check-object.ts";
import { checkDeclaration } from "./declaration.ts";
import { LAYOUT, objectPath } from "./layout.ts";
import { type OcflProblem, violation } from "./problem.ts";
import { type Entry, entriesOf, textOf } from "./walk.ts";

/** An object that was found, by its path below the root. */
export interface FoundObject extends ObjectReport {
  readonly path: string;
}

/** What was found; a root without objects is sound, and holds nothing. */
export interface RootReport {
  readonly problems: readonly OcflProblem[];
  readonly objects: readonly FoundObject[];
}

/** True when the folder declares itself to be a storage root, rightly or not. */
export async function isStorageRoot(folder: string): Promise<boolean> {
  return (await entriesOf(folder)).some(({ name }) => /^\w=ocfl_\d/.test(name));
}

/** True when the folder declares itself to be an object, rightly or not. */
export async function isObjectRoot(folder: string): Promise<boolean> {
  return (await entriesOf(folder)).some(({ name }) => /^\w=ocfl_object/.test(name));
}

/** Check the root in `folder` and each of its objects. Reads every byte, and writes none. */
export async function checkRoot(folder: string): Promise<RootReport> {
  const { specVersion, problems: declared } = await checkDeclaration(folder, await entriesOf(folder), "ocfl");
  const layout = await layoutOf(folder);
  const walked = await walkHierarchy(folder);
  const objects: FoundObject[] = [];
  for (const path of walked.objects) objects.push({ ...(await checkObject(join(folder, path), path)), path });
  const problems = [
    ...declared,
    ...layout.problems,
    ...walked.problems,
    ...objects.flatMap(({ problems: each }) => each),
    ...objects.flatMap((object) => placeProblems(object, layout.extension, specVersion)),
    ...twins(objects),
  ];
  return { problems, objects };
}

async function layoutOf(folder: string): Promise<{ readonly extension?: string; readonly problems: readonly OcflProblem[] }> {
  const text = await textOf(join(folder, "ocfl_layout.json"));
  if (text === undefined) return { problems: [] };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problems: [violation("E070", "ocfl_layout.json", text)] };
  }
  const { extension, description } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (extension === undefined || typeof description !== "string")
    return { problems: [violation("E070", "ocfl_layout.json", value)] };
  if (typeof extension !== "string" || !/^\d{4}-[a-z0-9-]+$/.test(extension))
    return { problems: [violation("E071", "ocfl_layout.json", extension)] };
  return { extension, problems: [] };
}

interface Walked {
  readonly objects: string[];
  readonly problems: OcflProblem[];
}

/** Folders lead to objects and hold nothing else; files of the root itself are its own affair (E087). */
async function walkHierarchy(root: string): Promise<Walked> {
  const walked: Walked = { objects: [], problems: [] };
  const waiting = [""];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const entries = await entriesOf(join(root, path));
    const start = path === "" ? "" : `${path}/`;
    walked.problems.push(...hierarchyProblems(path, entries));
    if (path === "") walked.problems.push(...(await extensionProblems(root, entries)));
    for (const { name, kind } of entries) {
      if (kind !== "folder" || `${start}${name}` === "extensions") continue;
      const isObject = await isObjectRoot(join(root, start, name));
      (isObject ? walked.objects : waiting).push(`${start}${name}`);
    }
  }
  walked.objects.sort();
  return walked;
}

/** Extensions of the root are folders, one for each. */
async function extensionProblems(root: string, entries: readonly Entry[]): Promise<readonly OcflProblem[]> {
  if (!entries.some(({ name, kind }) => name === "extensions" && kind === "folder")) return [];
  const inside = await entriesOf(join(root, "extensions"));
  return inside.filter(({ kind }) => kind !== "folder").map(({ name }) => violation("E112", "extensions", name));
}

function hierarchyProblems(path: string, entries: readonly Entry[]): readonly OcflProblem[] {
  const links = entries.filter(({ kind }) => kind === "other").map(({ name }) => violation("E090", path, name));
  if (path === "") return links;
  if (entries.length === 0) return [violation("E073", path)];
  return [...links, ...entries.filter(({ kind }) => kind === "file").map(({ name }) => violation("E072", path, name))];
}

/** An object lies where the layout says, and is of no later specification than its root. */
function placeProblems(
  object: FoundObject,
  extension: string | undefined,
  rootVersion: string | undefined,
): readonly OcflProblem[] {
  const { path, inventory, specVersion } = object;
  const isLate = specVersion !== undefined && rootVersion !== undefined && specVersion > rootVersion;
  const isMisplaced = extension === LAYOUT && inventory !== undefined && objectPath(inventory.id) !== path;
  return [
    ...(isLate ? [violation("E081", path, specVersion)] : []),
    ...(isMisplaced ? [violation("E083", path, inventory.id)] : []),
  ];
}

function twins(objects: readonly FoundObject[]): readonly OcflProblem[] {
  const seen = new Set<string>();
  return objects.flatMap(({ inventory, path }) => {
    if (!inventory) return [];
    const isTwin = seen.has(inventory.id);
    seen.add(inventory.id);
    return isTwin ? [violation("E037", path, inventory.id)] : [];
  });
}
