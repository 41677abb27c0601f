/** The fileSec of METS: every file with its place, and the names by which structure maps point at them. */
import { element, type XmlElement } from "../xml.ts";
import { xmlId } from "./mets-id.ts";
import type { MetsFile, MetsFileGroup, MetsObject } from "./mets-object.ts";

type Files = Pick<MetsObject, "groups" | "idPrefix">;

/** All groups with a file. The DFG profile wants at least one group. */
export function fileSection(object: Files): XmlElement {
  const filled = object.groups.map((group) => ({ group, files: filesOf(group) })).filter(({ files }) => files.length > 0);
  return element(
    "mets:fileSec",
    {},
    ...filled.map(({ group, files }) =>
      element(
        "mets:fileGrp",
        { USE: group.use },
        ...files.map(({ name, file }) => fileElement(object, name, file, group.locations)),
      ),
    ),
  );
}

/** The identifiers of the files of a page (from 1), or of the item as a whole (0), in the order of the groups. */
export function fileIdsOf(object: Files, page: number): readonly string[] {
  const names = object.groups.flatMap((group) =>
    page === 0
      ? (group.ofItem ?? []).map((_, at) => itemFileName(group, at))
      : group.ofPages?.[page - 1] === undefined
        ? []
        : [pageFileName(group, page)],
  );
  return names.map((name) => xmlId(object, name));
}

function filesOf(group: MetsFileGroup): readonly { readonly name: string; readonly file: MetsFile }[] {
  const ofPages = (group.ofPages ?? []).flatMap((file, at) => (file ? [{ name: pageFileName(group, at + 1), file }] : []));
  const ofItem = (group.ofItem ?? []).map((file, at) => ({ name: itemFileName(group, at), file }));
  return [...ofItem, ...ofPages];
}

function fileElement(object: Files, name: string, file: MetsFile, locations: MetsFileGroup["locations"]): XmlElement {
  const { mediaType, sizeBytes, sha256, sections = [] } = file;
  const checksum = sha256 === undefined ? {} : { CHECKSUM: sha256, CHECKSUMTYPE: "SHA-256" };
  const place = locations === "URL" ? { LOCTYPE: "URL" } : { LOCTYPE: "OTHER", OTHERLOCTYPE: "SYSTEM" };
  const described = sections.map((section) => xmlId(object, section)).join(" ");
  return element(
    "mets:file",
    { ID: xmlId(object, name), MIMETYPE: mediaType, SIZE: sizeBytes, ...checksum, ADMID: described || undefined },
    element("mets:FLocat", { ...place, "xlink:type": "simple", "xlink:href": file.href }),
  );
}

function pageFileName(group: MetsFileGroup, page: number): string {
  return `FILE_${nameOf(group)}_${String(page).padStart(4, "0")}`;
}

function itemFileName(group: MetsFileGroup, at: number): string {
  return `FILE_${nameOf(group)}_ITEM_${at + 1}`;
}

function nameOf({ use }: MetsFileGroup): string {
  return use.replace(/[^A-Za-z0-9]+/g, "-");
}
