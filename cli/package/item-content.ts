/** What a package of an item at one of its versions is made of, from its description and the store. */
import { readFile } from "node:fs/promises";
import { type Artifact, ROLES, type Role } from "../../pipeline/artifact.ts";
import type { ObjectAct } from "../../pipeline/fixity-log.ts";
import type { CurrentRow, EventRow, FixityRow, ItemDescription } from "../../pipeline/ledger-rows.ts";
import { type ItemRecord, recordSchema } from "../../pipeline/record.ts";
import type { Structure } from "../../pipeline/structure.ts";
import type { PackageContent, PackagePage, PackageSource, PackageWhole } from "../../stages/archive/package-content.ts";

/** A way to read objects as files. */
export interface Objects {
  file(digest: string): Promise<string>;
}

/** How much goes along. */
export interface PackageExtent {
  /** Also what a machine could make again. */
  readonly hasDerivatives: boolean;
}

/** Roles of pages that a package has a place for. */
const PAGE_ROLES: readonly Role[] = ["image/master", "report/quality", "report/cleanup", "text/machine", "text/reviewed"];
/** Roles of the item that a package has a name for. */
const WHOLES: Readonly<Partial<Record<Role, string>>> = {
  "item/structure": "structure.json",
  "item/history": "item-history.json",
  record: "record.json",
  "record/draft": "record-draft.json",
  "iiif/manifest": "iiif-manifest.json",
};
/** What a person gave or signed: nobody can make it again. */
const PERSONAL: readonly Role[] = ["text/earlier", "image/chart", "report/chart", "pdf/signed"];
/** A package inside a package would hold the masters twice. */
const LEFT_OUT: readonly Role[] = ["aip"];

/** A stored artifact as a file of a package. */
export function sourceOf(objects: Objects, { digest, sizeBytes, mediaType }: Artifact): PackageSource {
  return { digest, sizeBytes, mediaType, file: () => objects.file(digest) };
}

/** The content of a package; `events` are those of this version and all before it. */
export async function itemContent(
  objects: Objects,
  description: ItemDescription,
  told: { readonly events: readonly EventRow[]; readonly fixity: readonly FixityRow[]; readonly acts: readonly ObjectAct[] },
  extent: PackageExtent,
): Promise<PackageContent> {
  const { item, current, verdicts = [] } = description;
  const structure = description.structure ?? provisional(description);
  const byPlace = new Map(current.map((row) => [`${row.subject}\n${row.role}`, row.artifact]));
  const at = (subject: string, role: Role) => {
    const artifact = byPlace.get(`${subject}\n${role}`);
    return artifact && sourceOf(objects, artifact);
  };
  const pages = structure.pages.flatMap((page): PackagePage[] => {
    const master = at(page.id, "image/master");
    if (!master) return [];
    const [quality, cleanup] = [at(page.id, "report/quality"), at(page.id, "report/cleanup")];
    return [{ page, master, quality, cleanup, machine: at(page.id, "text/machine"), reviewed: at(page.id, "text/reviewed") }];
  });
  return {
    name: `${item.id} v${item.version}`,
    structure: { ...structure, pages: pages.map(({ page }) => page) },
    record: await recordOf(at(item.id, "record") ?? at(item.id, "record/draft")),
    history: { ...told, verdicts },
    pages,
    wholes: [...named(objects, current), ...further(objects, current, told.events, extent)],
  };
}

async function recordOf(source: PackageSource | undefined): Promise<ItemRecord | undefined> {
  return source && recordSchema.parse(JSON.parse(await readFile(await source.file(), "utf8")));
}

/** The pages of an item whose list was never closed, in the order of their arrival. */
function provisional({ item, pages, current }: ItemDescription): Structure {
  const masters = new Map(current.filter(({ role }) => role === "image/master").map((row) => [row.subject, row.artifact.digest]));
  const { viewingDirection, script } = item.profile;
  const inOrder = [...pages].sort((one, other) => one.sequence - other.sequence);
  const listed = inOrder.map(({ id, label, sourceName }) => ({ id, label, sourceName, master: masters.get(id) ?? "" }));
  return { v: 1, item: item.id, shelfmark: item.shelfmark, version: 1, viewingDirection, script, pages: listed };
}

function named(objects: Objects, current: readonly CurrentRow[]): readonly PackageWhole[] {
  return current.flatMap(({ role, artifact }) => {
    const path = WHOLES[role];
    return path === undefined ? [] : [{ path, use: role, source: sourceOf(objects, artifact) }];
  });
}

/** Everything that people gave, also what a later answer replaced; and derivatives where they are wanted. Each object once. */
function further(
  objects: Objects,
  current: readonly CurrentRow[],
  events: readonly EventRow[],
  { hasDerivatives }: PackageExtent,
): readonly PackageWhole[] {
  const places = new Map<string, PackageWhole>();
  const add = (folder: string, role: Role, artifact: Artifact) => {
    const path = `${folder}/${role.replace("/", "-")}/${artifact.digest}`;
    places.set(artifact.digest, { path, use: `${folder}/${role}`, source: sourceOf(objects, artifact) });
  };
  const placed = new Set(current.filter(({ role }) => hasPlace(role)).map(({ artifact }) => artifact.digest));
  const answered = events.filter(({ outcome }) => outcome === "answered").flatMap(({ outputs }) => outputs);
  for (const { role, artifact } of [...answered, ...current.filter(({ role }) => PERSONAL.includes(role))])
    if (!placed.has(artifact.digest)) add("answers", role, artifact);
  const derived = hasDerivatives ? current.filter(({ role }) => !LEFT_OUT.includes(role)) : [];
  for (const { role, artifact } of derived)
    if (!placed.has(artifact.digest) && !places.has(artifact.digest)) add("derivatives", role, artifact);
  return [...places.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

function hasPlace(role: Role): boolean {
  return ROLES[role].of === "page" ? PAGE_ROLES.includes(role) : WHOLES[role] !== undefined;
}
