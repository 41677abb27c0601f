/** Profiles by name: the library's own in `<home>/profiles`, else those of the package. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config/schema.ts";
import { ConfigError, UsageError } from "../pipeline/errors.ts";
import { type Profile, profileSchema } from "../pipeline/profile.ts";
import { PACKAGE_ROOT } from "./package-root.ts";
import { readProvider } from "./provider.ts";
import { withQuality } from "./quality-profiles.ts";

/**
 * The profile, completed with what the installation adds: the base of IIIF identifiers, the library's identity, and the limits of its quality profile.
 * @throws {UsageError} PROFILE-UNKNOWN or QUALITY-UNKNOWN with the names there are; {ConfigError} PROFILE-INVALID, QUALITY-INVALID.
 */
export async function readProfile(config: Config, name: string): Promise<Profile> {
  for (const folder of foldersOf(config)) {
    const text = await readFile(join(folder, `${name.replaceAll(/[^a-z0-9-]/g, "")}.json`), "utf8").catch(() => undefined);
    if (text !== undefined) return await withQuality(config, await complete(config, name, text));
  }
  throw new UsageError({ code: "PROFILE-UNKNOWN", subject: name, facts: { known: (await profileNames(config)).join(", ") } });
}

/** All names of profiles for items, in the order of the alphabet. */
export async function profileNames(config: Config): Promise<readonly string[]> {
  const files = await Promise.all(foldersOf(config).map((folder) => readdir(folder).catch(() => [])));
  const names = files.flat().filter((file) => file.endsWith(".json"));
  return [...new Set(names.map((file) => file.replace(/\.json$/, "")))].sort();
}

function foldersOf(config: Config): readonly string[] {
  return [join(config.home, "profiles"), join(PACKAGE_ROOT, "config/profiles")];
}

async function complete(config: Config, name: string, text: string): Promise<Profile> {
  const parsed = profileSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new ConfigError({ code: "PROFILE-INVALID", subject: name, facts: { detail: parsed.error.message } });
  const { params, ...rest } = parsed.data;
  const provider = await readProvider(config);
  const site = { baseUrl: config.baseUrl, ...(provider && { provider }) };
  return { ...rest, params: { ...params, "iiif-manifest": { ...params["iiif-manifest"], ...site } } };
}
