/** Who owns an item and where it is shown, as the DFG Viewer reads it (METS application profile 2.3.1, chapter 2.5). */
import { element, type XmlElement } from "../xml.ts";
import type { MetsSection } from "./mets-object.ts";

const DV = { "xmlns:dv": "http://dfg-viewer.de/" };

/** The library and the places of an item; all but the name are addresses. */
export interface Ownership {
  readonly owner: string;
  readonly logo?: string;
  readonly site: string;
  /** `mailto:` or a page. */
  readonly contact: string;
  /** URI of a licence or a rights statement. */
  readonly license?: string;
  /** The record of the item. */
  readonly reference: string;
  /** The page on which it is read. */
  readonly presentation: string;
  readonly manifest: string;
}

/** The two sections that the profile demands. */
export function viewerSections(ownership: Ownership): readonly MetsSection[] {
  const { owner, logo, site, contact, license, reference, presentation, manifest } = ownership;
  const rights = element(
    "dv:rights",
    DV,
    text("owner", owner),
    ...(logo === undefined ? [] : [text("ownerLogo", logo)]),
    text("ownerSiteURL", site),
    text("ownerContact", contact),
    ...(license === undefined ? [] : [text("license", license)]),
  );
  const links = element("dv:links", DV, text("reference", reference), text("presentation", presentation), text("iiif", manifest));
  return [
    { id: "RIGHTS", kind: "rightsMD", type: "DVRIGHTS", content: rights },
    { id: "LINKS", kind: "digiprovMD", type: "DVLINKS", content: links },
  ];
}

function text(name: string, value: string): XmlElement {
  return element(`dv:${name}`, {}, value);
}
