/** Quality profiles by name: the library's own in `<home>/profiles/quality`, else those of the package. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { limitValues, type QualityProfile, readQualityProfile } from "../config/quality-profile.ts";
import type { Config } from "../config/schema.ts";
import { SESSION_CHART, sessionLimitsSchema } from "../pipeline/chart-limits.ts";
import { ConfigError, UsageError } from "../pipeline/errors.ts";
import type { Profile } from "../pipeline/profile.ts";
import { qualityLimits } from "../stages/inspect/limits.ts";
import { PACKAGE_ROOT } from "./package-root.ts";

function foldersOf(config: Config): readonly string[] {
  return [join(config.home, "profiles/quality"), join(PACKAGE_ROOT, "config/profiles/quality")];
}

/**
 * The quality profile of this name; a name that ends in .json is the path of a file.
 * @throws {UsageError} QUALITY-UNKNOWN with the names there are; {ConfigError} QUALITY-INVALID with all that is wrong.
 */
export async function findQualityProfile(config: Config, name: string): Promise<QualityProfile> {
  const paths = name.endsWith(".json")
    ? [name]
    : foldersOf(config).map((folder) => join(folder, `${name.replaceAll(/[^a-z0-9-]/g, "")}.json`));
  for (const path of paths) {
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text !== undefined) return checked(text, path);
  }
  const known = (await qualityProfileNames(config)).join(", ");
  throw new UsageError({ code: "QUALITY-UNKNOWN", subject: name, facts: { known } });
}

/** All names, in the order of the alphabet. */
export async function qualityProfileNames(config: Config): Promise<readonly string[]> {
  const files = await Promise.all(foldersOf(config).map((folder) => readdir(folder).catch(() => [])));
  const names = files.flat().filter((file) => file.endsWith(".json"));
  return [...new Set(names.map((file) => file.replace(/\.json$/, "")))].sort();
}

function checked(text: string, path: string): QualityProfile {
  const read = readQualityProfile(text);
  const problems = "problems" in read ? read.problems : unknownLimits(read.profile);
  if ("profile" in read && problems.length === 0) return read.profile;
  throw new ConfigError({ code: "QUALITY-INVALID", subject: path, facts: { detail: problems.join("; ") } });
}

/** Limits that nothing checks, or whose value is not one of theirs. */
function unknownLimits(profile: QualityProfile): readonly string[] {
  const page = qualityLimits.strict().safeParse(limitValues(profile, "page"));
  const session = sessionLimitsSchema.safeParse(limitValues(profile, "session"));
  const issues = [...(page.error?.issues ?? []), ...(session.error?.issues ?? [])];
  return issues.map((issue) => `${issue.path.join(".") || "limits"}: ${issue.message}`);
}

/**
 * An item's profile with the limits of its quality profile among its parameters; what the item's profile says itself
 * holds. Limits that are the defaults anyway are left out, so that naming `default` changes nothing.
 */
export async function withQuality(config: Config, profile: Profile): Promise<Profile> {
  const quality = await findQualityProfile(config, profile.quality ?? config.quality);
  const defaults: Readonly<Record<string, unknown>> = qualityLimits.parse({});
  const page = { qualityProfile: quality.name, ...limitValues(quality, "page") };
  const differing = Object.fromEntries(Object.entries(page).filter(([name, value]) => defaults[name] !== value));
  const { params } = profile;
  return {
    ...profile,
    params: {
      ...params,
      ...merged(params, "inspect", differing),
      ...merged(params, SESSION_CHART, limitValues(quality, "session")),
    },
  };
}

function merged(params: Profile["params"], key: string, limits: Readonly<Record<string, unknown>>): Profile["params"] {
  const all = { ...limits, ...params[key] };
  return Object.keys(all).length === 0 ? {} : { [key]: all };
}
