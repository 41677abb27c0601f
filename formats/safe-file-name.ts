/** File names that mean the same on every system, for packages that are opened in fifty years. */

const LONGEST = 80;

/**
 * A name of ASCII letters, digits, dot, underscore and hyphen that still resembles the original: diacritics fall away,
 * all else becomes an underscore. Not reversible and not unique: put a number before it, keep the original elsewhere.
 */
export function safeFileName(name: string): string {
  const plain = name
    .replace(/[đĐ]/g, (letter) => (letter === "đ" ? "d" : "D"))
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9._-]+/g, "_");
  const extension = /\.[A-Za-z0-9]{1,9}$/.exec(plain)?.[0] ?? "";
  const stem = plain.slice(0, plain.length - extension.length).replace(/^[._-]+|[.]+$/g, "");
  return `${stem.slice(0, LONGEST - extension.length) || "file"}${extension}`;
}
