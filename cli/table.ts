/** Text tables for the terminal: wide characters count two columns. */

/** Columns a text takes on a terminal. */
export function displayWidth(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes take no room
  const plain = text.replace(/\u001b\[\d+m/g, "").normalize("NFC");
  let width = 0;
  for (const each of plain) width += /\p{M}/u.test(each) ? 0 : isWide(each.codePointAt(0) ?? 0) ? 2 : 1;
  return width;
}

function isWide(point: number): boolean {
  return (
    (point >= 0x1100 && point <= 0x115f) ||
    (point >= 0x2e80 && point <= 0xa4cf) ||
    (point >= 0xac00 && point <= 0xd7a3) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0xfe30 && point <= 0xfe6f) ||
    (point >= 0xff00 && point <= 0xff60) ||
    (point >= 0x20000 && point <= 0x3fffd) ||
    point >= 0xf0000
  );
}

/** Rows under headings, padded; columns whose heading begins with ">" stand right. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  language = "vi",
): readonly string[] {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === "number" ? cell.toLocaleString(language) : cell)));
  const names = headings.map((heading) => heading.replace(/^>/, ""));
  const widths = names.map((name, at) => Math.max(displayWidth(name), ...cells.map((row) => displayWidth(row[at] ?? ""))));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => {
        const room = " ".repeat(Math.max(0, (widths[at] ?? 0) - displayWidth(cell)));
        return headings[at]?.startsWith(">") ? room + cell : cell + room;
      })
      .join("  ")
      .trimEnd();
  return [line(names), ...cells.map(line)];
}
