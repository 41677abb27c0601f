/**
 * Working texts of a bundle and of this home: where one is the other's continuation it is taken as it is; where people went on
 * at both places every version is kept, theirs aside, for a person to bring together.
 */
import type { TextVersions } from "../../catalogue/text/port.ts";
import { type CarriedItem, readWorking } from "../../pipeline/bring-in-item.ts";
import type { Store } from "../../pipeline/store/store.ts";
import type { RestoredText, TextVersion, VersionNote } from "../../pipeline/text-version.ts";

/** What joining works on. */
export interface TextHome {
  readonly store: Store;
  readonly texts: Pick<TextVersions, "history" | "restore" | "save" | "pageText">;
}

/** What came of it. */
export interface Joined {
  /** Pages that took what was written there. */
  readonly taken: number;
  /** Pages where both texts wait for a person. */
  readonly offered: readonly string[];
}

/** Join all working texts of the item; pages that this home does not have are left out. Again it changes nothing. */
export async function joinTexts(home: TextHome, item: CarriedItem, pages: ReadonlySet<string>): Promise<Joined> {
  const byKey = new Map([...item.texts].map(([name, text]) => [`items/${item.id}/${name}`, text]));
  const byPage = new Map<string, RestoredText[]>();
  for (const text of (await readWorking(byKey)).texts)
    if (pages.has(text.page.page)) byPage.set(text.page.page, [...(byPage.get(text.page.page) ?? []), text]);
  const offered: string[] = [];
  let taken = 0;
  for (const [page, theirs] of byPage) {
    const ours = [...(await home.texts.history(page, { limit: Number.MAX_SAFE_INTEGER }))].reverse();
    const versions = theirs.flatMap((each) => each.versions).sort((one, other) => one.number - other.number);
    const common = sharedLength(ours, versions);
    const isContinued = common === ours.length && (versions.length > common || (await isFurther(home, page, theirs)));
    if (isContinued) {
      await restoreAll(home, byKey, page, theirs);
      taken += 1;
    } else if (common < ours.length && (await keepAside(home, page, { versions: versions.slice(common), common, ours })))
      offered.push(page);
  }
  return { taken, offered };
}

/** The same versions, and a step of the review that this home has not taken. */
async function isFurther({ texts }: TextHome, page: string, theirs: readonly RestoredText[]): Promise<boolean> {
  const [newest] = theirs.slice(-1);
  return newest !== undefined && newest.page.changedAt > (await texts.pageText(page)).changedAt;
}

function sharedLength(ours: readonly VersionNote[], theirs: readonly VersionNote[]): number {
  const isSame = (one: VersionNote, other: VersionNote | undefined) =>
    one.number === other?.number && one.digest === other.digest && one.saveId === other.saveId;
  const at = ours.findIndex((each, place) => !isSame(each, theirs[place]));
  return at === -1 ? ours.length : at;
}

async function restoreAll(
  { store, texts }: TextHome,
  byKey: ReadonlyMap<string, string>,
  page: string,
  theirs: readonly RestoredText[],
): Promise<void> {
  // The versions must be in the store before the catalogue says that they are.
  for (const [key, text] of byKey)
    if (key.includes(`/text-${page}-v`) && (await store.getNamed(key)) === undefined) await store.putNamed(key, text);
  for (const text of theirs) await texts.restore(text);
}

interface Apart {
  /** Theirs, from where both went their ways. */
  readonly versions: readonly TextVersion[];
  /** How many versions both have. */
  readonly common: number;
  readonly ours: readonly VersionNote[];
}

/** @returns true when any of them was new here */
async function keepAside({ texts }: TextHome, page: string, { versions, common, ours }: Apart): Promise<boolean> {
  const known = new Set(ours.map(({ saveId }) => saveId));
  const fresh = versions.filter(({ saveId }) => !known.has(saveId));
  let base = common;
  for (const { author, saveId, content } of fresh) {
    const saved = await texts.save({ page, base, author, saveId, content });
    if (saved.outcome === "saved") base = saved.number;
  }
  return fresh.length > 0;
}
