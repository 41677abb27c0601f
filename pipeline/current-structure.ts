/** The page list that an item has now, and its pages under the names that a numbering gives. */
import { readFile } from "node:fs/promises";
import type { Digest } from "./artifact.ts";
import { type Numbering, numberPages } from "./folios/numbering.ts";
import type { Ledger } from "./ledger.ts";
import { type Structure, structureSchema } from "./structure.ts";

/** An item's structure and the name of its bytes. */
export interface CurrentStructure {
  readonly structure: Structure;
  readonly digest: Digest;
}

/** The item's structure; undefined before its page list was closed. */
export async function currentStructure(
  { ledger, cache }: { readonly ledger: Pick<Ledger, "current">; readonly cache: { file(digest: Digest): Promise<string> } },
  itemId: string,
): Promise<CurrentStructure | undefined> {
  const artifact = await ledger.current(itemId, "item/structure");
  if (!artifact) return undefined;
  const text = await readFile(await cache.file(artifact.digest), "utf8");
  return { structure: structureSchema.parse(JSON.parse(text)), digest: artifact.digest };
}

/** The page list under the names that the numbering gives. */
export function relabelled(structure: Structure, numbering: Numbering | undefined): Structure {
  if (!numbering) return structure;
  const { folios } = numberPages(
    structure.pages.map(({ id }) => id),
    numbering,
  );
  const pages = structure.pages.map((page, at) => ({ ...page, label: folios[at]?.label ?? page.label }));
  return { ...structure, pages, numbering: { scheme: numbering.scheme, marks: [...numbering.marks] } };
}
