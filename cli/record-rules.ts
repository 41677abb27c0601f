/** Record profiles, controlled lists and authorities: those of the package with what the library has in its home. */
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { z } from "zod";
import { authoritiesOf, authoritiesSchema } from "../catalogue/record/authorities.ts";
import type { RecordRules } from "../catalogue/record/check.ts";
import { type ListEntry, listSchema, termsOf, withOwnEntries } from "../catalogue/record/lists.ts";
import { type RecordProfile, recordProfileSchema } from "../catalogue/record/profile.ts";
import type { Terms } from "../formats/record-terms.ts";
import { ConfigError } from "../pipeline/errors.ts";
import { PACKAGE_ROOT } from "./package-root.ts";

/** Everything that records are checked and written by. */
export interface LoadedRules extends RecordRules {
  readonly terms: Terms;
}

/**
 * Read `lists/`, `record-profiles/` and `authorities/` of the home over those of the package. Entries of a list are joined, a
 * profile of the same name replaces.
 * @throws {ConfigError} RULES-INVALID with the file and what is wrong in it.
 */
export async function loadRecordRules(home: string, language: "vi" | "en"): Promise<LoadedRules> {
  const profiles = new Map<string, RecordProfile>([
    ...(await readAll(join(PACKAGE_ROOT, "config/record-profiles"), recordProfileSchema)),
    ...(await readAll(join(home, "record-profiles"), recordProfileSchema)),
  ]);
  const lists = withOwnEntries(
    await readAll(join(PACKAGE_ROOT, "config/lists"), listSchema),
    await readAll(join(home, "lists"), listSchema),
  );
  const own = [...(await readAll(join(home, "authorities"), authoritiesSchema)).values()].flat();
  const kinds = [...profiles].map(([id, { name }]): ListEntry => ({ id, ...name, also: [], isHidden: false }));
  return { profiles, lists, authorities: authoritiesOf(own), terms: termsOf(new Map([...lists, ["profiles", kinds]]), language) };
}

/** All JSON files of a folder by their name; a folder that is not there is empty. */
async function readAll<S extends z.ZodType>(folder: string, schema: S): Promise<ReadonlyMap<string, z.output<S>>> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json")).sort();
  const read = names.map(async (name) => [basename(name, ".json"), await readOne(join(folder, name), schema)] as const);
  return new Map(await Promise.all(read));
}

async function readOne<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S>> {
  try {
    return schema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    const detail = (cause instanceof Error ? cause.message : String(cause)).slice(0, 400);
    throw new ConfigError({ code: "RULES-INVALID", subject: path, facts: { file: path, detail }, cause });
  }
}
