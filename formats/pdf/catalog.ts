/** The document-wide objects of a PDF/A-2u file (ISO 32000-1, 7.7.2; ISO 19005-2, 6.2.3, 6.6, 6.9). */
import type { ObjectFile } from "./object-file.ts";
import { pageLabelTree } from "./page-labels.ts";
import { srgbProfile } from "./srgb-profile.ts";
import { ascii, name, type PdfRef, type PdfValue, text } from "./values.ts";
import { type PdfMetadata, xmpPacket } from "./xmp.ts";

/** What the catalogue leads to. */
export interface CatalogParts {
  readonly pages: PdfRef;
  /** One a page, in order. */
  readonly labels: readonly string[];
  readonly outline: PdfRef | undefined;
  /** The layer with the reading of the text, where some page has one. */
  readonly readingLayer: PdfRef | undefined;
  readonly metadata: PdfMetadata;
}

/** Write the catalogue: language, metadata, colour, labels, outline, layers. */
export function writeCatalog(file: ObjectFile, parts: CatalogParts): PdfRef {
  const [xmp, profile, root] = [file.reserve(), file.reserve(), file.reserve()];
  file.writeStream(xmp, { Type: name("Metadata"), Subtype: name("XML") }, xmpPacket(parts.metadata), "unfiltered");
  file.writeStream(profile, { N: 3 }, srgbProfile(), "deflated");
  const condition = ascii("sRGB IEC61966-2.1");
  const intent = { Type: name("OutputIntent"), S: name("GTS_PDFA1"), OutputConditionIdentifier: condition, Info: condition };
  file.write(root, {
    Type: name("Catalog"),
    Pages: parts.pages,
    Lang: ascii(parts.metadata.language),
    Metadata: xmp,
    OutputIntents: [{ ...intent, DestOutputProfile: profile }],
    PageLabels: pageLabelTree(parts.labels),
    ViewerPreferences: { DisplayDocTitle: true },
    Outlines: parts.outline,
    OCProperties: parts.readingLayer === undefined ? undefined : layers(parts.readingLayer),
  });
  return root;
}

/** One layer that is off until the reader turns it on (8.11.4; PDF/A-2 wants the name and every layer in the order). */
function layers(reading: PdfRef): PdfValue {
  return { OCGs: [reading], D: { Name: text("Mặc định"), Order: [reading], OFF: [reading] } };
}

/** Write the Info dictionary, which says what the XMP packet says. */
export function writeInfo(file: ObjectFile, metadata: PdfMetadata): PdfRef {
  const ref = file.reserve();
  const optional = (value: string | undefined) => (value === undefined ? undefined : text(value));
  file.write(ref, {
    Title: text(metadata.title),
    Author: optional(metadata.author),
    Subject: optional(metadata.subject),
    Creator: text(metadata.producer),
    Producer: text(metadata.producer),
  });
  return ref;
}
