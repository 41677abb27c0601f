/** Lays what another installation did over an item that is here: only what this side left alone, and as a new version of it. */
import { advanceAll } from "./advance.ts";
import type { Digest } from "./artifact.ts";
import { artifactsNamed, asKept, type CarriedItem, discloseGiven } from "./bring-in-item.ts";
import type { Closer } from "./close-item.ts";
import { describe, storeDescription } from "./describe-item.ts";
import { commonGround, GIVEN_ROLES, type Given, givenOf, meetGiven, PAGE_LIST, partsOf } from "./given.ts";
import type { EventRow, ItemDescription, VerdictRow } from "./ledger-rows.ts";

/** An item that both sides have. */
export interface Encountered {
  /** As it is here now. */
  readonly ours: ItemDescription;
  /** As it is there. */
  readonly theirs: ItemDescription;
  /** Keys that only they changed, see `pipeline/given.ts`. */
  readonly taken: readonly string[];
  /** Keys that both changed, or that must not be taken without a person. */
  readonly conflicts: readonly string[];
  /** What both had before. */
  readonly ground: Given;
}

/** Compare. `earlier` are the descriptions that the store here has; `mayTake` says which keys may follow the other side unasked. */
export async function encounter(
  closer: Pick<Closer, "ledger" | "cache">,
  item: CarriedItem,
  earlier: readonly ItemDescription[],
  mayTake: (key: string, theirs: ItemDescription) => Promise<boolean>,
): Promise<Encountered | undefined> {
  const theirs = item.versions.at(-1);
  if (!theirs) return undefined;
  const ours = await describe(closer, item.id, []);
  const [here, there] = [[...earlier, ours].map(givenOf), item.versions.map(givenOf)];
  const ground = commonGround(here, there);
  const { taken, conflicts } = meetGiven(ground, givenOf(ours), givenOf(theirs));
  const refused = new Set<string>();
  for (const key of taken) if (!(await mayTake(key, theirs))) refused.add(key);
  // A page that only they have has no place here while the page lists stand against each other.
  const isPlaced = !conflicts.includes(PAGE_LIST) && !refused.has(PAGE_LIST);
  const known = new Set([item.id, ...ours.pages.map(({ id }) => id)]);
  for (const key of taken) if (!isPlaced && key !== PAGE_LIST && !known.has(partsOf(key).subject)) refused.add(key);
  return { ours, theirs, ground, taken: taken.filter((key) => !refused.has(key)), conflicts: [...conflicts, ...refused].sort() };
}

/** The objects that taking these keys needs, as far as the package holds them. */
export function objectsFor(item: CarriedItem, met: Encountered): readonly Digest[] {
  if (met.taken.length === 0) return [];
  return artifactsNamed(merged(item, met)).flatMap(({ digest }) => (item.sizes.has(digest) ? [digest] : []));
}

/**
 * Take over what only they changed; the objects of it are in the store. The catalogue first, its description after it: interrupt
 * it anywhere and call it again.
 * @returns false when somebody changed the item here meanwhile; nothing was done.
 */
export async function layOver(closer: Closer, item: CarriedItem, met: Encountered): Promise<boolean> {
  if (met.taken.length === 0) return true;
  const next = merged(item, met);
  const sizes = new Map(item.sizes);
  for (const { digest } of artifactsNamed(next)) {
    const found = sizes.has(digest) ? undefined : await closer.store.stat(digest);
    if (found) sizes.set(digest, found.sizeBytes);
  }
  const kept = asKept({ ...item, versions: [next], sizes }, { keepsLog: false });
  await discloseGiven(closer, kept);
  for (const description of kept) if (!(await closer.ledger.layOver(description, met.ours.item.version))) return false;
  await storeDescription(closer, item.id);
  await closer.queue.announce(await advanceAll(closer, item.id));
  return true;
}

/** What is here with their keys in it, and everything that happened there. */
function merged(item: CarriedItem, { ours, theirs, taken }: Encountered): ItemDescription {
  const isTaken = new Set(taken);
  const keyOf = ({ subject, role }: ItemDescription["current"][number]) => `${subject}\n${role}`;
  const takesList = isTaken.has(PAGE_LIST);
  const follows = (row: ItemDescription["current"][number]) =>
    isTaken.has(keyOf(row)) || (takesList && row.role === "item/structure");
  // Derivatives of pages that were not here before come along with them.
  const known = new Set(ours.current.map(keyOf));
  const isNews = (row: ItemDescription["current"][number]) => takesList && !known.has(keyOf(row)) && !GIVEN_ROLES.has(row.role);
  return {
    ...ours,
    item: { ...ours.item, version: ours.item.version + 1 },
    ...(takesList ? { pages: theirs.pages, structure: theirs.structure, ...joined(ours, theirs) } : {}),
    current: [
      ...ours.current.filter((row) => !follows(row)),
      ...theirs.current.filter((row) => follows(row) || (isNews(row) && !isShown(row.role))),
    ],
    events: eventsOf(item),
    verdicts: newVerdicts(ours.verdicts ?? [], theirs.verdicts ?? [], isTaken),
    activities: [],
  };
}

/** Neighbouring descriptions may both tell of an event. */
function eventsOf({ versions }: CarriedItem): readonly EventRow[] {
  const named = versions.flatMap(({ events }) =>
    events.map((event) => [[event.derivation, event.subject, event.outcome, event.endedAt].join("\n"), event] as const),
  );
  return [...new Map(named).values()];
}

/** What only this installation may say of itself. */
function isShown(role: string): boolean {
  return role === "publication" || role === "aip";
}

function joined(ours: ItemDescription, theirs: ItemDescription): Pick<ItemDescription, "batches" | "rejections"> {
  const here = new Set(ours.batches.map(({ id }) => id));
  const batches = [...ours.batches, ...theirs.batches.filter(({ id }) => !here.has(id))];
  return { batches, rejections: { ...theirs.rejections, ...ours.rejections } };
}

function newVerdicts(
  ours: readonly VerdictRow[],
  theirs: readonly VerdictRow[],
  isTaken: ReadonlySet<string>,
): readonly VerdictRow[] {
  const nameOf = ({ subject, master, agent, judgedAt }: VerdictRow) => [subject, master, agent, judgedAt].join("\n");
  const known = new Set(ours.map(nameOf));
  return theirs
    .filter((row) => isTaken.has(`${row.subject}\nverdict\n${row.master}`) && !known.has(nameOf(row)))
    .map((row, at) => ({ ...row, ordinal: ours.length + at + 1 }));
}
