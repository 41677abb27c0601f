/**
 * The archival package of an item as people get it: the stored bag, with what became of the item since and what its restoration
 * needs as further tag files. The payload is that of the stored package, byte for byte.
 */
import { createReadStream } from "node:fs";
import { rename } from "node:fs/promises";
import { type AddedTag, extendBag } from "../formats/bagit/extend.ts";
import { canonicalJson } from "../pipeline/derive.ts";
import { describe } from "../pipeline/describe-item.ts";
import type { ItemRow } from "../pipeline/ledger-rows.ts";
import { packagePremis } from "../stages/archive/package-premis.ts";
import type { Services } from "./compose.ts";
import { holdingsFiles } from "./package/holdings-files.ts";
import { itemContent, type PackageExtent } from "./package/item-content.ts";
import { WORKING_FOLDER, workingTexts } from "./package/working-texts.ts";

/** The folder of tag files that this program adds to a bag. */
export const BAG_FOLDER = "sohoa";
/** The description of the item as of the export. */
export const BAG_DESCRIPTION = `${BAG_FOLDER}/description.json`;

/** Write the bag to `path`; false when there is no package yet. An interrupted copy never bears the final name. */
export async function exportBag(services: Services, item: ItemRow, path: string, extent: PackageExtent): Promise<boolean> {
  const aip = await services.ledger.current(item.id, "aip");
  if (!aip) return false;
  await extendBag(await services.cache.file(aip.digest), `${path}.part`, addedTags(services, item, extent));
  await rename(`${path}.part`, path);
  return true;
}

async function* addedTags(services: Services, item: ItemRow, extent: PackageExtent): AsyncGenerator<AddedTag> {
  const { ledger, cache, holdings } = services;
  const events = await ledger.events(item.id);
  const description = await describe(services, item.id, events);
  yield textTag(BAG_DESCRIPTION, canonicalJson(description));
  const digests = description.current.map(({ artifact }) => artifact.digest);
  const told = { events, fixity: await ledger.fixityOf(digests), acts: await ledger.actsOf(digests) };
  const content = await itemContent(cache, description, told, extent);
  yield textTag(`${BAG_FOLDER}/premis.xml`, packagePremis(content, []));
  for (const { name, text } of await holdingsFiles(holdings, item.shelfmark)) yield textTag(`${BAG_FOLDER}/${name}`, text);
  for (const [name, text] of await workingTexts(services, item.id))
    yield textTag(`${BAG_FOLDER}/${WORKING_FOLDER}/${name}`, text);
  for (const { path, source } of content.wholes) {
    // What has a name of its own is in the payload, but for the draft that a record took the place of.
    if (!path.includes("/") && path !== "record-draft.json" && path !== "item-history.json") continue;
    yield { path: `${BAG_FOLDER}/${path}`, sizeBytes: source.sizeBytes, content: createReadStream(await source.file()) };
  }
}

function textTag(path: string, text: string): AddedTag {
  const bytes = Buffer.from(text, "utf8");
  return { path, sizeBytes: bytes.length, content: [bytes] };
}
