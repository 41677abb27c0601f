/** What of an item goes into a bundle: all its descriptions, working texts, register row, and objects by what they are for. */
import type { Artifact, Digest, Role } from "../../pipeline/artifact.ts";
import { canonicalJson } from "../../pipeline/derive.ts";
import { describe, descriptionKey, storeDescription } from "../../pipeline/describe-item.ts";
import { GIVEN_ROLES } from "../../pipeline/given.ts";
import type { ItemDescription, ItemRow } from "../../pipeline/ledger-rows.ts";
import { storedRecord } from "../../pipeline/stored-record.ts";
import type { Services } from "../compose.ts";
import { describedVersions } from "../package/described-versions.ts";
import { HOLDINGS_FILES, holdingsFiles } from "../package/holdings-files.ts";
import { workingTexts } from "../package/working-texts.ts";
import type { BundleContents, Leavable } from "./bundle-file.ts";

/** One item, ready to be written. */
export interface BundledItem {
  readonly about: BundleContents["items"][number];
  /** Named texts as the store keeps them, by key. */
  readonly texts: ReadonlyMap<string, string>;
  /** Rows of the register, one JSON value a line. */
  readonly register: string;
  readonly objects: readonly Artifact[];
  /** Objects that should be there and are not. */
  readonly missing: readonly Digest[];
}

/** Small files that a machine could make again, and that tell how it did. */
const TOLD_ALWAYS: readonly Role[] = [
  "item/structure",
  "item/history",
  "record/draft",
  "text/machine",
  "report/quality",
  "report/cleanup",
  "report/chart",
];
/** A package would hold the masters a second time. */
const LEFT_OUT: readonly Role[] = ["aip"];
const MASTERS: readonly Role[] = ["image/master", "image/chart"];

/** Who may see the item, by its record or the draft of one. */
export async function accessOf(services: Services, item: ItemRow): Promise<BundledItem["about"]["access"]> {
  return (await storedRecord(services, item))?.record.access ?? "public";
}

/** Gather an item. */
export async function bundledItem(services: Services, item: ItemRow, without: readonly Leavable[]): Promise<BundledItem> {
  const { ledger, store } = services;
  await storeDescription(services, item.id);
  const now = await describe(services, item.id, await ledger.events(item.id));
  const earlier = (await describedVersions(store, item.id)).filter(
    ({ description }) => description.item.version < now.item.version,
  );
  const texts = new Map(earlier.map(({ description, text }) => [descriptionKey(item.id, description.item.version), text]));
  texts.set(descriptionKey(item.id, now.item.version), canonicalJson(now));
  for (const [name, text] of await workingTexts(services, item.id)) texts.set(`items/${item.id}/${name}`, text);
  const rows = (await holdingsFiles(services.holdings, item.shelfmark)).find(({ name }) => name === HOLDINGS_FILES.register);
  const descriptions = [...earlier.map(({ description }) => description), now];
  const absent = new Set(descriptions.flatMap((each) => each.absent ?? []));
  const objects: Artifact[] = [];
  const missing: Digest[] = [];
  for (const artifact of wanted(descriptions, without)) {
    if ((await store.stat(artifact.digest)) !== undefined) objects.push(artifact);
    else if (!absent.has(artifact.digest)) missing.push(artifact.digest);
  }
  const { id, shelfmark, version } = now.item;
  const about = { id, shelfmark, version, pages: now.pages.length, access: await accessOf(services, item) };
  return { about, texts, register: rows?.text ?? "", objects, missing };
}

/** What is current now, what people and scanners ever gave, in order of digest. */
function wanted(descriptions: readonly ItemDescription[], without: readonly Leavable[]): readonly Artifact[] {
  const found = new Map<Digest, Artifact>();
  const add = (role: Role, artifact: Artifact) => {
    if (isWanted(role, without)) found.set(artifact.digest, artifact);
  };
  for (const [at, { current, events }] of descriptions.entries()) {
    const isNewest = at === descriptions.length - 1;
    for (const { role, artifact } of current) if (isNewest || GIVEN_ROLES.has(role)) add(role, artifact);
    const given = events.filter(({ outcome }) => outcome === "answered" || outcome === "received");
    for (const { role, artifact } of given.flatMap(({ outputs }) => outputs)) add(role, artifact);
  }
  return [...found.values()].sort((one, other) => (one.digest < other.digest ? -1 : 1));
}

function isWanted(role: Role, without: readonly Leavable[]): boolean {
  if (LEFT_OUT.includes(role)) return false;
  if (MASTERS.includes(role)) return !without.includes("masters");
  return GIVEN_ROLES.has(role) || TOLD_ALWAYS.includes(role) || !without.includes("derivatives");
}
