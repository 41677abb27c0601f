/** The layers of the text of a page, each of which is an AnnotationPage of its own. */
import type { InternationalString } from "@iiif/presentation-3";
import type { TextLayer, TextLine } from "../pipeline/text-layer.ts";
import { bilingual, textLanguage } from "./language.ts";
import type { TextKind } from "./uri.ts";

/** One layer: what it is called, in which language it stands, and what it says of a line. */
export interface Layer {
  /** Undefined: the text as written. */
  readonly kind: TextKind | undefined;
  readonly label: InternationalString;
  /** BCP 47. */
  readonly language: string;
  textOf(line: TextLine): string | undefined;
}

/** All layers that a page can have, in the order in which they are stored: as written, phiên âm, translation. */
export const TEXT_KINDS: readonly (TextKind | undefined)[] = [undefined, "phien-am", "translation"];

/** The layers that this page has. The text as written is always there, though it may be empty. */
export function layersOf(text: TextLayer, recordLanguage: string): readonly Layer[] {
  const written: Layer = {
    kind: undefined,
    label:
      text.status === "reviewed"
        ? bilingual("Nguyên văn (đã hiệu đính)", "Text as written (reviewed)")
        : bilingual("Nguyên văn (máy nhận dạng, chưa hiệu đính)", "Text as written (machine, not reviewed)"),
    language: textLanguage(text.script, recordLanguage),
    textOf: (line) => line.text,
  };
  const phienAm: Layer = {
    kind: "phien-am",
    label: bilingual("Phiên âm Quốc ngữ", "Transliteration (Quốc ngữ)"),
    language: "vi",
    textOf: (line) => line.phienAm,
  };
  const translation: Layer = {
    kind: "translation",
    label: bilingual("Bản dịch tiếng Việt", "Translation (Vietnamese)"),
    language: "vi",
    textOf: (line) => line.translation,
  };
  return [written, ...[phienAm, translation].filter((layer) => text.lines.some((line) => layer.textOf(line)))];
}
