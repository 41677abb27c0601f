/** The forms of a page's text that outlive this program: ALTO for machines, plain text for people. */
import { altoDocument } from "../../formats/alto.ts";
import { plainTextFile } from "../../formats/plain-text.ts";
import type { TextLayer } from "../../pipeline/text-layer.ts";
import type { PageOfPackage } from "./page-files.ts";

/** A text file of the package; the path is below `data/`. */
export interface PackagedText {
  readonly path: string;
  readonly text: string;
}

/**
 * ALTO and plain text of one page. Boxes are those of the cleaned picture; the report of the clean-up leads back to the
 * master. Code points that XML forbids are missing from the ALTO only: the text layer itself is packed beside it.
 */
export function textFiles(layer: TextLayer, page: PageOfPackage, language: string): readonly PackagedText[] {
  const { pageId, label, sequence, prefix, masterName } = page;
  const alto = altoDocument(layer, { pageId, label, sequence, imageName: `masters/${masterName}`, language });
  return [
    { path: `alto/${prefix}.xml`, text: alto.xml },
    { path: `text/${prefix}.txt`, text: plainTextFile(layer) },
  ];
}
