/** The tag files of a bag as text: declaration, information, manifests (RFC 8493, section 2). */

/** One line of a manifest: a file and its digest. */
export interface ManifestLine {
  readonly digest: string;
  /** Path from the bag's own folder, with `/`, as it is and not encoded. */
  readonly path: string;
}

/** A label and its value in bag-info.txt; labels may repeat. */
export type BagInfo = readonly (readonly [label: string, value: string])[];

/** bagit.txt of the version that is written here. */
export const DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/** A manifest, sorted by path so that equal content gives equal bytes. */
export function manifestText(lines: readonly ManifestLine[]): string {
  return [...lines]
    .sort((one, other) => (one.path < other.path ? -1 : 1))
    .map(({ digest, path }) => `${digest}  ${encodePath(path)}\n`)
    .join("");
}

/** bag-info.txt. Line ends inside a value become spaces, since a value is one line here. */
export function bagInfoText(info: BagInfo): string {
  return info.map(([label, value]) => `${label}: ${value.replace(/\s*[\r\n]+\s*/g, " ").trim()}\n`).join("");
}

/** The lines of a manifest, and the numbers of lines that are none. A `*` before the path (md5sum style) is accepted. */
export function parseManifest(text: string): {
  readonly lines: readonly ManifestLine[];
  readonly brokenLines: readonly number[];
} {
  const lines: ManifestLine[] = [];
  const brokenLines: number[] = [];
  rows(text).forEach((row, at) => {
    const match = /^([0-9A-Fa-f]+)[ \t]+\*?(\S.*)$/u.exec(row);
    if (match?.[1] !== undefined && match[2] !== undefined)
      lines.push({ digest: match[1].toLowerCase(), path: decodePath(match[2]) });
    else if (row !== "") brokenLines.push(at + 1);
  });
  return { lines, brokenLines };
}

/** Labels and values of bag-info.txt or bagit.txt; an indented line goes on with the value above it. */
export function parseBagInfo(text: string): BagInfo {
  const info: [string, string][] = [];
  for (const row of rows(text)) {
    const last = info.at(-1);
    const match = /^([^:\s][^:]*):[ \t]*(.*)$/.exec(row);
    if (/^[ \t]/.test(row) && last !== undefined) last[1] += ` ${row.trim()}`;
    else if (match?.[1] !== undefined) info.push([match[1], match[2] ?? ""]);
  }
  return info;
}

/** Only CR, LF and % are encoded (section 2.1.3). */
export function encodePath(path: string): string {
  return path.replace(/[\r\n%]/g, (character) => (character === "%" ? "%25" : character === "\r" ? "%0D" : "%0A"));
}

/** The path that an encoded one stands for. */
export function decodePath(path: string): string {
  return path.replace(/%(25|0D|0A)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function rows(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/);
}
