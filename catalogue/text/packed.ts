/**
 * Versions as bytes. Neighbouring versions differ in a few characters, so most are deflated with an earlier one, the key, as the
 * dictionary (RFC 1950, section 2.2) and take about a hundred bytes; every sixteenth stands alone, so that reading takes two rows.
 */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { WorkingText } from "../../pipeline/text-version.ts";

/** A version that stands alone comes this often. */
export const VERSIONS_PER_KEY = 16;
/** More is refused when it is read: a damaged row must not fill the memory. */
const MOST_BYTES = 64 * 2 ** 20;

/** Deflate a content; with the content of the key version where it does not stand alone. */
export function pack(text: string, key: string | undefined): Uint8Array {
  return deflateRawSync(text, { level: 9, ...(key === undefined ? {} : { dictionary: Buffer.from(key) }) });
}

/** The text again. @throws what zlib throws at bytes that are not those that were packed */
export function unpack(bytes: Uint8Array, key: string | undefined): string {
  const dictionary = key === undefined ? {} : { dictionary: Buffer.from(key) };
  return inflateRawSync(bytes, { maxOutputLength: MOST_BYTES, ...dictionary }).toString("utf8");
}

/** The content of an unpacked text. */
export function contentOf(text: string): WorkingText {
  return JSON.parse(text) as WorkingText;
}
