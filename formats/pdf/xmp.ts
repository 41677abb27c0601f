/** The XMP packet of a PDF/A-2u file (ISO 16684-1; ISO 19005-2, 6.6): the same statements as the Info dictionary. */
import { element, serialize, type XmlElement } from "../xml.ts";

/** What Info and XMP both say. No dates: the file is a function of its inputs, and they name no time. */
export interface PdfMetadata {
  readonly title: string;
  /** The title in other languages and scripts, by BCP 47 tag; Info has no place for them. */
  readonly otherTitles: readonly { readonly language: string; readonly text: string }[];
  /** All creators in one text, as Info holds one Author. */
  readonly author?: string;
  readonly subject?: string;
  /** BCP 47 tag of the text. */
  readonly language: string;
  /** Shelfmark. */
  readonly identifier: string;
  /** URI of the rights statement. */
  readonly rights?: string;
  readonly producer: string;
}

/** The packet, unpadded and read-only, in UTF-8. */
export function xmpPacket(metadata: PdfMetadata): Buffer {
  const description = element(
    "rdf:Description",
    {
      "rdf:about": "",
      "xmlns:dc": "http://purl.org/dc/elements/1.1/",
      "xmlns:xmp": "http://ns.adobe.com/xap/1.0/",
      "xmlns:xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
      "xmlns:pdf": "http://ns.adobe.com/pdf/1.3/",
      "xmlns:pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    },
    element("pdfaid:part", {}, "2"),
    element("pdfaid:conformance", {}, "U"),
    ...dublinCore(metadata),
    ...(metadata.rights === undefined ? [] : [element("xmpRights:WebStatement", {}, metadata.rights)]),
    element("xmp:CreatorTool", {}, metadata.producer),
    element("pdf:Producer", {}, metadata.producer),
  );
  const rdf = element("rdf:RDF", { "xmlns:rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#" }, description);
  const { xml } = serialize(element("x:xmpmeta", { "xmlns:x": "adobe:ns:meta/" }, rdf));
  return Buffer.from(`<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>\n${xml}\n<?xpacket end="r"?>`, "utf8");
}

function dublinCore(metadata: PdfMetadata): readonly XmlElement[] {
  const titles = [{ language: "x-default", text: metadata.title }, ...metadata.otherTitles];
  return [
    element("dc:title", {}, alternatives(titles)),
    ...(metadata.author === undefined ? [] : [element("dc:creator", {}, list("rdf:Seq", metadata.author))]),
    ...(metadata.subject === undefined
      ? []
      : [element("dc:description", {}, alternatives([{ language: "x-default", text: metadata.subject }]))]),
    element("dc:language", {}, list("rdf:Bag", metadata.language)),
    element("dc:identifier", {}, metadata.identifier),
    element("dc:format", {}, "application/pdf"),
  ];
}

function alternatives(texts: readonly { readonly language: string; readonly text: string }[]): XmlElement {
  return element("rdf:Alt", {}, ...texts.map(({ language, text }) => element("rdf:li", { "xml:lang": language }, text)));
}

function list(kind: "rdf:Seq" | "rdf:Bag", text: string): XmlElement {
  return element(kind, {}, element("rdf:li", {}, text));
}
