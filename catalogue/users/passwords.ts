/** Passwords by scrypt (RFC 7914), with the parameters kept beside each, so that they may be raised later. */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** What a hash costs: memory is 128 · 2^logN · r bytes. */
export interface PasswordCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** 32 MiB and three passes (OWASP password storage cheat sheet, scrypt). */
export const PASSWORD_COST: PasswordCost = { logN: 15, r: 8, p: 3 };
/** NIST SP 800-63B-4, 3.1.1.2 asks for 15 where nothing else protects; length is counted in characters, not bytes. */
export const LEAST_CHARACTERS = 12;
const MOST_BYTES = 1024;
const KEY_BYTES = 32;

/**
 * The bytes of a password: composed or decomposed, the same password is the same (RFC 8265, section 4.2). Undefined for what no
 * password can be: empty, with control characters or half characters, or very long.
 */
function bytesOf(password: string): Buffer | undefined {
  const composed = password.normalize("NFC");
  if (composed === "" || /[\p{Cc}\p{Cs}]/u.test(composed)) return undefined;
  const bytes = Buffer.from(composed, "utf8");
  return bytes.length > MOST_BYTES ? undefined : bytes;
}

/** True when this may become a password of the account. */
export function isStrongEnough(password: string, name: string): boolean {
  // The name adds nothing to it, however often it is written.
  const isLong = [...password.normalize("NFC").toLowerCase().replaceAll(name, "")].length >= LEAST_CHARACTERS;
  return bytesOf(password) !== undefined && isLong && new Set(password).size >= 5;
}

/** `scrypt$logN$r$p$salt$key`. @throws {RangeError} for what `isStrongEnough` refuses because it can be no password */
export async function hashOfPassword(password: string, cost: PasswordCost): Promise<string> {
  const bytes = bytesOf(password);
  if (!bytes) throw new RangeError("this can be no password");
  const salt = randomBytes(16);
  const key = await derive(bytes, salt, cost);
  return ["scrypt", cost.logN, cost.r, cost.p, salt.toString("base64url"), key.toString("base64url")].join("$");
}

/**
 * True when the password is the one. Without a hash, and with what can be no password, the same work is done, so that the
 * time of the answer does not tell which names there are.
 */
export async function isPassword(password: string, hash: string | undefined, cost: PasswordCost): Promise<boolean> {
  const stored = hash === undefined ? undefined : parse(hash);
  const bytes = bytesOf(password);
  const { salt, key } = stored ?? { salt: Buffer.alloc(16), key: Buffer.alloc(KEY_BYTES) };
  const found = await derive(bytes ?? Buffer.alloc(0), salt, stored?.cost ?? cost);
  const isSame = timingSafeEqual(found, key);
  return isSame && stored !== undefined && bytes !== undefined;
}

/** True when the hash was made at another cost than is asked for now. */
export function needsRehash(hash: string, cost: PasswordCost): boolean {
  const stored = parse(hash).cost;
  return stored.logN !== cost.logN || stored.r !== cost.r || stored.p !== cost.p;
}

function parse(hash: string): { readonly cost: PasswordCost; readonly salt: Buffer; readonly key: Buffer } {
  const [kind, logN, r, p, salt = "", key = ""] = hash.split("$");
  const parsed = {
    cost: { logN: Number(logN), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, "base64url"),
    key: Buffer.from(key, "base64url"),
  };
  if (kind !== "scrypt" || parsed.key.length !== KEY_BYTES) throw new RangeError("not a stored password");
  return parsed;
}

function derive(password: Buffer, salt: Buffer, { logN, r, p }: PasswordCost): Promise<Buffer> {
  const options = { N: 2 ** logN, r, p, maxmem: 256 * 2 ** logN * r };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
