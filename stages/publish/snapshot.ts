import { writeFile } from "node:fs/promises";
import { readJson, readJsonList } from "../../formats/json-file.ts";
import { publicationSchema } from "../../pipeline/publication.ts";
import { recordSchema } from "../../pipeline/record.ts";
import type { InputFile } from "../../pipeline/stage.ts";
import { structureSchema } from "../../pipeline/structure.ts";
import { textLayerSchema } from "../../pipeline/text-layer.ts";
import { publishedPages } from "./published-pages.ts";

/** What is read and written. */
export interface PublishRun {
  readonly inputs: Readonly<Record<"structure" | "record" | "pdf" | "manifest" | "annotations" | "search" | "aip", InputFile>> &
    Readonly<Record<"text" | "access" | "thumbnail", readonly InputFile[]>>;
  readonly outputs: { readonly publication: string };
  readonly signal: AbortSignal;
}

/** Write down everything that the public may see of one item. */
export async function snapshot({ inputs, outputs, signal }: PublishRun): Promise<void> {
  const structure = await readJson(inputs.structure.path, structureSchema);
  const record = await readJson(inputs.record.path, recordSchema);
  const texts = await readJsonList(inputs.text, textLayerSchema, signal);
  const publication = publicationSchema.parse({
    v: 1,
    item: structure.item,
    shelfmark: structure.shelfmark,
    access: record.access,
    titles: record.titles,
    holder: record.holder,
    holdingClass: record.holdingClass,
    dateEdtf: record.dateEdtf,
    isReviewed: inputs.record.role === "record" && texts.every((text) => text.status === "reviewed"),
    structureVersion: structure.version,
    viewingDirection: structure.viewingDirection,
    manifest: inputs.manifest.digest,
    annotations: inputs.annotations.digest,
    search: inputs.search.digest,
    pdf: inputs.pdf.digest,
    aip: inputs.aip.digest,
    record: inputs.record.digest,
    pages: await publishedPages(structure, texts, inputs, signal),
  });
  await writeFile(outputs.publication, JSON.stringify(publication));
}
