/**
 * Records as MODS 3.8 (loc.gov/standards/mods). What MODS has no element for travels in an `extension`; see
 * `record-remainder.ts`.
 */
import { type ItemRecord, isListId } from "../../pipeline/record.ts";
import type { RecordPlaces } from "../record-places.ts";
import { type Carried, filledFields, type Origin, type ReadFields, remainderOf, withRemainder } from "../record-remainder.ts";
import { element, serialize, type XmlElement } from "../xml.ts";
import { childrenOf, childText, type ReadElement, readXml, textOf } from "../xml-read.ts";
import { readContent, writeContent } from "./content.ts";
import { readOrigin, readPhysical, writeOrigin, writePhysical } from "./origin.ts";
import { readNames, readTitles, writeNames, writeTitles } from "./titles.ts";

/** Namespace of MODS. */
export const MODS_NAMESPACE = "http://www.loc.gov/mods/v3";
const REMAINDER_NAMESPACE = "urn:sohoa:record:1";
const RIGHTS_TYPE = "use and reproduction";
const ACCESS_TYPE = "restriction on access";

/**
 * One record as the element `mods`, without an XML declaration. With an `origin` it holds all of the record and can be read back
 * without loss; without one it is for the public and holds nothing but elements of MODS, so no consent and no inner note either.
 */
export function modsOf(record: ItemRecord, where: RecordPlaces, origin?: Origin): string {
  const standard = [
    ...writeTitles(record),
    ...writeNames(record),
    element("typeOfResource", { manuscript: record.form === "manuscript" ? "yes" : undefined }, "text"),
    ...writeOrigin(record),
    ...writePhysical(record),
    ...writeContent(record),
    ...writeHolding(record, where),
  ];
  const remainder = origin && remainderOf(record, readFields(reread(modsElement(standard))), origin);
  const extension =
    remainder === undefined
      ? []
      : [element("extension", {}, element("record", { xmlns: REMAINDER_NAMESPACE }, escapedJson(remainder)))];
  return serialize(modsElement([...standard, ...extension])).xml;
}

/** Several records in one file. */
export function modsCollectionOf(records: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<modsCollection xmlns="${MODS_NAMESPACE}">\n${records.join("\n")}\n</modsCollection>\n`;
}

/** The fields of one element `mods`, of this program or another. */
export function readMods(mods: ReadElement): Carried {
  const extensions = mods.children.flatMap((child) =>
    typeof child !== "string" && child.name === "extension" ? child.children : [],
  );
  const own = extensions.find((child) => typeof child !== "string" && child.namespace === REMAINDER_NAMESPACE);
  return withRemainder(readFields(mods), own === undefined || typeof own === "string" ? undefined : textOf(own));
}

/** The elements `mods` of a document whose root is one, or a collection of some. */
export function modsElements(root: ReadElement): readonly ReadElement[] {
  return root.name === "mods" ? [root] : childrenOf(root, "mods");
}

function modsElement(children: readonly XmlElement[]): XmlElement {
  const namespaces = { xmlns: MODS_NAMESPACE, "xmlns:xlink": "http://www.w3.org/1999/xlink", version: "3.8" };
  return element("mods", namespaces, ...children);
}

function reread(mods: XmlElement): ReadElement {
  const { root } = readXml(serialize(mods).xml);
  if (!root) throw new TypeError("unreadable MODS");
  return root;
}

/** JSON has its own escapes for what XML cannot hold. */
export function escapedJson(json: string): string {
  return json.replace(/[\u{7F}-\u{9F}\u{D800}-\u{DFFF}\u{FFFE}\u{FFFF}]/gu, (each) => {
    const units = Array.from({ length: each.length }, (_, at) => each.charCodeAt(at).toString(16).padStart(4, "0"));
    return units.map((unit) => `\\u${unit}`).join("");
  });
}

function writeHolding(record: ItemRecord, where: RecordPlaces): readonly XmlElement[] {
  const url = (address: string | undefined, attributes: XmlElement["attributes"]) =>
    address === undefined ? [] : [element("url", attributes, address)];
  return [
    element(
      "location",
      {},
      ...(record.holder === undefined ? [] : [element("physicalLocation", {}, record.holder)]),
      element("shelfLocator", {}, record.shelfmark),
      ...url(where.reader, { usage: "primary display", access: "object in context" }),
      ...url(where.pdf, { access: "raw object", displayLabel: "PDF" }),
      ...url(where.manifest, { access: "raw object", displayLabel: "IIIF manifest" }),
      ...url(where.thumbnail, { access: "preview" }),
    ),
    element("accessCondition", { type: ACCESS_TYPE }, record.access),
    ...(record.rights === undefined
      ? []
      : [element("accessCondition", { type: RIGHTS_TYPE, "xlink:href": record.rights }, record.rights)]),
    ...record.identifiers.map(({ type, value }) => element("identifier", { type }, value)),
    element("recordInfo", {}, element("recordIdentifier", { source: "sohoa" }, where.identifier)),
  ];
}

function readFields(mods: ReadElement): ReadFields {
  return {
    ...readTitles(mods),
    ...readNames(mods),
    ...readOrigin(mods),
    ...readPhysical(mods),
    ...readContent(mods),
    ...readHolding(mods),
  };
}

function readHolding(mods: ReadElement): ReadFields {
  const location = childrenOf(mods, "location");
  const first = (name: string) => location.map((each) => childText(each, name)).find((text) => text !== undefined);
  const conditions = childrenOf(mods, "accessCondition");
  const rights = conditions.map((each) => each.attributes["xlink:href"]).find((href) => href !== undefined);
  const access = conditions.filter((each) => each.attributes["type"] === ACCESS_TYPE).map(textOf)[0];
  const identifiers = childrenOf(mods, "identifier").flatMap((each) => {
    const type = each.attributes["type"] ?? "";
    return isListId(type) && textOf(each) !== "" ? [{ type, value: textOf(each) }] : [];
  });
  return filledFields({
    shelfmark: first("shelfLocator"),
    holder: first("physicalLocation"),
    access: access && /^(public|internal|restricted)$/.test(access) ? access : undefined,
    rights: rights && URL.canParse(rights) ? rights : undefined,
    identifiers,
  });
}
