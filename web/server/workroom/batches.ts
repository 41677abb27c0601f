/** `/api/batches`, `/api/items/:item` and its pages: where everything stands, from rows as they are now. */

import type { Role } from "../../../pipeline/artifact.ts";
import { standingOf } from "../../../pipeline/completeness.ts";
import type { CurrentRow, PageRow, Tally, TaskRow, VerdictRow } from "../../../pipeline/ledger-rows.ts";
import type { WorkroomRoutes } from "./api.ts";
import { itemInSight, itemsInSight, type SeenItem } from "./items-in-sight.ts";
import type { Workroom } from "./workroom.ts";

/** Where a page stands, in the order in which one hides the next. */
export type PageState = "failed" | "rescan" | "working" | "reviewed" | "earlier-text" | "read" | "arrived";

const PAGE_ROLES: readonly Role[] = [
  "image/master",
  "image/thumbnail",
  "image/access",
  "text/machine",
  "text/reviewed",
  "text/earlier",
];
const UNDER_WAY = ["pending", "leased", "blocked"] as const;
const GONE_WRONG = ["failed", "quarantined"] as const;

interface ItemAddress {
  readonly Params: { readonly item: string };
}

/** The routes. */
export const batchRoutes: WorkroomRoutes = (server, site, workroom) => {
  server.get("/api/batches", async (request) => {
    const seen = await itemsInSight(site, workroom, request);
    const tallies = await workroom.ledger.tallies();
    return { items: seen.map((each) => summaryOf(workroom, each, tallies.get(each.item.id))) };
  });

  server.get<ItemAddress>("/api/items/:item", async (request) => {
    const seen = await itemInSight(site, workroom, request, request.params.item);
    const tallies = await workroom.ledger.tallies(seen.item.id);
    const stages = await workroom.ledger.stageCounts(seen.item.id);
    return { ...summaryOf(workroom, seen, tallies.get(seen.item.id)), record: seen.record ?? null, stages };
  });

  server.get<ItemAddress>("/api/items/:item/pages", async (request) => {
    const { item } = await itemInSight(site, workroom, request, request.params.item);
    const { ledger } = workroom;
    const [pages, rows, tasks, verdicts] = await Promise.all([
      ledger.pages(item.id),
      ledger.currentOfItem(item.id, PAGE_ROLES),
      ledger.tasks({ itemId: item.id, states: [...UNDER_WAY, ...GONE_WRONG] }),
      ledger.verdicts(item.id),
    ]);
    const standing = new PageStanding(rows, tasks, verdicts);
    return { pages: pages.map((page) => ({ ...shown(page), ...standing.of(page.id) })) };
  });
};

function shown({ id, sequence, label, sourceName }: PageRow) {
  return { id, sequence, label, sourceName };
}

const NOTHING: Tally = { having: new Map(), counts: [], toRescan: 0 };

function summaryOf({ workflow }: Workroom, { item, record, isDraft }: SeenItem, tally: Tally = NOTHING) {
  return {
    id: item.id,
    shelfmark: item.shelfmark,
    version: item.version,
    titles: record?.titles ?? [],
    isDescribed: record !== undefined && !isDraft,
    access: record?.access ?? "internal",
    viewingDirection: item.profile.viewingDirection,
    isPaused: item.paused,
    isCancelled: item.cancelled,
    ...standingOf(workflow, { ...tally, paused: item.paused }),
  };
}

/** Looks up where each page stands. */
class PageStanding {
  readonly #roles = new Map<string, Map<Role, string>>();
  readonly #tasks = new Map<string, TaskRow[]>();
  readonly #verdicts = new Map<string, VerdictRow>();

  constructor(rows: readonly CurrentRow[], tasks: readonly TaskRow[], verdicts: readonly VerdictRow[]) {
    for (const { subject, role, artifact } of rows) {
      const roles = this.#roles.get(subject) ?? new Map<Role, string>();
      this.#roles.set(subject, roles.set(role, artifact.digest));
    }
    for (const task of tasks) this.#tasks.set(task.subject, [...(this.#tasks.get(task.subject) ?? []), task]);
    for (const verdict of verdicts) this.#verdicts.set(verdict.subject, verdict);
  }

  of(page: string): { readonly state: PageState; readonly hasPicture: boolean; readonly stage?: string; readonly code?: string } {
    const has = (role: Role): boolean => this.#roles.get(page)?.has(role) ?? false;
    const tasks = this.#tasks.get(page) ?? [];
    const wrong = tasks.find(({ state }) => GONE_WRONG.some((each) => each === state));
    const hasPicture = has("image/access");
    if (wrong) return { state: "failed", hasPicture, stage: wrong.stage, code: wrong.failure?.code ?? "" };
    if (this.#isToRescan(page)) return { state: "rescan", hasPicture };
    const [running] = tasks;
    if (running) return { state: "working", hasPicture, stage: running.stage };
    if (has("text/earlier")) return { state: "earlier-text", hasPicture };
    if (has("text/reviewed")) return { state: "reviewed", hasPicture };
    return { state: has("text/machine") ? "read" : "arrived", hasPicture };
  }

  /** A verdict counts for the picture that was judged, not for the one that came after it. */
  #isToRescan(page: string): boolean {
    const verdict = this.#verdicts.get(page);
    return verdict?.verdict === "rescan" && verdict.master === this.#roles.get(page)?.get("image/master");
  }
}
