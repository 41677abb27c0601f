/** Signature profiles by name: the library's own in `<home>/profiles/signature`, else those of the package. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../config/schema.ts";
import { type SignatureProfile, signatureProfileSchema } from "../config/signature-profile.ts";
import { ConfigError, UsageError } from "../pipeline/errors.ts";
import { PACKAGE_ROOT } from "./package-root.ts";

/** The profile that holds where none is named. */
export const DEFAULT_SIGNATURE_PROFILE = "vietnam-records";

/**
 * The signature profile of this name.
 * @throws {UsageError} SIGN-PROFILE-UNKNOWN with the names there are; {ConfigError} SIGN-PROFILE-INVALID with all that is wrong.
 */
export async function findSignatureProfile(config: Config, name: string): Promise<SignatureProfile> {
  const folders = [join(config.home, "profiles/signature"), join(PACKAGE_ROOT, "config/profiles/signature")];
  for (const folder of folders) {
    const path = join(folder, `${name.replaceAll(/[^a-z0-9-]/g, "")}.json`);
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text !== undefined) return checked(text, path);
  }
  const files = (await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])))).flat();
  const known = [...new Set(files.filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -5)))].sort().join(", ");
  throw new UsageError({ code: "SIGN-PROFILE-UNKNOWN", subject: name, facts: { known } });
}

function checked(text: string, path: string): SignatureProfile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ConfigError({ code: "SIGN-PROFILE-INVALID", subject: path, facts: { detail: String(cause) }, cause });
  }
  const parsed = signatureProfileSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues.map((issue) => `${issue.path.join(".") || "(file)"}: ${issue.message}`).join("; ");
  throw new ConfigError({ code: "SIGN-PROFILE-INVALID", subject: path, facts: { detail } });
}
