/** The plain form of a correction: a text file with one line of text a column, in reading order. */
import type { TextLayer } from "../pipeline/text-layer.ts";
import { decodeText } from "./decode-text.ts";
import { type TableProblem, type TextRow, type TextTable, textProblems } from "./text-table.ts";

/**
 * Rows of a plain text for a page. A line of the file takes the identifier of the column that it belongs to: columns whose text
 * is unchanged are found first, what lies between them is matched in order. Phiên âm and notes stay as they are.
 */
export function readTextColumns(bytes: Uint8Array, layer: TextLayer): TextTable {
  const text = decodeText(bytes);
  if (text === undefined) return { rows: [], problems: [{ code: "TXT-ENCODING", facts: {} }] };
  const all = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  const given = all.length === layer.lines.length ? all : all.filter((line) => line.trim() !== "");
  const problems: TableProblem[] = all.flatMap((line, at) => textProblems(line, at + 1));
  return { rows: matched(given, layer), problems };
}

function matched(given: readonly string[], layer: TextLayer): readonly TextRow[] {
  const anchors = commonLines(
    given,
    layer.lines.map(({ text }) => text),
  );
  const rows: TextRow[] = [];
  let [nextGiven, nextLine] = [0, 0];
  for (const [givenEnd, lineEnd] of [...anchors, [given.length, layer.lines.length] as const]) {
    for (let at = nextGiven; at < givenEnd; at++) {
      const line = layer.lines[nextLine + at - nextGiven];
      const isThere = line !== undefined && nextLine + at - nextGiven < lineEnd;
      rows.push(rowOf(given[at] ?? "", isThere ? line : undefined));
    }
    const anchored = layer.lines[lineEnd];
    if (anchored !== undefined) rows.push(rowOf(given[givenEnd] ?? "", anchored));
    [nextGiven, nextLine] = [givenEnd + 1, lineEnd + 1];
  }
  return rows;
}

function rowOf(text: string, line: TextLayer["lines"][number] | undefined): TextRow {
  if (line === undefined) return { id: "", kind: "body", text, phienAm: "", note: "" };
  return { id: line.id, kind: line.kind, text, phienAm: line.phienAm ?? "", note: line.note ?? "" };
}

/** Pairs of places with equal text, in order and as many as possible (longest common subsequence). */
function commonLines(one: readonly string[], other: readonly string[]): readonly (readonly [number, number])[] {
  const lengths = Array.from({ length: one.length + 1 }, () => new Array<number>(other.length + 1).fill(0));
  const length = (i: number, j: number) => lengths[i]?.[j] ?? 0;
  for (let i = one.length - 1; i >= 0; i--) {
    const row = lengths[i] ?? [];
    for (let j = other.length - 1; j >= 0; j--) {
      row[j] = one[i] === other[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < one.length && j < other.length) {
    if (one[i] === other[j]) pairs.push([i++, j++]);
    else if (length(i + 1, j) >= length(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}
