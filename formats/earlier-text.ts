/** What a person wrote about a page, offered again after the page was scanned anew. */
import type { TextLayer } from "../pipeline/text-layer.ts";
import { readTextColumns } from "./text-columns.ts";
import { writeTextTable } from "./text-table.ts";

/**
 * The table of the earlier text over the lines of the page as it is read now: each line takes the place of the line with the
 * same text, what lies between such lines is matched in order, and a line too many is a new one between its neighbours. Text,
 * kind, phiên âm and notes are the person's. A person looks at it before it is taken.
 */
export function writeEarlierTable(earlier: TextLayer, now: TextLayer): string {
  const lines = earlier.lines.filter(({ text }) => text.trim() !== "");
  const { rows } = readTextColumns(Buffer.from(lines.map(({ text }) => text).join("\n")), now);
  return writeTextTable({ ...now, lines: lines.map((line, at) => ({ ...line, id: rows[at]?.id ?? "" })) });
}
