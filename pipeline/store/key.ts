/** The only names a store accepts; whatever could leave the store's folder is refused before a path is made of it. */
import type { Digest } from "../artifact.ts";
import { isDigest } from "../artifact.ts";
import { InputError } from "../errors.ts";
import type { NamedKey } from "./store.ts";

/**
 * `items/<item>/v<N>.json`, `items/<item>/record-v<N>.json` for record desks, and `items/<item>/text-<page>-v<N>-<state>.json` for
 * working texts; the names of item and page begin
 * with a letter or digit, so that `.` and `..` cannot occur. And `holdings/v<N>.json`, what the library owns and is to reach;
 * `settings/v<N>.json`, what its administrators set.
 */
const NAMED_KEY =
  /^items\/[A-Za-z0-9][A-Za-z0-9._-]{0,79}\/(?:(?:record-)?v[1-9][0-9]{0,8}|text-[A-Za-z0-9][A-Za-z0-9._-]{0,79}-v[1-9][0-9]{0,8}-[a-z-]{1,20})\.json$|^(?:holdings|settings)\/v[1-9][0-9]{0,8}\.json$/;

/** Where named texts lie: what copies or reads all of them goes through these. */
export const NAMED_PREFIXES = ["items/", "holdings/", "settings/"] as const;

/** Where an object lies, relative to the store: `objects/<aa>/<bb>/<sha256>`. @throws {InputError} STORE-KEY. */
export function objectKey(digest: Digest): string {
  if (!isDigest(digest)) throw new InputError({ code: "STORE-KEY", subject: shown(digest) });
  return `objects/${digest.slice(0, 2)}/${digest.slice(2, 4)}/${digest}`;
}

/** Check the key of a named text and give it back. @throws {InputError} STORE-KEY. */
export function namedKey(key: NamedKey): NamedKey {
  if (!isNamedKey(key)) throw new InputError({ code: "STORE-KEY", subject: shown(key) });
  return key;
}

/** True for keys such as `items/AB.123/v2.json`. */
export function isNamedKey(key: string): boolean {
  return NAMED_KEY.test(key);
}

/** Content of the file beside a named text, in the form that `sha256sum --check` reads. */
export function sidecarText(key: NamedKey, digest: Digest): string {
  return `${digest}  ${key.slice(key.lastIndexOf("/") + 1)}\n`;
}

/** A refused key goes into messages and logs: bounded and without control characters. */
function shown(key: string): string {
  return JSON.stringify(String(key).slice(0, 100));
}
