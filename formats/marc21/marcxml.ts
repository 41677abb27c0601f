/** MARC 21 records as MARCXML (loc.gov/standards/marcxml, MARC21slim). */
import { element, serialize, type XmlElement } from "../xml.ts";
import { childrenOf, type ReadElement, textOf } from "../xml-read.ts";
import type { MarcRecord } from "./marc-record.ts";

/** Namespace of MARCXML. */
export const MARCXML_NAMESPACE = "http://www.loc.gov/MARC21/slim";

/** One record as the element `record`, without an XML declaration. */
export function marcXmlOf({ leader, controls, fields }: MarcRecord): string {
  const children: readonly XmlElement[] = [
    element("leader", {}, leader),
    ...controls.map(([tag, value]) => element("controlfield", { tag }, value)),
    ...fields.map(({ tag, indicators, subfields }) =>
      element(
        "datafield",
        { tag, ind1: indicators[0], ind2: indicators[1] },
        ...subfields.map(([code, value]) => element("subfield", { code }, value)),
      ),
    ),
  ];
  return serialize(element("record", { xmlns: MARCXML_NAMESPACE, type: "Bibliographic" }, ...children)).xml;
}

/** Several records in one file. */
export function marcXmlCollectionOf(records: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="${MARCXML_NAMESPACE}">\n${records.join("\n")}\n</collection>\n`;
}

/** The records of a document whose root is `record` or `collection`. */
export function readMarcXml(root: ReadElement): readonly MarcRecord[] {
  return (root.name === "record" ? [root] : childrenOf(root, "record")).map((record) => ({
    leader: childrenOf(record, "leader").map(textOf)[0] ?? "",
    controls: childrenOf(record, "controlfield").map((field) => [field.attributes["tag"] ?? "", textOf(field)]),
    fields: childrenOf(record, "datafield").map((field) => ({
      tag: field.attributes["tag"] ?? "",
      indicators: `${field.attributes["ind1"] ?? " "}${field.attributes["ind2"] ?? " "}`,
      subfields: childrenOf(field, "subfield").map((each) => [each.attributes["code"] ?? "", textOf(each)]),
    })),
  }));
}
