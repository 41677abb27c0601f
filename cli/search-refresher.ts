/** What keeps the search index at what is published, made from a command's services. */
import { readFile } from "node:fs/promises";
import type { Refresher } from "../catalogue/search/refresh.ts";
import type { Services } from "./compose.ts";

/** Reads artifacts through the cache of objects. */
export function refresherOf({ search, cache, log }: Services): Refresher {
  return { search, log, readObject: async (digest) => await readFile(await cache.file(digest), "utf8") };
}
