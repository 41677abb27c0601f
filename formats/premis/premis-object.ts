/** PREMIS objects: the item as a representation, and its files with fixity, size and format. */
import { element, type XmlElement } from "../xml.ts";
import type { PremisFile, PremisPackage } from "./premis-values.ts";

/** Namespaces of every element that stands by itself; `xsi:type` says what kind of object it is. */
export const PREMIS_NAMESPACES = {
  "xmlns:premis": "http://www.loc.gov/premis/v3",
  "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
};

/** The kind of identifiers that are digests. */
export const DIGEST = "SHA-256";
/** The kind of identifiers that this program gave. */
export const LOCAL = "local";

/** The whole item; its masters are its parts. */
export function representation({ item, title, masters, rights }: PremisPackage): XmlElement {
  const parts = masters.map((sha256, at) =>
    element(
      "premis:relatedObjectIdentifier",
      {},
      text("relatedObjectIdentifierType", DIGEST),
      text("relatedObjectIdentifierValue", sha256),
      text("relatedObjectSequence", String(at + 1)),
    ),
  );
  const structure = element(
    "premis:relationship",
    {},
    text("relationshipType", "structural"),
    text("relationshipSubType", "has part"),
    ...parts,
  );
  return element(
    "premis:object",
    { "xsi:type": "premis:representation" },
    identifier("object", LOCAL, item),
    text("originalName", title),
    ...(parts.length > 0 ? [structure] : []),
    linked("RightsStatement", LOCAL, rightsIdOf(item, rights.access)),
  );
}

/** One file. With namespaces it can stand alone, as in METS. */
export function fileObject(file: PremisFile, namespaces: Readonly<Record<string, string>> = {}): XmlElement {
  const { sha256, sizeBytes, mediaType, paths, originalName } = file;
  const fixity = element(
    "premis:fixity",
    {},
    text("messageDigestAlgorithm", DIGEST),
    text("messageDigest", sha256),
    text("messageDigestOriginator", "sohoa"),
  );
  const format = element("premis:format", {}, element("premis:formatDesignation", {}, text("formatName", mediaType)));
  const characteristics = element(
    "premis:objectCharacteristics",
    {},
    text("compositionLevel", "0"),
    fixity,
    text("size", String(sizeBytes)),
    format,
  );
  const places = paths.map((path) =>
    element(
      "premis:storage",
      {},
      element("premis:contentLocation", {}, text("contentLocationType", "path"), text("contentLocationValue", path)),
      text("storageMedium", "package"),
    ),
  );
  return element(
    "premis:object",
    { ...namespaces, "xsi:type": "premis:file" },
    identifier("object", DIGEST, sha256),
    characteristics,
    ...(originalName === undefined ? [] : [text("originalName", originalName)]),
    ...places,
  );
}

/** The identifier of an item's rights statement. */
export function rightsIdOf(item: string, access: string): string {
  return `${item}/rights/${access}`;
}

/** An element with text. */
export function text(name: string, value: string): XmlElement {
  return element(`premis:${name}`, {}, value);
}

/** The identifier of an object, an event or an agent. */
export function identifier(of: "object" | "event" | "agent" | "rightsStatement", type: string, value: string): XmlElement {
  return element(`premis:${of}Identifier`, {}, text(`${of}IdentifierType`, type), text(`${of}IdentifierValue`, value));
}

/** A pointer to something by its identifier, with the part that it plays. */
export function linked(to: "Object" | "Agent" | "RightsStatement", type: string, value: string, role?: string): XmlElement {
  const name = `linking${to}`;
  const part = role === undefined ? [] : [text(`${name}Role`, role)];
  return element(
    `premis:${name}Identifier`,
    {},
    text(`${name}IdentifierType`, type),
    text(`${name}IdentifierValue`, value),
    ...part,
  );
}
