/** Between the text as it is kept and the page as it is worked on, in which every character has its place and its doubt. */
import { textUnits } from "../../../../hannom/text-units.ts";
import { attachCharacters } from "../../../../pipeline/columns/attach-characters.ts";
import type { Column, PageColumns } from "../../../../pipeline/columns/column.ts";
import type { TextLayer } from "../../../../pipeline/text-layer.ts";
import type { WorkingColumn, WorkingText } from "../../../../pipeline/text-version.ts";

/** The units of a text that have a place each: characters of Hán-Nôm, graphemes of an alphabetic script. */
export function unitsOf(text: string, script: WorkingText["script"]): readonly string[] {
  if (script === "han-nom") return textUnits(text);
  const segments = new Intl.Segmenter("vi", { granularity: "grapheme" }).segment(text);
  return [...segments].map(({ segment }) => segment).filter((unit) => unit.trim() !== "");
}

/** The page to work on. Characters that the machine read keep their boxes, confidences and alternatives where they still stand. */
export function pageOf({ columns, script, writingMode, width, height }: WorkingText, shown: TextLayer): PageColumns {
  const attached = attachCharacters(columns, { lines: shown.lines, writingMode }, (text) => unitsOf(text, script));
  return { writingMode, width, height, columns: attached, setAside: [] };
}

/** The page as it is kept. */
export function contentOf(page: PageColumns, { from, script, v }: WorkingText): WorkingText {
  const { writingMode, width, height } = page;
  return { v, width, height, script, writingMode, from, columns: page.columns.map(kept) };
}

function kept({ id, kind, box, parent, text, phienAm, translation, note }: Column): WorkingColumn {
  return {
    id,
    kind,
    box,
    ...(parent !== undefined && { parent }),
    text,
    ...(phienAm !== undefined && phienAm !== "" && { phienAm }),
    ...(translation !== undefined && translation !== "" && { translation }),
    ...(note !== undefined && note !== "" && { note }),
  };
}
