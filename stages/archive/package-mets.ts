/** The METS file of a package: its pages, their files with digests, and the description, in the style of the DFG Viewer. */
import { readFile } from "node:fs/promises";
import { type Ownership, viewerSections } from "../../formats/mets/dfg-viewer.ts";
import { metsDocument } from "../../formats/mets/mets-document.ts";
import type { MetsFile, MetsFileGroup, MetsSection } from "../../formats/mets/mets-object.ts";
import { modsOf } from "../../formats/mods/mods.ts";
import { fileObject, PREMIS_NAMESPACES } from "../../formats/premis/premis-object.ts";
import { element } from "../../formats/xml.ts";
import { divisionsOf } from "../../iiif/divisions.ts";
import type { ItemRecord } from "../../pipeline/record.ts";
import type { PackageContent, PackedFile } from "./package-content.ts";

/** Viewers look for this group: ALTO of the best layer of each page. */
const FULLTEXT = "FULLTEXT";

/** The METS document of a package whose files are these. */
export async function packageMets(content: PackageContent, packed: readonly PackedFile[]): Promise<string> {
  const { structure, record, pages, name, history } = content;
  const createdAt = history.events.reduce<string | undefined>(
    (last, { endedAt }) => (last && last > endedAt ? last : endedAt),
    undefined,
  );
  const masters = packed.filter(({ use }) => use === "image/master");
  const ownership = await ownershipOf(content);
  return metsDocument({
    id: name,
    label: record?.titles[0]?.text ?? structure.shelfmark,
    type: record?.form === "manuscript" ? "manuscript" : "monograph",
    ...(createdAt === undefined ? {} : { createdAt }),
    creator: { name: "sohoa", kind: "software" },
    description: record
      ? { serialized: modsOf(record, { identifier: structure.item }) }
      : element("note", {}, structure.shelfmark),
    administration: [...masters.map(masterSection), ...(ownership ? viewerSections(ownership) : [])],
    groups: groupsOf(packed, pages.length),
    pages: structure.pages.map(({ id, label }) => ({ label, contentIds: [id] })),
    divisions: record ? partsOf(record, pages.length) : [],
  }).xml;
}

/** A record may name a page that an unfinished item does not have yet. */
function partsOf(record: ItemRecord, pageCount: number) {
  const divisions = record.divisions.filter(({ page }) => page <= pageCount);
  return divisionsOf({ ...record, divisions }, pageCount).map(({ title, first, last }) => ({ label: title, first, last }));
}

function masterSection({ path, page, ...file }: PackedFile): MetsSection {
  return {
    id: techIdOf(page),
    kind: "techMD",
    type: "PREMIS:OBJECT",
    content: fileObject({ ...file, paths: [path] }, PREMIS_NAMESPACES),
  };
}

function techIdOf(page: number): string {
  return `TECH_${String(page).padStart(4, "0")}`;
}

/** A group for every use, in the order of first appearance; the full text first, as viewers expect it. */
function groupsOf(packed: readonly PackedFile[], pageCount: number): readonly MetsFileGroup[] {
  const uses = [...new Set(packed.map(({ use }) => use))];
  const best = bestTexts(packed, pageCount);
  const groups = uses.map((use) =>
    groupOf(
      use,
      packed.filter((file) => file.use === use),
      pageCount,
    ),
  );
  return best.some((each) => each !== undefined) ? [{ use: FULLTEXT, locations: "path", ofPages: best }, ...groups] : groups;
}

function groupOf(use: string, files: readonly PackedFile[], pageCount: number): MetsFileGroup {
  const ofItem = files.filter(({ page }) => page === 0).map(asFile);
  const byPage = new Map(files.map((file) => [file.page, file]));
  const ofPages = Array.from({ length: pageCount }, (_, at) => byPage.get(at + 1)).map((file) => file && asFile(file));
  return { use, locations: "path", ...(ofItem.length > 0 ? { ofItem } : { ofPages }) };
}

function bestTexts(packed: readonly PackedFile[], pageCount: number): readonly (MetsFile | undefined)[] {
  const of = (use: string) => new Map(packed.filter((file) => file.use === use).map((file) => [file.page, file]));
  const [reviewed, machine] = [of("alto/reviewed"), of("alto/machine")];
  return Array.from({ length: pageCount }, (_, at) => reviewed.get(at + 1) ?? machine.get(at + 1)).map(
    (file) => file && asFile(file),
  );
}

function asFile({ path, mediaType, sizeBytes, sha256, use, page }: PackedFile): MetsFile {
  const sections = use === "image/master" ? { sections: [techIdOf(page)] } : {};
  return { href: path, mediaType, sizeBytes, sha256, ...sections };
}

/** The addresses that the manifest gave the item; a package without one belongs to nobody's site. */
async function ownershipOf({ wholes, record, structure }: PackageContent): Promise<Ownership | undefined> {
  const source = wholes.find(({ use }) => use === "iiif/manifest")?.source;
  if (!source) return undefined;
  const manifest = JSON.parse(await readFile(await source.file(), "utf8")) as Readonly<Record<string, unknown>>;
  const id = manifest["id"];
  if (typeof id !== "string" || !URL.canParse(id)) return undefined;
  const homepage = firstId(manifest["homepage"]) ?? id;
  const provider = Array.isArray(manifest["provider"])
    ? (manifest["provider"][0] as Readonly<Record<string, unknown>> | undefined)
    : undefined;
  const site = firstId(provider?.["homepage"]) ?? new URL(id).origin;
  const license = record?.rights;
  return {
    owner: record?.holder ?? structure.shelfmark,
    site,
    contact: site,
    ...(license === undefined ? {} : { license }),
    reference: homepage,
    presentation: homepage,
    manifest: id,
  };
}

function firstId(list: unknown): string | undefined {
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  const id = typeof first === "object" && first !== null ? (first as Readonly<Record<string, unknown>>)["id"] : undefined;
  return typeof id === "string" && URL.canParse(id) ? id : undefined;
}
