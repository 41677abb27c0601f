/** The list behind each figure of the dashboard: as many rows as the figure says. */
import { GATE_NEEDS, owedAt } from "../../../../catalogue/progress/backlog.ts";
import { FUNNEL_STEPS, type FunnelPlace, funnelPlaces } from "../../../../catalogue/progress/funnel.ts";
import type { ReportRow } from "../../../../catalogue/progress/report.ts";
import { shelfmarkKey } from "../../../../catalogue/register.ts";
import type { TaskState } from "../../../../pipeline/ledger-rows.ts";
import type { Workroom } from "../workroom.ts";
import type { Figures } from "./figures.ts";

/** One row of any list. */
export interface ListRow {
  readonly key: string;
  readonly label: string;
  /** Of a row that is an item, its identifier. */
  readonly item: string | null;
  readonly count: number | null;
}

/** Which rows of a target are wanted. */
export interface RowFilter {
  readonly only: "all" | "done" | "open" | "unknown-extent";
  readonly holder?: string | undefined;
  readonly class?: string | undefined;
}

/** The rows behind a target's numbers. */
export function targetRows(rows: readonly ReportRow[], filter: RowFilter): readonly ReportRow[] {
  return rows.filter((row) => {
    if (filter.holder !== undefined && row.holder !== filter.holder) return false;
    if (filter.class !== undefined && row.class !== filter.class) return false;
    if (filter.only === "unknown-extent") return row.pages === null;
    return filter.only === "all" || row.isDigitized === (filter.only === "done");
  });
}

/** Lists behind the funnel: items that passed a step, items held at one, and what is no part of the six numbers. */
export const FUNNEL_LISTS = [
  ...FUNNEL_STEPS,
  ...FUNNEL_STEPS.map((step) => `held-${step}` as const),
  ...(["registered", "not-scanned", "not-registered", "cancelled", "empty", "without-review", "without-record"] as const),
] as const;
/** One of {@link FUNNEL_LISTS}. */
export type FunnelList = (typeof FUNNEL_LISTS)[number];

/** The list behind one number of the funnel. */
export function funnelRows({ work, sources }: Figures, list: FunnelList): readonly ListRow[] {
  const { waiting, published, registered } = work;
  if (!waiting) return [];
  const places = funnelPlaces({ waiting, published, registered });
  if (list !== "registered" && list !== "not-scanned") return places.filter(membersOf(list)).map(placeRow);
  const scanned = new Set(places.map((place) => place.key));
  const wanted = new Set([...registered].filter((key) => list === "registered" || !scanned.has(key)));
  const rows = new Map<string, ListRow>();
  for (const { shelfmark, title } of sources.register) {
    const key = shelfmarkKey(shelfmark);
    if (wanted.has(key)) rows.set(key, { key: shelfmark, label: title, item: null, count: null });
  }
  return [...rows.values()];
}

function membersOf(list: Exclude<FunnelList, "registered" | "not-scanned">): (place: FunnelPlace) => boolean {
  switch (list) {
    case "not-registered":
      return (place) => !place.isRegistered;
    case "cancelled":
      return (place) => place.isCancelled;
    case "empty":
      return (place) => !place.isCancelled && place.pages === 0;
    case "without-review":
      return (place) => place.lacksReview;
    case "without-record":
      return (place) => place.lacksRecord;
    default:
      return atStep(list);
  }
}

/** Who is held at a step has passed it and not the next; at the last nobody is held. */
function atStep(list: string): (place: FunnelPlace) => boolean {
  const isHeld = list.startsWith("held-");
  const steps = FUNNEL_STEPS.findIndex((step) => list === step || list === `held-${step}`) + 1;
  if (!isHeld) return ({ passed = 0 }) => passed >= steps;
  return ({ passed }) => passed === steps && steps < FUNNEL_STEPS.length;
}

const placeRow = ({ itemId, shelfmark, pages }: FunnelPlace): ListRow => ({
  key: shelfmark,
  label: "",
  item: itemId,
  count: pages,
});

/** Parts of the backlog of a stage, as its columns have them. */
export const BACKLOG_PARTS = ["waiting", "running", "failed", "person", "open"] as const;
/** One of {@link BACKLOG_PARTS}. */
export type BacklogPart = (typeof BACKLOG_PARTS)[number];

const STATES: Readonly<Record<"waiting" | "running" | "failed", readonly TaskState[]>> = {
  waiting: ["pending", "blocked"],
  running: ["leased"],
  failed: ["failed", "quarantined"],
};

/** Items at which something of a stage waits, runs or failed, each with how much; most first. */
export async function backlogRows(
  workroom: Workroom,
  { work }: Figures,
  stage: string,
  part: BacklogPart,
): Promise<readonly ListRow[]> {
  const counts = await backlogCounts(workroom, work, stage, part);
  return (await workroom.ledger.items())
    .filter(({ id }) => counts.has(id))
    .map(({ id, shelfmark }) => ({ key: shelfmark, label: "", item: id, count: counts.get(id) ?? 0 }))
    .sort((a, b) => b.count - a.count);
}

/** By item. */
async function backlogCounts(
  { ledger }: Workroom,
  work: Figures["work"],
  stage: string,
  part: BacklogPart,
): Promise<ReadonlyMap<string, number>> {
  if (part === "open" || (part === "person" && stage !== "inspect")) return owedCounts(work, stage, part);
  if (part === "person") {
    const tallies = [...(await ledger.tallies())].map(([item, { toRescan }]) => [item, toRescan] as const);
    return new Map(tallies.filter(([, count]) => count > 0));
  }
  const counts = new Map<string, number>();
  for (const task of await ledger.tasks({ states: STATES[part] })) {
    if (task.stage === stage) counts.set(task.itemId, (counts.get(task.itemId) ?? 0) + 1);
  }
  return counts;
}

function owedCounts({ waiting }: Figures["work"], stage: string, part: "person" | "open"): Map<string, number> {
  const counts = new Map<string, number>();
  if (!waiting || (stage !== "text-review" && stage !== "metadata-entry")) return counts;
  for (const item of waiting.items) {
    const owed = owedAt(stage, item);
    if (waiting.cancelled.has(item.itemId) || owed === 0) continue;
    if (item[GATE_NEEDS[stage]] === (part === "person")) counts.set(item.itemId, owed);
  }
  return counts;
}
