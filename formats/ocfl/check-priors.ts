/** Inventories of earlier versions against the newest: an object grows, and what it was stays as it was (OCFL 1.1, section 3.5). */
import { contentDirectoryOf } from "./check-inventory.ts";
import { type Inventory, versionNames } from "./inventory.ts";
import { type OcflProblem, violation } from "./problem.ts";

/** The inventory that lies in the folder of a version. */
export interface PriorInventory {
  readonly version: string;
  readonly inventory: Inventory;
  readonly text: string;
}

/** The inventory of the object root with its text. */
export interface RootInventory {
  readonly inventory: Inventory;
  readonly text?: string;
}

/** Everything in which an earlier inventory contradicts the newest. */
export function priorProblems(root: RootInventory, priors: readonly PriorInventory[], where: string): readonly OcflProblem[] {
  const problems: OcflProblem[] = [];
  let specBefore = "";
  for (const prior of priors) {
    const place = `${where} ${prior.version}`;
    const { inventory } = prior;
    if (inventory.head !== prior.version) problems.push(violation("E040", place, inventory.head));
    if (inventory.id !== root.inventory.id) problems.push(violation("E110", place, inventory.id));
    if (contentDirectoryOf(inventory) !== contentDirectoryOf(root.inventory))
      problems.push(violation("E019", place, contentDirectoryOf(inventory)));
    if (inventory.type < specBefore) problems.push(violation("E103", place, inventory.type));
    specBefore = inventory.type;
    problems.push(...stateProblems(root.inventory, prior, place));
  }
  if (root.inventory.type < specBefore) problems.push(violation("E103", where, root.inventory.type));
  const newest = priors.find(({ version }) => version === root.inventory.head);
  if (newest && root.text !== newest.text) problems.push(violation("E064", where, root.inventory.head));
  return problems;
}

/** The versions that an earlier inventory tells of must be those of the newest: the same names for the same content. */
function stateProblems(root: Inventory, { inventory, version }: PriorInventory, where: string): readonly OcflProblem[] {
  const missing = versionNames(inventory).filter((name) => root.versions[name] === undefined);
  if (missing.length > 0) return [violation("E066", where, missing)];
  return versionNames(inventory)
    .filter((name) => filesOf(inventory, name) !== filesOf(root, name))
    .map((name) => violation("E066", where, `${name} in ${version}`));
}

/** Logical paths with the place where the content was stored first; digests may be of another algorithm. */
function filesOf(inventory: Inventory, version: string): string {
  const state = inventory.versions[version]?.state ?? {};
  const lines = Object.entries(state).flatMap(([digest, paths]) => {
    const [content] = [...(inventory.manifest[digest] ?? [])].sort();
    return paths.map((path) => `${path}\n${content}`);
  });
  return lines.sort().join("\n");
}
