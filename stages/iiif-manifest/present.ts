import { writeFile } from "node:fs/promises";
import { readJson, readJsonList } from "../../formats/json-file.ts";
import { annotationSlots } from "../../iiif/annotations.ts";
import { bookOf } from "../../iiif/book.ts";
import { checkAnnotationPages, checkManifest } from "../../iiif/check.ts";
import { servedEdition } from "../../iiif/edition.ts";
import { manifestOf } from "../../iiif/manifest.ts";
import type { Provider } from "../../iiif/provider.ts";
import { searchPageOf } from "../../iiif/search-document.ts";
import { urisOf } from "../../iiif/uri.ts";
import { StageError } from "../../pipeline/errors.ts";
import { recordSchema } from "../../pipeline/record.ts";
import type { InputFile } from "../../pipeline/stage.ts";
import { structureSchema } from "../../pipeline/structure.ts";
import { textLayerSchema } from "../../pipeline/text-layer.ts";

/** What is read and written. */
export interface PresentRun {
  readonly inputs: { readonly structure: InputFile; readonly record: InputFile; readonly text: readonly InputFile[] };
  readonly outputs: { readonly manifest: string; readonly annotations: string; readonly search: string };
  readonly params: { readonly baseUrl: string; readonly provider?: Provider | undefined };
  readonly signal: AbortSignal;
}

/** Write manifest, annotations and search document of one item. */
export async function present({ inputs, outputs, params, signal }: PresentRun): Promise<void> {
  const structure = await readJson(inputs.structure.path, structureSchema);
  const record = await readJson(inputs.record.path, recordSchema);
  const book = bookOf(structure, record, await readJsonList(inputs.text, textLayerSchema, signal));
  const uris = urisOf(params.baseUrl);

  const manifest = manifestOf(book, servedEdition(uris, { provider: params.provider }));
  const annotations = book.pages.map((page) => annotationSlots(book, page, uris));
  const checked = checkAnnotationPages(
    annotations.flat().filter((page) => page !== null),
    manifest,
  );
  refuse(structure.item, [...checkManifest(manifest), ...checked]);

  await writeFile(outputs.manifest, JSON.stringify(manifest));
  await writeFile(outputs.annotations, jsonLines(annotations));
  await writeFile(outputs.search, jsonLines(book.pages.map(searchPageOf)));
}

/** A fault found here is one of this program; publishing it would break every viewer, so the run ends. */
function refuse(item: string, problems: readonly { readonly code: string; readonly at: string }[]): void {
  const [first] = problems;
  if (!first) return;
  const facts = { problem: first.code, at: first.at, count: problems.length };
  throw new StageError({ code: "IIIF-INVALID", subject: item, facts, retry: "never" });
}

function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}
