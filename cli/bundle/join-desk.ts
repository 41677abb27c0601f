/** Record desks of a bundle and of this home, joined as texts are: continued, or laid beside field by field for a person. */
import type { DeskVersion, RecordVersions } from "../../catalogue/record-versions/port.ts";
import type { ReadFields } from "../../formats/record-remainder.ts";
import { type CarriedItem, readWorking } from "../../pipeline/bring-in-item.ts";
import { canonicalJson, digestOfText } from "../../pipeline/derive.ts";
import type { SettledDesk } from "../../pipeline/desk-settle.ts";
import type { ItemRecord } from "../../pipeline/record.ts";
import type { Store } from "../../pipeline/store/store.ts";
import type { StoredRecord } from "../../pipeline/stored-record.ts";
import { deskFields } from "../../web/server/workroom/records/desk.ts";
import type { Joined } from "./join-texts.ts";

/** What joining works on. */
export interface DeskHome {
  readonly store: Store;
  readonly recordVersions: RecordVersions;
}

/** Join the desk of an item. Again it changes nothing. `offered` names the fields that wait for a person. */
export async function joinDesk(home: DeskHome, item: CarriedItem): Promise<Joined> {
  const byKey = new Map([...item.texts].map(([name, text]) => [`items/${item.id}/${name}`, text]));
  const theirs = (await readWorking(byKey)).desks;
  const newest = theirs.at(-1);
  if (!newest) return { taken: 0, offered: [] };
  const ours = [...(await home.recordVersions.history(item.id, { limit: Number.MAX_SAFE_INTEGER }))].reverse();
  const versions = theirs.flatMap((desk) => desk.versions).sort((one, other) => one.number - other.number);
  const common = sharedLength(ours, versions);
  if (common === ours.length && versions.length > common) {
    for (const [key, text] of byKey)
      if (/\/record-v\d+\.json$/.test(key) && (await home.store.getNamed(key)) === undefined)
        await home.store.putNamed(key, text);
    for (const desk of theirs) await home.recordVersions.restore(desk);
    return { taken: 1, offered: [] };
  }
  return versions.length > common ? await layBeside(home, item.id, newest, common) : { taken: 0, offered: [] };
}

function sharedLength(ours: readonly DeskVersion[], theirs: readonly DeskVersion[]): number {
  const nameOf = ({ number, agent, savedAt, steps }: DeskVersion) => canonicalJson({ number, agent, savedAt, steps });
  const at = ours.findIndex((each, place) => theirs[place] === undefined || nameOf(each) !== nameOf(theirs[place]));
  return at === -1 ? ours.length : at;
}

async function layBeside({ recordVersions }: DeskHome, itemId: string, theirs: SettledDesk, common: number): Promise<Joined> {
  const before = (await recordVersions.fieldsAt(itemId, common)) ?? {};
  const { agent = "" } = theirs.versions.at(-1) ?? {};
  return await offer(recordVersions, { itemId, before, after: theirs.fields, base: common, agent });
}

/** Lay a record that was answered there over the desk here. `before` is the record that both had. */
export async function offerRecord(
  recordVersions: RecordVersions,
  itemId: string,
  records: {
    readonly ours: StoredRecord | undefined;
    readonly before: ItemRecord | undefined;
    readonly theirs: ItemRecord;
  },
  agent: string,
): Promise<Joined> {
  const { record, digest = "" } = records.ours ?? {};
  const seed = { fields: deskFields(record), origin: digest };
  const desk = (await recordVersions.desk(itemId)) ?? (await recordVersions.openDesk(itemId, seed));
  const [before, after] = [deskFields(records.before), deskFields(records.theirs)];
  return await offer(recordVersions, { itemId, before, after, base: desk.number, agent });
}

interface Offer {
  readonly itemId: string;
  readonly before: ReadFields;
  readonly after: ReadFields;
  readonly base: number;
  readonly agent: string;
}

async function offer(recordVersions: RecordVersions, { itemId, before, after, base, agent }: Offer): Promise<Joined> {
  const isChanged = (name: string) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null);
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(isChanged);
  const changes = Object.fromEntries(names.map((name) => [name, after[name]]));
  const saveId = `bundle-${digestOfText(canonicalJson([before, after])).slice(0, 32)}`;
  const saved = await recordVersions.save({ itemId, saveId, base, on: before, changes, cause: "imported", agent });
  const offered = saved.conflicts.map(({ field }) => field);
  return { taken: Math.min(1, names.length - offered.length), offered };
}
