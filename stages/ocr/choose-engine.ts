/** Which engine reads which script. A new engine is one more row. */
import type { TextLayer } from "../../pipeline/text-layer.ts";
import type { Engine } from "./engine.ts";
import { tesseract } from "./tesseract.ts";

/** An engine with the language it is to read. */
export interface EngineChoice {
  readonly engine: Engine;
  readonly language: string;
}

/** The engine for a script and a writing mode. Han-Nom set in modern horizontal lines needs another model than columns. */
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
