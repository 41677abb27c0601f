/**
 * METS 1.12 of an item, by the METS application profile for digitised media (DFG Viewer), 2.3.1: what viewers and aggregators
 * of libraries read. A logical and a physical structure, linked to each other.
 * @see https://www.loc.gov/standards/mets/ and https://dfg-viewer.de/en/profile-of-the-metadata
 */
import { element, type XmlElement, type XmlText, xmlDocument } from "../xml.ts";
import { fileSection } from "./file-section.ts";
import { xmlId } from "./mets-id.ts";
import type { MetsObject, MetsSection } from "./mets-object.ts";
import { DESCRIPTION_ID, logicalMap, physicalMap, structureLinks } from "./structure-maps.ts";

const NAMESPACES = {
  "xmlns:mets": "http://www.loc.gov/METS/",
  "xmlns:xlink": "http://www.w3.org/1999/xlink",
};

/** The METS document of an item, and the code points that XML cannot hold. */
export function metsDocument(object: MetsObject): XmlText {
  return xmlDocument(metsElement(object));
}

/** The same as an element, to be put into an OAI-PMH record. */
export function metsElement(object: MetsObject): XmlElement {
  const { id, label, type, description, administration } = object;
  return element(
    "mets:mets",
    { ...NAMESPACES, OBJID: id, LABEL: label, TYPE: type, PROFILE: "http://dfg-viewer.de/" },
    ...header(object),
    element(
      "mets:dmdSec",
      { ID: xmlId(object, DESCRIPTION_ID) },
      element("mets:mdWrap", { MDTYPE: "MODS", MIMETYPE: "text/xml" }, element("mets:xmlData", {}, description)),
    ),
    ...(administration.length === 0
      ? []
      : [element("mets:amdSec", { ID: xmlId(object, "AMD") }, ...inOrder(administration).map((each) => section(object, each)))]),
    fileSection(object),
    logicalMap(object),
    physicalMap(object),
    structureLinks(object),
  );
}

function header({ createdAt, creator }: MetsObject): readonly XmlElement[] {
  if (createdAt === undefined && creator === undefined) return [];
  const isSoftware = creator?.kind === "software";
  const kind = isSoftware ? { TYPE: "OTHER", OTHERTYPE: "SOFTWARE" } : { TYPE: "ORGANIZATION" };
  const agents = creator ? [element("mets:agent", { ROLE: "CREATOR", ...kind }, element("mets:name", {}, creator.name))] : [];
  return [element("mets:metsHdr", { CREATEDATE: createdAt }, ...agents)];
}

const KINDS: readonly MetsSection["kind"][] = ["techMD", "rightsMD", "sourceMD", "digiprovMD"];

/** The schema wants sections of a kind together. */
function inOrder(sections: readonly MetsSection[]): readonly MetsSection[] {
  return KINDS.flatMap((kind) => sections.filter((each) => each.kind === kind));
}

/** Types of metadata that METS knows; what else there is has a name of its own beside OTHER. */
const KNOWN_TYPES: ReadonlySet<string> = new Set(["MODS", "PREMIS", "PREMIS:OBJECT", "PREMIS:EVENT", "NISOIMG", "MARC", "DC"]);

function section(object: MetsObject, { id, kind, type, content }: MetsSection): XmlElement {
  const types = KNOWN_TYPES.has(type) ? { MDTYPE: type } : { MDTYPE: "OTHER", OTHERMDTYPE: type };
  const wrap = element("mets:mdWrap", { ...types, MIMETYPE: "text/xml" }, element("mets:xmlData", {}, content));
  return element(`mets:${kind}`, { ID: xmlId(object, id) }, wrap);
}
