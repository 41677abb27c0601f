/** Keys of other installations that this home takes bundles from: `trusted-keys.json`, one entry for each, added by a person. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { ConfigError } from "../../pipeline/errors.ts";
import { fingerprint } from "../backup/signing-key.ts";

const FILE = "trusted-keys.json";

const keysSchema = z.array(z.object({ name: z.string().min(1), publicKey: z.string() }));

/** A key and whose it is. */
export type TrustedKey = Readonly<z.output<typeof keysSchema>[number]>;

/** All trusted keys. @throws {ConfigError} TRUST-FILE when the list cannot be read: nobody is trusted by guess */
export async function trustedKeys(home: string): Promise<readonly TrustedKey[]> {
  const path = join(home, FILE);
  const text = await readFile(path, "utf8").catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== "ENOENT") throw thrown;
    return "[]";
  });
  try {
    return keysSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ConfigError({ code: "TRUST-FILE", subject: path, cause });
  }
}

/** Trust a key from now on; a name that is there gets the new key. */
export async function trust(home: string, added: TrustedKey): Promise<void> {
  const others = (await trustedKeys(home)).filter((each) => each.name !== added.name && each.publicKey !== added.publicKey);
  await write(home, [...others, added]);
}

/** Trust it no more. @returns false when there was no such key */
export async function distrust(home: string, name: string): Promise<boolean> {
  const keys = await trustedKeys(home);
  const left = keys.filter((each) => each.name !== name && fingerprint(each.publicKey) !== name);
  if (left.length === keys.length) return false;
  await write(home, left);
  return true;
}

async function write(home: string, keys: readonly TrustedKey[]): Promise<void> {
  const path = join(home, FILE);
  await writeFile(`${path}.part`, `${JSON.stringify(keys, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.part`, path);
}
