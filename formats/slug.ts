/** The name of a library, a class or any set of items, as addresses and OAI-PMH sets have it. */

/** Servers bound the length of one part of an address. */
const LONGEST = 80;

/**
 * Lower case, without tone marks, words parted by hyphens; letters of other scripts stay. Names that differ in case, marks or
 * punctuation only have one slug, and so are one set: what belongs together must not depend on how well a row was typed.
 * Undefined when no letter or digit is left.
 */
export function slugOf(name: string): string | undefined {
  const folded = name
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replaceAll("đ", "d")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return folded === "" ? undefined : folded.slice(0, LONGEST);
}
