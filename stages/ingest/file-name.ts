/** What a file name may be. Names are opaque: a name is refused only when it cannot be shown, told apart or stored. */
import type { Finding } from "../../formats/image-structure.ts";
import type { IngestPolicy } from "./policy.ts";

/** Controls, line breaks, invisible direction marks and overrides, stand-ins for bytes that are no UTF-8. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\ufeff\ufffd]/u;

/** The name with every character that could deceive or disturb a terminal written as its code point. */
export function shownName(name: string): string {
  return Array.from(name, (each) => {
    const codePoint = each.codePointAt(0) ?? 0;
    return UNSHOWABLE.test(each) ? `\\u{${codePoint.toString(16)}}` : each;
  }).join("");
}

/** Bytes of a name that are no UTF-8, shown as hexadecimal between what can be read. */
export function shownBytes(name: Buffer): string {
  return shownName(name.toString("latin1").replace(/[\x80-\xff]/g, (each) => `\\x${each.charCodeAt(0).toString(16)}`));
}

/** Why a name is refused, if it is. */
export function judgeName(name: string, path: string, policy: IngestPolicy): readonly Finding[] {
  const findings: Finding[] = [];
  if (UNSHOWABLE.test(name)) findings.push({ code: "NAME-BAD", severity: "reject", facts: { shown: shownName(name) } });
  const [nameBytes, pathBytes] = [Buffer.byteLength(name), Buffer.byteLength(path)];
  if (nameBytes > policy.maxNameBytes || pathBytes > policy.maxPathBytes)
    findings.push({ code: "NAME-LONG", severity: "reject", facts: { bytes: Math.max(nameBytes, pathBytes) } });
  return findings;
}

/**
 * Names with one key are one name somewhere: composed or decomposed, upper or lower case, with blanks or dots at the
 * end, which other systems drop.
 */
export function clashKey(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .normalize("NFC")
    .replace(/[ .]+$/u, "");
}
