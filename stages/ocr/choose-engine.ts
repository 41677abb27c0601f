/** Which engine reads which script. A new engine is one more row. */
import type { TextLayer } from "../../pipeline/text-layer.ts";
import type { Engine } from "./engine.ts";
import { tesseract } from "./tesseract.ts";

/** An engine with the language it is to read. */
export interface EngineChoice {
  readonly engine: Engine;
  readonly language: string;
}

/**
 * The script of one page of a book: horizontal lines in a Hán-Nôm book are prefaces, notes and imprints in Quốc ngữ.
 * Hán set in modern horizontal lines would be taken for Quốc ngữ too; no model for it is at hand.
 */
export function scriptOfPage(script: TextLayer["script"], writingMode: TextLayer["writingMode"]): TextLayer["script"] {
  return script === "han-nom" && writingMode === "horizontal-tb" ? "quoc-ngu" : script;
}

/** The engine for a script. */
export function chooseEngine(script: TextLayer["script"], engines: readonly Engine[] = [tesseract]): EngineChoice {
  const language = LANGUAGES[script];
  const engine = engines.find((each) => each.languages.includes(language));
  return { engine: engine ?? tesseract, language };
}

const LANGUAGES: Readonly<Record<TextLayer["script"], string>> = {
  "han-nom": "chi_tra_vert",
  "quoc-ngu": "vie",
  latin: "fra",
};
