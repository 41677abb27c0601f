/** The fileSec of METS: every file with its place, and the names by which structure maps point at them. */
import { element, type XmlElement } from "../xml.ts";
import type { MetsFile, MetsFileGroup, MetsObject } from "./mets-object.ts";

/** All groups with a file. The DFG profile wants at least one group. */
export function fileSection(groups: MetsObject["groups"]): XmlElement {
  const filled = groups.map((group) => ({ group, files: filesOf(group) })).filter(({ files }) => files.length > 0);
  return element(
    "mets:fileSec",
    {},
    ...filled.map(({ group, files }) =>
      element("mets:fileGrp", { USE: group.use }, ...files.map(({ id, file }) => fileElement(id, file, group.locations))),
    ),
  );
}

/** The identifiers of the files of a page (from 1), or of the item as a whole (0), in the order of the groups. */
export function fileIdsOf(groups: MetsObject["groups"], page: number): readonly string[] {
  return groups.flatMap((group) =>
    page === 0
      ? (group.ofItem ?? []).map((_, at) => itemFileId(group, at))
      : group.ofPages?.[page - 1] === undefined
        ? []
        : [pageFileId(group, page)],
  );
}

function filesOf(group: MetsFileGroup): readonly { readonly id: string; readonly file: MetsFile }[] {
  const ofPages = (group.ofPages ?? []).flatMap((file, at) => (file ? [{ id: pageFileId(group, at + 1), file }] : []));
  const ofItem = (group.ofItem ?? []).map((file, at) => ({ id: itemFileId(group, at), file }));
  return [...ofItem, ...ofPages];
}

function fileElement(id: string, file: MetsFile, locations: MetsFileGroup["locations"]): XmlElement {
  const { mediaType, sizeBytes, sha256, sections } = file;
  const checksum = sha256 === undefined ? {} : { CHECKSUM: sha256, CHECKSUMTYPE: "SHA-256" };
  const place = locations === "URL" ? { LOCTYPE: "URL" } : { LOCTYPE: "OTHER", OTHERLOCTYPE: "SYSTEM" };
  return element(
    "mets:file",
    { ID: id, MIMETYPE: mediaType, SIZE: sizeBytes, ...checksum, ADMID: sections?.length ? sections.join(" ") : undefined },
    element("mets:FLocat", { ...place, "xlink:type": "simple", "xlink:href": file.href }),
  );
}

function pageFileId(group: MetsFileGroup, page: number): string {
  return `FILE_${nameOf(group)}_${String(page).padStart(4, "0")}`;
}

function itemFileId(group: MetsFileGroup, at: number): string {
  return `FILE_${nameOf(group)}_ITEM_${at + 1}`;
}

function nameOf({ use }: MetsFileGroup): string {
  return use.replace(/[^A-Za-z0-9]+/g, "-");
}
