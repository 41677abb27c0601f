/** Profiles by name: the library's own in `<home>/profiles`, else those of the package. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config/schema.ts";
import { ConfigError, UsageError } from "../pipeline/errors.ts";
import { type Profile, profileSchema } from "../pipeline/profile.ts";
import { PACKAGE_ROOT } from "./package-root.ts";

/**
 * The profile, completed with what the installation adds: the base of IIIF identifiers and the library's name.
 * @throws {UsageError} PROFILE-UNKNOWN with the names there are; {ConfigError} PROFILE-INVALID.
 */
export async function readProfile(config: Config, name: string): Promise<Profile> {
  const folders = [join(config.home, "profiles"), join(PACKAGE_ROOT, "config/profiles")];
  for (const folder of folders) {
    const text = await readFile(join(folder, `${name.replaceAll(/[^a-z0-9-]/g, "")}.json`), "utf8").catch(() => undefined);
    if (text !== undefined) return complete(config, name, text);
  }
  const known = (await Promise.all(folders.map((folder) => readdir(folder).catch(() => []))))
    .flat()
    .map((file) => file.replace(/\.json$/, ""));
  throw new UsageError({ code: "PROFILE-UNKNOWN", subject: name, facts: { known: known.join(", ") } });
}

function complete(config: Config, name: string, text: string): Profile {
  const parsed = profileSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new ConfigError({ code: "PROFILE-INVALID", subject: name, facts: { detail: parsed.error.message } });
  const { params, ...rest } = parsed.data;
  return { ...rest, params: { ...params, "iiif-manifest": { ...params["iiif-manifest"], baseUrl: config.baseUrl } } };
}
