/** The text of a public item, read page by page from what was published. */
import { readFile } from "node:fs/promises";
import { altoDocument } from "../../../formats/alto.ts";
import { plainTextFile } from "../../../formats/plain-text.ts";
import { textLanguage } from "../../../iiif/language.ts";
import type { Publication } from "../../../pipeline/publication.ts";
import type { ItemRecord } from "../../../pipeline/record.ts";
import { type TextLayer, textLayerSchema } from "../../../pipeline/text-layer.ts";
import type { ObjectFiles } from "../services.ts";
import type { Site } from "../site.ts";

const PAGE_END = "\f";

/** The plain text of a book, one line a column; each page ends in a form feed, so that page and text stay together. */
export async function* bookText(files: ObjectFiles, { pages }: Publication): AsyncGenerator<string> {
  for (const page of pages) yield `${plainTextFile(await layerOf(files, page.text))}${PAGE_END}`;
}

/** The ALTO document of the page at this place, from 0. */
export async function altoOf(
  { services, uris }: Pick<Site, "services" | "uris">,
  publication: Publication,
  record: ItemRecord,
  at: number,
): Promise<string> {
  const page = publication.pages[at];
  if (!page) throw new RangeError(`no page ${at}`);
  const layer = await layerOf(services.cache, page.text);
  return altoDocument(layer, {
    pageId: uris.canvas(publication.item, page.id),
    sequence: at + 1,
    label: page.label,
    imageName: uris.image(page.id, "full/max/0/default.jpg"),
    language: textLanguage(layer.script, record.language),
  }).xml;
}

/** The text layer of this digest. */
export async function layerOf(files: ObjectFiles, digest: string): Promise<TextLayer> {
  return textLayerSchema.parse(JSON.parse(await readFile(await files.file(digest), "utf8")));
}
