/** Small JSON objects of a bundle that must be read before anything is decided: records and texts that people gave there. */
import { readFile } from "node:fs/promises";
import type { CarriedItem } from "../../pipeline/bring-in-item.ts";
import type { Services } from "../compose.ts";
import { objectsIn, type ReadBundle } from "./read-bundle.ts";

/** Texts of objects, by digest, wherever they lie. */
export type Peek = (digest: string) => Promise<string | undefined>;

/** Read the current records and reviewed texts of these items, in one pass over the bundle. */
export async function peekInto(
  { store, cache }: Pick<Services, "store" | "cache">,
  bundle: ReadBundle,
  items: readonly CarriedItem[],
): Promise<Peek> {
  const rows = items.flatMap(({ versions }) => versions.at(-1)?.current ?? []);
  const wanted = new Set<string>();
  for (const { role, artifact } of rows)
    if ((role === "record" || role === "text/reviewed") && !(await store.stat(artifact.digest))) wanted.add(artifact.digest);
  const texts = new Map<string, string>();
  for await (const { digest, path } of objectsIn(bundle, wanted)) texts.set(digest, await readFile(path, "utf8"));
  return async (digest) => {
    const text = texts.get(digest);
    if (text !== undefined) return text;
    return (await store.stat(digest)) ? await readFile(await cache.file(digest), "utf8") : undefined;
  };
}
