/**
 * How far the items are, as six numbers that add up: each item that was scanned is held at exactly one step or is published.
 * What is not among them is listed with its reason.
 */
import { shelfmarkKey } from "../register.ts";
import type { ItemInWork, PublishedItem, WorkWaiting } from "./work-facts.ts";

/** The steps in the order of the work. */
export const FUNNEL_STEPS = ["scanned", "processed", "read", "reviewed", "described", "published"] as const;
/** One of {@link FUNNEL_STEPS}. */
export type FunnelStep = (typeof FUNNEL_STEPS)[number];

/** Items and pages that have passed a step; `held` are those that came no further. */
export interface FunnelNumber {
  readonly step: FunnelStep;
  readonly items: number;
  readonly pages: number;
  readonly held: number;
}

/** The funnel of all items: `registered - notScanned + notRegistered = scanned + cancelled + empty`. */
export interface Funnel {
  readonly steps: readonly FunnelNumber[];
  /** The step at which most items are held before it; null where none is. */
  readonly narrowest: FunnelStep | null;
  /** Shelfmarks of the register on the day. */
  readonly registered: number;
  /** Of them without an item. */
  readonly notScanned: number;
  /** Items of no shelfmark of the register. */
  readonly notRegistered: number;
  /** Items that are no part of the six numbers. */
  readonly cancelled: number;
  readonly empty: number;
  /** Published because their profile asks for nobody at a gate: no person reviewed a page, or stands for the record. */
  readonly publishedWithoutReview: number;
  readonly publishedWithoutRecord: number;
}

/** What a funnel is made from. */
export interface FunnelSources {
  readonly waiting: Pick<WorkWaiting, "items" | "cancelled" | "reviewed">;
  readonly published: readonly PublishedItem[];
  /** Shelfmarks of the register on the day, folded. */
  readonly registered: ReadonlySet<string>;
}

/** Where one item stands in the funnel. */
export interface FunnelPlace {
  readonly itemId: string;
  readonly shelfmark: string;
  /** The shelfmark, folded as the register's are. */
  readonly key: string;
  readonly pages: number;
  /** How many of the steps it has passed; undefined for an item that is no part of the six numbers. */
  readonly passed: number | undefined;
  readonly isCancelled: boolean;
  readonly isRegistered: boolean;
  /** Published without that a person reviewed a page, or stands for the record. */
  readonly lacksReview: boolean;
  readonly lacksRecord: boolean;
}

/** Every item with its place: the published ones first, then those in work. The funnel's numbers are counts of these. */
export function funnelPlaces({ waiting, published, registered }: FunnelSources): readonly FunnelPlace[] {
  const { items, cancelled, reviewed } = waiting;
  const placeOf = (item: PublishedItem | ItemInWork, steps: number, shown?: PublishedItem): FunnelPlace => {
    const { itemId, shelfmark, pages } = item;
    const key = shelfmarkKey(shelfmark);
    const isCancelled = cancelled.has(itemId);
    const isCounted = !isCancelled && pages > 0;
    return {
      itemId,
      shelfmark,
      key,
      pages,
      passed: isCounted ? steps : undefined,
      isCancelled,
      isRegistered: registered.has(key),
      lacksReview: shown !== undefined && isCounted && !reviewed.has(itemId),
      lacksRecord: shown !== undefined && isCounted && shown.describedOn === undefined,
    };
  };
  return [
    ...published.map((item) => placeOf(item, FUNNEL_STEPS.length, item)),
    ...items.map((item) => placeOf(item, passedSteps(item))),
  ];
}

/** The funnel. */
export function funnelOf(sources: FunnelSources): Funnel {
  const { registered } = sources;
  const places = funnelPlaces(sources);
  const steps = stepsOf(places);
  const scanned = new Set(places.map(({ key }) => key));
  const count = (holds: (place: FunnelPlace) => boolean): number => places.filter(holds).length;
  return {
    steps,
    narrowest: narrowestOf(steps),
    registered: registered.size,
    notScanned: [...registered].filter((key) => !scanned.has(key)).length,
    notRegistered: count((place) => !place.isRegistered),
    cancelled: count((place) => place.isCancelled),
    empty: count((place) => !place.isCancelled && place.pages === 0),
    publishedWithoutReview: count((place) => place.lacksReview),
    publishedWithoutRecord: count((place) => place.lacksRecord),
  };
}

function stepsOf(places: readonly FunnelPlace[]): readonly FunnelNumber[] {
  const [items, pages] = [FUNNEL_STEPS.map(() => 0), FUNNEL_STEPS.map(() => 0)];
  for (const place of places) {
    for (let at = 0; at < (place.passed ?? 0); at++) {
      items[at] = (items[at] as number) + 1;
      pages[at] = (pages[at] as number) + place.pages;
    }
  }
  return FUNNEL_STEPS.map((step, at) => {
    const through = items[at] as number;
    return {
      step,
      items: through,
      pages: pages[at] as number,
      held: at + 1 < FUNNEL_STEPS.length ? through - (items[at + 1] as number) : 0,
    };
  });
}

/** How many steps in a row an item has passed; a gate that its profile leaves open is passed with the step before it. */
function passedSteps(item: ItemInWork): number {
  const isPassed = [
    true,
    item.cleaned >= item.pages,
    item.read >= item.pages,
    item.reviewed >= item.pages || !item.needsReview,
    item.isDescribed || !item.needsRecord,
  ];
  const stop = isPassed.indexOf(false);
  return stop < 0 ? isPassed.length : stop;
}

/** Items are held before the step that they have not passed. */
function narrowestOf(steps: readonly FunnelNumber[]): FunnelStep | null {
  const most = Math.max(...steps.map(({ held }) => held));
  const at = steps.findIndex(({ held }) => held === most);
  return most === 0 ? null : (FUNNEL_STEPS[at + 1] ?? null);
}
