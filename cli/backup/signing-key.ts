/** The key that signs what leaves this home, backups and bundles (Ed25519), made at the first one. Keep it: it tells yours from others'. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const FILE = "backup-key.pem";

/** The home's key, if it has one. */
export async function findKey(home: string): Promise<KeyObject | undefined> {
  const pem = await readFile(join(home, FILE), "utf8").catch(() => undefined);
  return pem === undefined ? undefined : createPrivateKey(pem);
}

/** The home's key, made now if need be; of two processes that make one both use the same. */
export async function keyOf(home: string): Promise<KeyObject> {
  const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });
  await writeFile(join(home, FILE), pem, { mode: 0o600, flag: "wx" }).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code !== "EEXIST") throw thrown;
  });
  return createPrivateKey(await readFile(join(home, FILE), "utf8"));
}

/** The public half, as it travels with a backup. */
export function publicPem(key: KeyObject): string {
  return createPublicKey(key).export({ type: "spki", format: "pem" }).toString();
}

/** The name of a key that people can compare: the first 16 characters of its SHA-256. */
export function fingerprint(pem: string): string {
  return createHash("sha256")
    .update(createPublicKey(pem).export({ type: "spki", format: "der" }))
    .digest("hex")
    .slice(0, 16);
}

/** Signature of a text, Base64. */
export function signText(text: string, key: KeyObject): string {
  return sign(null, Buffer.from(text), key).toString("base64");
}

/** Whether the signature is that of the text by the key's owner. A key that cannot be read signs nothing. */
export function isSigned(text: string, signature: string, pem: string): boolean {
  try {
    return verify(null, Buffer.from(text), createPublicKey(pem), Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}
