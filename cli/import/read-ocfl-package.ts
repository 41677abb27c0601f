/** Items in an OCFL storage root, or in one object of it. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { checkObject } from "../../formats/ocfl/check-object.ts";
import { checkRoot, isObjectRoot } from "../../formats/ocfl/check-root.ts";
import { type Inventory, versionNames } from "../../formats/ocfl/inventory.ts";
import type { CarriedItem, CarriedObject } from "../../pipeline/bring-in-item.ts";
import { DESCRIPTION_FILE, HOLDINGS_ID, textsIdOf } from "../export-ocfl.ts";
import type { CarriedPackage, HoldingsTexts, ImportProblem } from "./carried.ts";
import { refused } from "./carried.ts";
import { readDescriptions, textProblems } from "./read-descriptions.ts";

/** How identifiers end of objects that hold working texts. */
const TEXTS_END = textsIdOf("").slice(textsIdOf("").lastIndexOf(":"));

interface SoundObject {
  readonly folder: string;
  readonly inventory: Inventory;
}

/** Read and check a root or an object: every byte of it. */
export async function readOcflPackage(folder: string): Promise<CarriedPackage> {
  const found = await checked(folder);
  if (found.problems.length > 0) return refused(found.problems);
  const problems: ImportProblem[] = [];
  const items: CarriedItem[] = [];
  let holdings: HoldingsTexts = new Map();
  const byId = new Map(found.objects.map((object) => [object.inventory.id, object]));
  for (const [id, object] of byId) {
    if (id === HOLDINGS_ID) holdings = await stateTexts(object);
    if (id === HOLDINGS_ID || id.endsWith(TEXTS_END)) continue;
    const read = await readItem(object);
    problems.push(...read.problems);
    if (!read.item) continue;
    const working = byId.get(textsIdOf(read.item.id));
    const texts = working ? await stateTexts(working) : new Map<string, string>();
    problems.push(...(await textProblems(read.item.id, texts)));
    items.push({ ...read.item, texts });
  }
  if (problems.length > 0) return refused(problems);
  return items.length > 0 ? { problems, items, holdings } : refused([{ code: "OCFL-EMPTY", facts: { subject: folder } }]);
}

async function checked(
  folder: string,
): Promise<{ readonly problems: readonly ImportProblem[]; readonly objects: readonly SoundObject[] }> {
  if (await isObjectRoot(folder)) {
    const { problems, inventory } = await checkObject(folder);
    return { problems, objects: inventory ? [{ folder, inventory }] : [] };
  }
  const { problems, objects } = await checkRoot(folder);
  const sound = objects.flatMap(({ path, inventory }) => (inventory ? [{ folder: join(folder, path), inventory }] : []));
  return { problems, objects: sound };
}

/** One description a version; objects are known by the SHA-256 that the inventory states and the check has compared. */
async function readItem({ folder, inventory }: SoundObject) {
  const paths = new Map<string, string>();
  for (const [sha256, [path]] of Object.entries(inventory.fixity?.["sha256"] ?? {}))
    if (path !== undefined) paths.set(sha256.toLowerCase(), join(folder, path));
  const texts = [];
  for (const version of versionNames(inventory)) {
    const path = contentPathOf(inventory, version, DESCRIPTION_FILE);
    if (path === undefined) return { problems: [{ code: "IMPORT-FOREIGN", facts: { subject: inventory.id } }] };
    texts.push({ name: `${version}/${DESCRIPTION_FILE}`, text: await readFile(join(folder, path), "utf8") });
  }
  const sizes = new Map<string, number>();
  for (const [sha256, path] of paths) sizes.set(sha256, await sizeOf(path));
  const { versions, problems } = readDescriptions(texts, sizes);
  const [first] = versions;
  if (problems.length > 0 || !first) return { problems };
  async function* objects(wanted: ReadonlySet<string>): AsyncGenerator<CarriedObject> {
    for (const digest of wanted) {
      const path = paths.get(digest);
      if (path !== undefined) yield { digest, sizeBytes: sizes.get(digest) ?? 0, path };
    }
  }
  const item: Omit<CarriedItem, "texts"> = { id: first.item.id, versions, sizes, objects };
  return { problems, item };
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

function contentPathOf(inventory: Inventory, version: string, logical: string): string | undefined {
  const state = Object.entries(inventory.versions[version]?.state ?? {});
  const digest = state.find(([, names]) => names.includes(logical))?.[0];
  return digest === undefined ? undefined : inventory.manifest[digest]?.[0];
}

async function stateTexts({ folder, inventory }: SoundObject): Promise<HoldingsTexts> {
  const texts = new Map<string, string>();
  for (const [digest, names] of Object.entries(inventory.versions[inventory.head]?.state ?? {})) {
    const text = await readFile(join(folder, inventory.manifest[digest]?.[0] ?? ""), "utf8");
    for (const name of names) texts.set(name, text);
  }
  return texts;
}
