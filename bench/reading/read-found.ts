/** What our recognizer reads on a picture whose layout was found. */
import type { TextLayer } from "../../pipeline/text-layer.ts";
import { chooseEngine, scriptOfPage } from "../../stages/ocr/choose-engine.ts";
import { cutLines } from "../../stages/ocr/cut-lines.ts";
import { readColumns } from "../../stages/ocr/read-columns.ts";
import type { FoundLayout } from "../layout/find-layout.ts";

const signal = new AbortController().signal;

/** The text layer of a page of a Hán-Nôm book, as the ocr stage makes it. */
export async function readFound({ path, layout }: FoundLayout): Promise<TextLayer> {
  const script = scriptOfPage("han-nom", layout.writingMode);
  const choice = chooseEngine(script, { engine: "auto", model: "hannom-pool" });
  const lines = await cutLines(path, layout, choice.engine.lineBreadthPixels);
  return readColumns({ layout, lines, script, choice, signal });
}
