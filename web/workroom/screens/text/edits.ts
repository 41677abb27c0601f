/** What keys and buttons do to the page on the desk. Pure. */
import { retypeColumn } from "../../../../pipeline/columns/change-column.ts";
import { type PageColumns, placeOf, replaceColumns } from "../../../../pipeline/columns/column.ts";
import { drawColumn } from "../../../../pipeline/columns/draw-column.ts";
import { splitColumn } from "../../../../pipeline/columns/split-column.ts";
import type { Box } from "../../../../pipeline/geometry.ts";
import type { WorkingColumn, WorkingText } from "../../../../pipeline/text-version.ts";
import type { PlacedCharacter } from "./doubts.ts";
import type { Caret } from "./editor-state.ts";
import { unitsOf } from "./working-page.ts";

/** The layers that belong to a column beside its text. */
export type LayerName = "phienAm" | "translation" | "note";
type Script = WorkingText["script"];
/** Code units of one column; a whole page has fewer. */
const MOST_IN_COLUMN = 20_000;

/** True when a column may have this text. */
export const fits = (text: string): boolean => text.length <= MOST_IN_COLUMN;

/** What was typed. Line breaks of a paste are no part of a column. */
export function typed(page: PageColumns, column: string, text: string, script: Script): PageColumns {
  return retypeColumn(page, column, text, unitsOf(text, script));
}

/** A character replaced by one of its alternatives. */
export function takeCandidate(
  page: PageColumns,
  column: string,
  { start, end }: PlacedCharacter,
  text: string,
  script: Script,
): PageColumns {
  const found = page.columns[placeOf(page, column)];
  return found ? typed(page, column, found.text.slice(0, start) + text + found.text.slice(end), script) : page;
}

/** A further layer of a column. */
export function setLayer(page: PageColumns, column: string, layer: LayerName, text: string): PageColumns {
  const found = page.columns[placeOf(page, column)];
  if (!found || (found[layer] ?? "") === text) return page;
  const { [layer]: _, ...rest } = found;
  return replaceColumns(page, [column], [text === "" ? rest : { ...rest, [layer]: text }]);
}

/** A column cut where the picture was pointed at. */
export function splitAt(page: PageColumns, column: string, x: number, y: number): PageColumns {
  return splitColumn(page, column, { pixel: page.writingMode === "vertical-rl" ? y : x });
}

/** A new column after the one under work. */
export function drawn(page: PageColumns, box: Box, caret: Caret | undefined): PageColumns {
  const index = page.columns.findIndex(({ id }) => id === caret?.column);
  const before = page.columns[index + 1]?.id;
  return drawColumn(page, { box, kind: "body", ...(before !== undefined && index >= 0 && { before }) });
}

/** The text of a proposed column in the place of mine; where mine has none there, the column itself. */
export function takeProposed(page: PageColumns, mine: string | undefined, proposed: WorkingColumn, script: Script): PageColumns {
  if (mine !== undefined) return typed(page, mine, proposed.text, script);
  const withBox = drawColumn(page, { box: proposed.box, kind: proposed.kind });
  const added = withBox.columns.find(({ id }) => placeOf(page, id) < 0);
  return added ? typed(withBox, added.id, proposed.text, script) : page;
}

/** A field's text with something put before and after what is selected, and where the caret is then. */
export function wrapped(
  value: string,
  from: number,
  to: number,
  [before, after]: readonly [before: string, after: string],
): { readonly text: string; readonly offset: number } {
  if (after === "") return { text: value.slice(0, from) + before + value.slice(to), offset: from + before.length };
  const text = value.slice(0, from) + before + value.slice(from, to) + after + value.slice(to);
  return { text, offset: to + before.length };
}
