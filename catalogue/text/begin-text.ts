/** The text that a person begins from: columns of a reading or of an earlier review, without what only a machine needs. */
import type { TextLayer, TextLine } from "../../pipeline/text-layer.ts";
import type { TextOrigin, WorkingColumn, WorkingText } from "../../pipeline/text-version.ts";

/** Begin from a layer. */
export function beginText(layer: TextLayer, from: TextOrigin): WorkingText {
  const { width, height, script, writingMode } = layer;
  return { v: 1, width, height, script, writingMode, from, columns: layer.lines.map(beginColumn) };
}

function beginColumn({ id, kind, box, parent, text, phienAm, translation, note }: TextLine): WorkingColumn {
  return {
    id,
    kind,
    box,
    ...(parent === undefined ? {} : { parent }),
    text,
    ...(phienAm === undefined ? {} : { phienAm }),
    ...(translation === undefined ? {} : { translation }),
    ...(note === undefined ? {} : { note }),
  };
}
