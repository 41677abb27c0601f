/**
 * How far a library is from a target on a day: pure, from the register, the organisations, the evidence and that day, so that
 * every number can be explained by the rows behind it.
 */

import type { Organisation } from "../organisation/organisation.ts";
import { nameKey, type OrganisationTree, organisationTree } from "../organisation/organisation-tree.ts";
import { type RegisterEntry, shelfmarkKey } from "../register.ts";
import type { Target } from "../target.ts";
import { type DigitizedItem, digitizedOn } from "./evidence.ts";
import { type Share, type Standing, shareOf, standingAgainst } from "./share.ts";

/** Everything that progress is counted from. */
export interface Holding {
  readonly register: readonly RegisterEntry[];
  readonly organisations: readonly Organisation[];
  readonly evidence: readonly DigitizedItem[];
}

/** The same with what does not change from day to day looked up once: entries by shelfmark, each with its evidence. */
export interface MatchedHolding {
  readonly organisations: readonly Organisation[];
  readonly entries: readonly { readonly entry: RegisterEntry; readonly item: DigitizedItem | undefined }[];
}

/** Match entries and evidence by shelfmark. */
export function matchHolding({ register, organisations, evidence }: Holding): MatchedHolding {
  const items = new Map(evidence.map((item) => [shelfmarkKey(item.shelfmark), item]));
  const entries = register
    .map((entry) => ({ entry, key: shelfmarkKey(entry.shelfmark) }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ entry, key }) => ({ entry, item: items.get(key) }));
  return { organisations, entries };
}

/** One entry that counts, and what shows that it is done. */
export interface ProgressRow {
  readonly entry: RegisterEntry;
  /** Who holds it on the day, by the name of that day: the successor where the holder was merged. */
  readonly holder: string;
  readonly evidence: DigitizedItem | undefined;
  readonly isDigitized: boolean;
  /** Pages of the entry: as the register has it, else as it was scanned; undefined when nobody knows. */
  readonly pages: number | undefined;
  /** Pages digitized, at most as many as there are. */
  readonly pagesDone: number;
}

/** A target's standing on a day. */
export interface Progress extends Standing {
  readonly target: Target;
  readonly date: string;
  readonly items: Share;
  /** Of entries whose pages are known. */
  readonly pages: Share;
  /** Entries whose number of pages nobody knows; they are no part of `pages`. */
  readonly withoutExtent: number;
  /** The share that the target counts. */
  readonly share: Share;
  /** The organisation of the target had been merged by that day: into whom, and since when. */
  readonly ended: { readonly into: string; readonly on: string } | undefined;
  /** Every entry that counts, by shelfmark. */
  readonly rows: readonly ProgressRow[];
}

/** The entries of the target's classes alone: a chart looks at them on many days. */
export function ofClassesOf(target: Target, { organisations, entries }: MatchedHolding): MatchedHolding {
  const isOfClass = classesOf(target);
  return { organisations, entries: entries.filter(({ entry }) => isOfClass(entry.holdingClass)) };
}

/** Progress of a target on a day. */
export function progressOf(target: Target, holding: MatchedHolding, date: string): Progress {
  const rows: ProgressRow[] = [];
  const ended = eachCounting(target, holding, date, (entry, item, holder) => {
    const done = item ? digitizedOn(item, target.definition, date) : NOTHING_DONE;
    const pages = pagesOf(entry, item);
    const pagesDone = Math.min(done.pages, pages ?? 0);
    rows.push({ entry, holder, evidence: item, isDigitized: done.isDigitized, pages, pagesDone });
  });
  return standingOf(target, rows, date, ended);
}

const NOTHING_DONE = { isDigitized: false, pages: 0 };

/** Pages of an entry: as the register has it, else as it was scanned. */
export function pagesOf(entry: RegisterEntry, item: DigitizedItem | undefined): number | undefined {
  return entry.extentPages ?? (item && item.pages > 0 ? item.pages : undefined);
}

