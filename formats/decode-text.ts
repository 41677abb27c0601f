/** Bytes of a text file that a person saved with whatever program was at hand. */

/**
 * UTF-8 with or without byte-order mark, or UTF-16 with one (Excel's "Unicode text"). Undefined when the bytes are neither:
 * an old code page must be saved again by the person, because guessing would store wrong characters.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
