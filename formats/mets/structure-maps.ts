/** How an item is made up: of parts of a text, of pages, and which pages carry which part. */
import { element, type XmlElement } from "../xml.ts";
import { fileIdsOf } from "./file-section.ts";
import { xmlId } from "./mets-id.ts";
import type { MetsObject } from "./mets-object.ts";

/** The identifier of the description of the item. */
export const DESCRIPTION_ID = "DMD_0001";

/** The parts of the text. */
export function logicalMap(object: MetsObject): XmlElement {
  const { label, type, divisions, administration } = object;
  const parts = divisions.map((division, at) =>
    element("mets:div", { ID: logicalId(object, at + 1), TYPE: "section", ORDER: at + 1, LABEL: division.label }),
  );
  const item = element(
    "mets:div",
    {
      ID: logicalId(object, 0),
      TYPE: type,
      LABEL: label,
      DMDID: xmlId(object, DESCRIPTION_ID),
      ADMID: administration.length > 0 ? xmlId(object, "AMD") : undefined,
    },
    ...parts,
  );
  return element("mets:structMap", { TYPE: "LOGICAL" }, item);
}

/** The pages in order, each with its files; ORDERLABEL is the number of the leaf as readers cite it. */
export function physicalMap(object: MetsObject): XmlElement {
  const pointers = (page: number): readonly XmlElement[] =>
    fileIdsOf(object, page).map((id) => element("mets:fptr", { FILEID: id }));
  const each = object.pages.map(({ label, contentIds }, at) =>
    element(
      "mets:div",
      {
        ID: physicalId(object, at + 1),
        TYPE: "page",
        ORDER: at + 1,
        ORDERLABEL: label,
        CONTENTIDS: contentIds?.length ? contentIds.join(" ") : undefined,
      },
      ...pointers(at + 1),
    ),
  );
  const sequence = element("mets:div", { ID: physicalId(object, 0), TYPE: "physSequence" }, ...pointers(0), ...each);
  return element("mets:structMap", { TYPE: "PHYSICAL" }, sequence);
}

/** The whole with all pages, each part with its own. A part that ends before it begins has none. */
export function structureLinks(object: MetsObject): XmlElement {
  const { pages, divisions } = object;
  const link = (part: number, page: number): XmlElement =>
    element("mets:smLink", { "xlink:from": logicalId(object, part), "xlink:to": physicalId(object, page) });
  const ofParts = divisions.flatMap(({ first, last }, at) =>
    pages.flatMap((_, index) => (index + 1 >= first && index + 1 <= last ? [link(at + 1, index + 1)] : [])),
  );
  return element("mets:structLink", {}, link(0, 0), ...pages.map((_, index) => link(0, index + 1)), ...ofParts);
}

function logicalId(object: MetsObject, part: number): string {
  return xmlId(object, `LOG_${String(part).padStart(4, "0")}`);
}

function physicalId(object: MetsObject, page: number): string {
  return xmlId(object, `PHYS_${String(page).padStart(4, "0")}`);
}
