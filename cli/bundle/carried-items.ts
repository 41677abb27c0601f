/** The items of a bundle, as `sohoa import` knows them: descriptions, working texts, and objects of the bundle or of this home. */
import { artifactsNamed, type CarriedItem } from "../../pipeline/bring-in-item.ts";
import type { Store } from "../../pipeline/store/store.ts";
import type { ImportProblem } from "../import/carried.ts";
import { readDescriptions, textProblems } from "../import/read-descriptions.ts";
import { REGISTER_ENTRY } from "./bundle-file.ts";
import { objectsIn, type ReadBundle, type Unpacked } from "./read-bundle.ts";

/** Everything of one bundle. */
export interface CarriedBundle {
  readonly problems: readonly ImportProblem[];
  readonly items: readonly CarriedItem[];
  /** The register's rows. */
  readonly register: string;
}

/** Read the descriptions. What this home has already need not be in the bundle. */
export async function carriedItems(store: Store, bundle: ReadBundle, { texts, sizes }: Unpacked): Promise<CarriedBundle> {
  const byItem = new Map<string, Map<string, string>>();
  const problems: ImportProblem[] = [];
  for (const [name, text] of texts) {
    const [, id, file] = /^items\/([A-Za-z0-9][A-Za-z0-9._-]{0,79})\/([^/]+)$/.exec(name) ?? [];
    if (id !== undefined && file !== undefined) byItem.set(id, (byItem.get(id) ?? new Map<string, string>()).set(file, text));
    else if (name !== REGISTER_ENTRY) problems.push({ code: "BUNDLE-ENTRY", facts: { name: name.slice(0, 100) } });
  }
  const items: CarriedItem[] = [];
  for (const [id, files] of byItem) {
    const numbered = [...files].flatMap(([name, text]) => {
      const number = /^v(\d{1,9})\.json$/.exec(name)?.[1];
      return number === undefined ? [] : [{ name: `items/${id}/${name}`, text, number: Number(number) }];
    });
    numbered.sort((one, other) => one.number - other.number);
    const working = new Map([...files].filter(([name]) => !/^v\d+\.json$/.test(name)));
    const first = readDescriptions(numbered, sizes);
    const known = await withOwn(store, sizes, first.versions);
    const { versions, problems: wrong } = first.problems.length === 0 ? first : readDescriptions(numbered, known);
    problems.push(...wrong, ...(await textProblems(id, working)));
    if (versions.some(({ item }) => item.id !== id))
      problems.push({ code: "IMPORT-ITEM", facts: { item: id, other: versions[0]?.item.id ?? "" } });
    items.push({ id, versions, texts: working, sizes: known, objects: (wanted) => objectsIn(bundle, wanted) });
  }
  return { problems, items, register: texts.get(REGISTER_ENTRY) ?? "" };
}

/** Sizes of the bundle's objects and of those that this home holds. */
async function withOwn(
  store: Store,
  sizes: ReadonlyMap<string, number>,
  versions: CarriedItem["versions"],
): Promise<ReadonlyMap<string, number>> {
  const known = new Map(sizes);
  const asked = new Set<string>();
  for (const { digest } of versions.flatMap(artifactsNamed)) {
    if (known.has(digest) || asked.has(digest)) continue;
    asked.add(digest);
    const found = await store.stat(digest);
    if (found) known.set(digest, found.sizeBytes);
  }
  return known;
}
