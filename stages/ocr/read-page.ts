import { readFile, writeFile } from "node:fs/promises";
import { layoutSchema } from "../../pipeline/layout.ts";
import { textLayerSchema } from "../../pipeline/text-layer.ts";
import { chooseEngine, scriptOfPage } from "./choose-engine.ts";
import { cutLines } from "./cut-lines.ts";
import { readColumns } from "./read-columns.ts";

/** What is read and written. */
export interface OcrRun {
  readonly inputs: { readonly text: { readonly path: string }; readonly layout: { readonly path: string } };
  readonly outputs: { readonly layer: string };
  readonly params: {
    readonly script: "han-nom" | "quoc-ngu" | "latin";
    readonly engine: "auto" | "tesseract";
    readonly model: string;
  };
  readonly signal: AbortSignal;
}

/** Read one page by the recognizer that its script asks for. */
export async function readPage({ inputs, outputs, params, signal }: OcrRun): Promise<void> {
  const layout = layoutSchema.parse(JSON.parse(await readFile(inputs.layout.path, "utf8")));
  const script = scriptOfPage(params.script, layout.writingMode);
  const choice = chooseEngine(script, params);
  const lines = await cutLines(inputs.text.path, layout, choice.engine.lineBreadthPixels);
  const layer = await readColumns({ layout, lines, script, choice, signal });
  await writeFile(outputs.layer, JSON.stringify(textLayerSchema.parse(layer)));
}
