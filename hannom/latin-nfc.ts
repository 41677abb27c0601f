/** Composition of Quoc ngu, without touching what stands beside it. */

/**
 * Latin letters with their marks in NFC; every other character as it was typed. Whole-string NFC is not allowed near
 * Han-Nom text, because it replaces compatibility ideographs by other characters (Unicode, section 5.19 and 23.8).
 */
export function nfcLatin(text: string): string {
  return text.replace(/\p{Script=Latin}[\p{Script=Latin}\p{M}]*/gu, (letters) => letters.normalize("NFC"));
}
