/** Which engine reads which script. */
import type { TextLayer } from "../../pipeline/text-layer.ts";
import type { Engine } from "./engine.ts";
import { hannom } from "./hannom.ts";
import { tesseract } from "./tesseract.ts";

/** An engine with what it is to read by: a language of Tesseract, the name of a model of ours. */
export interface EngineChoice {
  readonly engine: Engine;
  readonly language: string;
}

/** What a profile says about engines. */
export interface EngineWish {
  /** auto: our recognizer for Hán-Nôm, Tesseract for the rest. */
  readonly engine: "auto" | "tesseract";
  readonly model: string;
}

/**
 * The script of one page of a book: horizontal lines in a Hán-Nôm book are prefaces, notes and imprints in Quốc ngữ.
 * Hán set in modern horizontal lines would be taken for Quốc ngữ too; no model for it is at hand.
 */
export function scriptOfPage(script: TextLayer["script"], writingMode: TextLayer["writingMode"]): TextLayer["script"] {
  return script === "han-nom" && writingMode === "horizontal-tb" ? "quoc-ngu" : script;
}

/** The engine for a script. A model that is missing is an error when it is to read: no other engine steps in unasked. */
export function chooseEngine(script: TextLayer["script"], wish: EngineWish): EngineChoice {
  if (script === "han-nom" && wish.engine === "auto") return { engine: hannom, language: wish.model };
  return { engine: tesseract, language: TESSERACT_LANGUAGES[script] };
}

const TESSERACT_LANGUAGES: Readonly<Record<TextLayer["script"], string>> = {
  "han-nom": "chi_tra_vert",
  "quoc-ngu": "vie",
  latin: "fra",
};