/** Calls back for every entry that the target counts on the day, with who holds it then. */
function eachCounting(
  target: Target,
  { organisations, entries }: MatchedHolding,
  date: string,
  found: (entry: RegisterEntry, item: DigitizedItem | undefined, holder: string) => void,
): Progress["ended"] {
  const tree = organisationTree(organisations, date);
  const { isWithin, ended } = scopeOf(target, tree);
  const isOfClass = classesOf(target);
  const places = new Map<string, Place & { readonly isWithin: boolean }>();
  for (const { entry, item } of entries) {
    if (!isEffective(entry, date) || !isOfClass(entry.holdingClass)) continue;
    let place = places.get(entry.holder);
    if (!place) {
      const at = placeOf(entry.holder, tree);
      place = { ...at, isWithin: isWithin(at) };
      places.set(entry.holder, place);
    }
    if (place.isWithin) found(entry, item, place.holder);
  }
  return ended;
}

/** Registers have few classes and many rows: each name is folded once. */
export function classesOf({ classes }: Target): (name: string) => boolean {
  if (classes.length === 0) return () => true;
  const wanted = new Set(classes.map(nameKey));
  const known = new Map<string, boolean>();
  return (name) => {
    const answer = known.get(name) ?? wanted.has(nameKey(name));
    known.set(name, answer);
    return answer;
  };
}

/** A holder as it stands on a day. */
export interface Place {
  /** The name that reports group by. */
  readonly holder: string;
  /** Ids of the holder as it stands, and of all that it belongs to; empty when the register names nobody we know. */
  readonly ids: readonly string[];
}

/** Who holds an entry, by the tree of a day. */
export function placeOf(holder: string, tree: OrganisationTree): Place {
  const known = tree.find(holder);
  if (!known) return { holder, ids: [] };
  const standing = tree.standingFor(known);
  return { holder: tree.nameOf(standing), ids: [standing, ...tree.ancestorsOf(standing)].map((each) => each.id) };
}

/** Whose holdings a target counts on a day. */
export interface Scope {
  isWithin(place: Place): boolean;
  readonly ended: Progress["ended"];
}

/** Whose holdings count. An organisation that was merged away has none from that day on: its successor has them. */
export function scopeOf({ organisation }: Target, tree: OrganisationTree): Scope {
  if (organisation === null) return { isWithin: () => true, ended: undefined };
  const found = tree.find(organisation);
  if (!found) return { isWithin: ({ holder }) => nameKey(holder) === nameKey(organisation), ended: undefined };
  const standing = tree.standingFor(found);
  if (standing !== found) return { isWithin: () => false, ended: { into: tree.nameOf(standing), on: found.until ?? "" } };
  return { isWithin: ({ ids }) => ids.includes(found.id), ended: undefined };
}

function standingOf(target: Target, rows: readonly ProgressRow[], date: string, ended: Progress["ended"]): Progress {
  const items = shareOfItems(rows);
  const pages = shareOfPages(rows);
  const share = target.unit === "items" ? items : pages;
  return {
    target,
    date,
    items,
    pages,
    withoutExtent: rows.filter((row) => row.pages === undefined).length,
    share,
    ...standingAgainst(target, share, date),
    ended,
    rows,
  };
}

/** The same rows by holder or by class of holding, in the order of their names. */
export function sharesBy(
  rows: readonly ProgressRow[],
  of: "holder" | "holdingClass",
): ReadonlyMap<string, { readonly items: Share; readonly pages: Share }> {
  const groups = new Map<string, ProgressRow[]>();
  for (const row of rows) {
    const name = of === "holder" ? row.holder : row.entry.holdingClass;
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  const sorted = [...groups].sort(([a], [b]) => compare(a, b));
  return new Map(sorted.map(([name, group]) => [name, { items: shareOfItems(group), pages: shareOfPages(group) }]));
}

function shareOfItems(rows: readonly ProgressRow[]): Share {
  return shareOf(rows.filter((row) => row.isDigitized).length, rows.length);
}

function shareOfPages(rows: readonly ProgressRow[]): Share {
  let [done, all] = [0, 0];
  for (const row of rows) {
    done += row.pagesDone;
    all += row.pages ?? 0;
  }
  return shareOf(done, all);
}

/** Whether an entry counts on a day at all. */
export function isEffective(entry: RegisterEntry, date: string): boolean {
  return (entry.effectiveFrom ?? "") <= date && (entry.effectiveUntil === undefined || date < entry.effectiveUntil);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
