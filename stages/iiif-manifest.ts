/** Present an item to the world: manifest, text annotations and search document. */
import { writeFile } from "node:fs/promises";
import { z } from "zod";
import { readJson, readJsonList } from "../formats/json-file.ts";
import { annotationSlots } from "../iiif/annotations.ts";
import { bookOf } from "../iiif/book.ts";
import { checkAnnotationPages, checkManifest } from "../iiif/check.ts";
import { servedEdition } from "../iiif/edition.ts";
import { manifestOf } from "../iiif/manifest.ts";
import { providerSchema } from "../iiif/provider.ts";
import { searchPageOf } from "../iiif/search-document.ts";
import { urisOf } from "../iiif/uri.ts";
import { StageError } from "../pipeline/errors.ts";
import { recordSchema } from "../pipeline/record.ts";
import { defineStage } from "../pipeline/stage.ts";
import { structureSchema } from "../pipeline/structure.ts";
import { textLayerSchema } from "../pipeline/text-layer.ts";

/**
 * Annotations and search document are JSON lines, one page a line, in page order. A line of annotations is the list of the page's
 * annotation pages, one place for each layer of text that there can be (`TEXT_KINDS`), `null` for those that it does not have.
 */
export const iiifManifest = defineStage({
  name: "iiif-manifest",
  version: 2,
  of: "item",
  inputs: {
    structure: "item/structure",
    record: { firstOf: ["record", "record/draft"] },
    text: { firstOf: ["text/reviewed", "text/machine"] },
  },
  outputs: { manifest: "iiif/manifest", annotations: "iiif/annotations", search: "search/index" },
  params: z.object({
    /** Where the server answers; every identifier begins with it. */
    baseUrl: z.url({ protocol: /^https?$/ }).default("http://localhost:8080"),
    /** The library's identity as the configuration has it. */
    provider: providerSchema.optional(),
  }),

  async run({ inputs, outputs, params, signal }) {
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
  },
});

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
