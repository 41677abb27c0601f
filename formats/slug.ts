/** Short names for URLs and OAI-PMH sets, made of names that people wrote. */
import { createHash } from "node:crypto";

const LONGEST = 60;
const MARK_LENGTH = 6;

/**
 * A name of lower-case ASCII letters, digits and hyphens, the same for the same text in any encoding of its accents. Vietnamese
 * names that differ in their tone marks only would look alike, so whatever is lost is stood for by six digits of the SHA-256 of
 * the name; a name that is a slug already, such as `rare` or `VNb.12`, stays as it is.
 */
export function slugOf(name: string): string {
  const text = name.normalize("NFC").trim();
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text) && text.length <= LONGEST) return text;
  const plain = text
    .replace(/[đĐ]/g, "d")
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, "");
  const mark = createHash("sha256").update(text).digest("hex").slice(0, MARK_LENGTH);
  return plain === "" ? mark : `${plain}-${mark}`;
}
