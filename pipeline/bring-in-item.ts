/**
 * Takes an item into this home as a package describes it: objects first, then its descriptions, then the catalogue. Interrupt it
 * anywhere and call it again: what is stored is found. What did not come along is told as absent; the plan has a machine make it.
 */
import { readFile } from "node:fs/promises";
import { advanceAll } from "./advance.ts";
import type { Artifact, Digest } from "./artifact.ts";
import type { Closer } from "./close-item.ts";
import { canonicalJson } from "./derive.ts";
import { descriptionKey } from "./describe-item.ts";
import { type DeskRestorer, type SettledDesk, settledDesks } from "./desk-settle.ts";
import { disclosureOf, isDisclosed } from "./disclosure.ts";
import { IntegrityError } from "./errors.ts";
import type { ItemDescription } from "./ledger-rows.ts";
import type { TextRestorer } from "./rebuild.ts";
import { settlePublications } from "./settle-publications.ts";
import type { Stored } from "./store/store.ts";
import type { RestoredText } from "./text-version.ts";
import { settledTexts } from "./text-version-settle.ts";

/** An object of a package, lying somewhere as a file until the next one is asked for. */
export interface CarriedObject extends Stored {
  readonly path: string;
}

/** An item as a package holds it. */
export interface CarriedItem {
  readonly id: string;
  /** Oldest first. */
  readonly versions: readonly ItemDescription[];
  /** Working texts and record desks as the store keeps them, by the name of their key. */
  readonly texts: ReadonlyMap<string, string>;
  /** Sizes of the objects in the package, by digest. */
  readonly sizes: ReadonlyMap<Digest, number>;
  /** Those of these objects that the package holds, each once. */
  objects(wanted: ReadonlySet<Digest>): AsyncIterable<CarriedObject>;
}

/** How to take it in. */
export interface BringIn {
  /** The log of what the public was shown comes along: only into a home that has shown nothing yet. */
  readonly keepsLog: boolean;
  /** Where working texts and record desks go. */
  readonly texts: TextRestorer;
  readonly desks: DeskRestorer;
  readonly onObject?: (done: number, total: number) => void;
}

/** Every artifact that a description names, once. */
export function artifactsNamed({ current, events }: ItemDescription): readonly Artifact[] {
  const named = [
    ...current.map(({ artifact }) => artifact),
    ...events.flatMap(({ inputs, outputs }) => [
      ...inputs.flatMap(({ artifacts }) => artifacts),
      ...outputs.map(({ artifact }) => artifact),
    ]),
  ];
  return [...new Map(named.map((artifact) => [artifact.digest, artifact])).values()];
}

/** The descriptions as this home will keep them. */
export function asKept(item: Omit<CarriedItem, "texts">, { keepsLog }: Pick<BringIn, "keepsLog">): readonly ItemDescription[] {
  return item.versions.map((version) => {
    const { activities = [], absent: _, ...rest } = version;
    const absent = artifactsNamed(version)
      .map(({ digest }) => digest)
      .filter((digest) => !item.sizes.has(digest))
      .sort();
    const gone = new Set(absent);
    const current = version.current.filter(({ artifact }) => !gone.has(artifact.digest));
    return { ...rest, current, activities: keepsLog ? activities : [], ...(absent.length === 0 ? {} : { absent }) };
  });
}

/**
 * Take the item in. The caller has made sure that nothing of it is here, or that it is here as it is there.
 * @returns how many objects were new. @throws {IntegrityError} IMPORT-CHANGED when the package changed since it was checked.
 */
export async function bringIn(closer: Closer, item: CarriedItem, how: BringIn): Promise<number> {
  const kept = asKept(item, how);
  const wanted = new Set(kept.flatMap(artifactsNamed).flatMap(({ digest }) => (item.sizes.has(digest) ? [digest] : [])));
  const stored = await storeObjects(closer, item, wanted, how);
  for (const description of kept)
    await closer.store.putNamed(descriptionKey(item.id, description.item.version), canonicalJson(description));
  await discloseGiven(closer, kept);
  for (const description of kept) await closer.ledger.restore(description);
  await restoreTexts(closer, item, how);
  await settlePublications(closer);
  await closer.queue.announce(await advanceAll(closer, item.id));
  return stored;
}

/** Who may see the item must be known before a machine publishes it anew. */
export async function discloseGiven({ ledger, cache }: Closer, kept: readonly ItemDescription[]): Promise<void> {
  for (const { role, artifact } of kept.at(-1)?.current ?? []) {
    if (!isDisclosed(role)) continue;
    await ledger.disclose([disclosureOf(role, artifact.digest, await readFile(await cache.file(artifact.digest), "utf8"))]);
  }
}

/** What people were correcting comes back with every version of it. */
async function restoreTexts({ store }: Closer, item: CarriedItem, { texts, desks }: BringIn): Promise<void> {
  const byKey = new Map([...item.texts].map(([name, text]) => [`items/${item.id}/${name}`, text]));
  for (const [key, text] of byKey) await store.putNamed(key, text);
  const read = await readWorking(byKey);
  for (const text of read.texts) await texts.restore(text);
  for (const desk of read.desks) await desks.restore(desk);
}

/** Working texts and record desks by their keys. @throws {IntegrityError} TEXT-SETTLED, DESK-SETTLED when one is none. */
export async function readWorking(
  byKey: ReadonlyMap<string, string>,
): Promise<{ readonly texts: readonly RestoredText[]; readonly desks: readonly SettledDesk[] }> {
  const named = { getNamed: async (key: string) => byKey.get(key) };
  return { texts: await settledTexts(named, [...byKey.keys()]), desks: await settledDesks(named, [...byKey.keys()]) };
}

async function storeObjects(closer: Closer, item: CarriedItem, wanted: ReadonlySet<Digest>, how: BringIn): Promise<number> {
  const missing = new Set<Digest>();
  for (const digest of wanted) if (!(await closer.store.stat(digest))) missing.add(digest);
  const total = missing.size;
  for await (const { path, digest, sizeBytes } of item.objects(new Set(missing))) {
    await closer.store.putFile(path, { digest, sizeBytes });
    missing.delete(digest);
    how.onObject?.(total - missing.size, total);
  }
  const [lost] = missing;
  if (lost !== undefined) throw new IntegrityError({ code: "IMPORT-CHANGED", subject: item.id, facts: { digest: lost } });
  return total;
}
