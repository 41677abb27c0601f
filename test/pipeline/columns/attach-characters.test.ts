import { expect, test } from "vitest";
import { attachCharacters, type StoredColumn } from "../../../pipeline/columns/attach-characters.ts";
import { retypeColumn } from "../../../pipeline/columns/change-column.ts";
import type { Column, PageColumns } from "../../../pipeline/columns/column.ts";
import { mergeColumns } from "../../../pipeline/columns/merge-columns.ts";
import { splitColumn } from "../../../pipeline/columns/split-column.ts";

const unitsOf = (text: string) => [...text];

function column(id: string, x: number, text: string): Column {
  const box = { x, y: 0, width: 50, height: 400 };
  const characters = [...text].map((each, at) => ({
    text: each,
    box: { x: x + 2, y: 100 * at, width: 46, height: 90 },
    confidence: 0.5,
    alternatives: [],
  }));
  return { id, kind: "body", box, text, confidence: 0.7, characters };
}

const machine: PageColumns = {
  writingMode: "vertical-rl",
  width: 400,
  height: 400,
  columns: [column("c1", 200, "大越史記"), column("c2", 100, "金雲翹新")],
  setAside: [],
};
const stored = ({ columns }: PageColumns): readonly StoredColumn[] =>
  columns.map(({ characters: _characters, confidence: _confidence, ...rest }) => rest);
const attached = (page: PageColumns) =>
  attachCharacters(stored(page), { lines: [...machine.columns], writingMode: "vertical-rl" }, unitsOf);

test("a stored page gets back what it was stored from", () => {
  expect(attached(machine)).toEqual(machine.columns);
});

test("characters find their column after it was split, merged and typed in", () => {
  const split = splitColumn(machine, "c1", { character: 2 });
  expect(attached(split).map(({ characters }) => characters)).toEqual(split.columns.map(({ characters }) => characters));
  const merged = mergeColumns(machine, ["c1", "c2"]);
  expect(attached(merged)[0]?.characters.map(({ box }) => box)).toEqual(merged.columns[0]?.characters.map(({ box }) => box));
  const typed = retypeColumn(split, "n1", "吏記", [..."吏記"]);
  const [, second] = attached(typed);
  expect(second?.characters).toEqual(typed.columns[1]?.characters);
  expect(second?.characters[0]?.alternatives[0]?.text).toBe("史");
});
