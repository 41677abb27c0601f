/** The text of a page for people and for programs that know no layout: one line a column, in reading order. */
import { plainText, type TextLayer } from "../pipeline/text-layer.ts";

/** UTF-8 text without byte-order mark; empty for a page without text, otherwise ending in a line feed. */
export function plainTextFile(layer: TextLayer): string {
  const text = plainText(layer, ["body", "commentary", "running-title", "head-note"]);
  return text === "" ? "" : `${text}\n`;
}
