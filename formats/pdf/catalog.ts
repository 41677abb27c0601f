/** The document-wide objects of a PDF/A-2u file (ISO 32000-1, 7.7.2; ISO 19005-2, 6.2.3, 6.6). */
import { PDFBool, PDFHexString, PDFName, PDFNumber, type PDFObject, type PDFRef, PDFString } from "pdf-lib";
import type { ObjectFile } from "./object-file.ts";
import { labelRanges } from "./page-labels.ts";
import { srgbProfile } from "./srgb-profile.ts";
import { type PdfMetadata, xmpPacket } from "./xmp.ts";

/** Write the catalogue: language, metadata, colour, labels, outline. */
export async function writeCatalog(
  file: ObjectFile,
  tree: PDFRef,
  labels: readonly string[],
  outline: PDFRef | undefined,
  metadata: PdfMetadata,
): Promise<PDFRef> {
  const [xmp, profile, root] = [file.reserve(), file.reserve(), file.reserve()];
  await file.writeStream(xmp, { Type: PDFName.of("Metadata"), Subtype: PDFName.of("XML") }, xmpPacket(metadata), "unfiltered");
  await file.writeStream(profile, { N: PDFNumber.of(3) }, srgbProfile(), "deflated");
  const intent = file.dictionary({
    Type: PDFName.of("OutputIntent"),
    S: PDFName.of("GTS_PDFA1"),
    OutputConditionIdentifier: PDFString.of("sRGB IEC61966-2.1"),
    Info: PDFString.of("sRGB IEC61966-2.1"),
    DestOutputProfile: profile,
  });
  await file.write(
    root,
    file.dictionary({
      Type: PDFName.of("Catalog"),
      Pages: tree,
      Lang: PDFString.of(metadata.language),
      Metadata: xmp,
      OutputIntents: file.array([intent]),
      PageLabels: file.dictionary({ Nums: file.array(pageLabels(file, labels)) }),
      ViewerPreferences: file.dictionary({ DisplayDocTitle: PDFBool.True }),
      ...(outline === undefined ? {} : { Outlines: outline }),
    }),
  );
  return root;
}

function pageLabels(file: ObjectFile, labels: readonly string[]): readonly PDFObject[] {
  return labelRanges(labels).flatMap((range) => [
    PDFNumber.of(range.pageIndex),
    range.kind === "fixed"
      ? file.dictionary({ P: PDFHexString.fromText(range.text) })
      : file.dictionary({ S: PDFName.of("D"), St: PDFNumber.of(range.first) }),
  ]);
}

/** Write the Info dictionary, which says what the XMP packet says. */
export async function writeInfo(file: ObjectFile, metadata: PdfMetadata): Promise<PDFRef> {
  const ref = file.reserve();
  const text = (value: string) => PDFHexString.fromText(value);
  await file.write(
    ref,
    file.dictionary({
      Title: text(metadata.title),
      ...(metadata.author === undefined ? {} : { Author: text(metadata.author) }),
      ...(metadata.subject === undefined ? {} : { Subject: text(metadata.subject) }),
      Creator: text(metadata.producer),
      Producer: text(metadata.producer),
    }),
  );
  return ref;
}
