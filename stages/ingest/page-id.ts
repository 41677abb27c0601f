/** Permanent identifiers of pages. */
import { createHash } from "node:crypto";

/**
 * The identifier of the page that a source name stands for within an item: `p` and 12 hexadecimal digits.
 * The same name in the same item is the same page for ever, whatever its bytes; composed and decomposed names are one.
 */
export function pageIdOf(itemId: string, sourceName: string): string {
  const hash = createHash("sha256").update(`${itemId}\0${sourceName.normalize("NFC")}`);
  return `p${hash.digest("hex").slice(0, 12)}`;
}
