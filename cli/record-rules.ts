/** Record profiles, controlled lists and authorities: those of the package with what the library has in its home. */
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { z } from "zod";
import { authoritiesOf, authoritiesSchema } from "../catalogue/record/authorities.ts";
import type { LoadedRules } from "../catalogue/record/check.ts";
import { type ControlledLists, type ListEntry, listSchema, termsOf, withOwnEntries } from "../catalogue/record/lists.ts";
import { type RecordProfile, recordProfileSchema } from "../catalogue/record/profile.ts";
import type { Settings } from "../catalogue/settings/port.ts";
import { ConfigError } from "../pipeline/errors.ts";
import { PACKAGE_ROOT } from "./package-root.ts";

/**
 * Read `lists/`, `record-profiles/` and `authorities/` of the home over those of the package. Entries of a list are joined, a
 * profile of the same name replaces.
 * @param set lists that were set on the screen of settings: they lie over those of both
 * @throws {ConfigError} RULES-INVALID with the file and what is wrong in it.
 */
export async function loadRecordRules(
  home: string,
  language: "vi" | "en",
  set: ControlledLists = new Map(),
): Promise<LoadedRules> {
  const profiles = new Map<string, RecordProfile>([
    ...(await readAll(join(PACKAGE_ROOT, "config/record-profiles"), recordProfileSchema)),
    ...(await readAll(join(home, "record-profiles"), recordProfileSchema)),
  ]);
  const lists = withOwnEntries(await filedLists(home), set);
  const own = [...(await readAll(join(home, "authorities"), authoritiesSchema)).values()].flat();
  const kinds = [...profiles].map(([id, { name }]): ListEntry => ({ id, ...name, also: [], isHidden: false }));
  return { profiles, lists, authorities: authoritiesOf(own), terms: termsOf(new Map([...lists, ["profiles", kinds]]), language) };
}

/** The lists of the package and of the library's folder. */
export async function filedLists(home: string): Promise<ControlledLists> {
  return withOwnEntries(
    await readAll(join(PACKAGE_ROOT, "config/lists"), listSchema),
    await readAll(join(home, "lists"), listSchema),
  );
}

/** The lists that were set on the screen of settings. */
export async function listsInForce(settings: Pick<Settings, "all">): Promise<ControlledLists> {
  const rows = (await settings.all()).filter(({ name }) => name.startsWith("list."));
  return new Map(rows.map(({ name, value }) => [name.slice("list.".length), listSchema.parse(value)]));
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
