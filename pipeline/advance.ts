/**
 * Carries the plan's verdicts into the ledger: what was ever made becomes current at once (recalled),
 * what was not becomes a task. Harmless to repeat, at any time, by anybody.
 */
import { ROLES, type Role, type Scope } from "./artifact.ts";
import { type Historian, readsHistory, refreshHistory } from "./item-history.ts";
import type { Ledger } from "./ledger.ts";
import type { DueTask, ItemRow, Made, SubjectId, TaskNotice } from "./ledger-rows.ts";
import { type Situation, stagesOf, wantedOf } from "./plan.ts";
import { Pointers } from "./pointers.ts";
import { type AnyStage, rolesOf, type Source } from "./stage.ts";
import { urgencyOfItem, urgencyOfPage } from "./urgency.ts";

const PAGE_CHUNK = 200;
/** Pages that keep changing are left to the reconciler. */
const MOST_ROUNDS = 3;

/** Who plans: the ledger, the workflow, what writing an item's history takes, and the name written into events of recalled work. */
export interface Planner extends Historian {
  readonly ledger: Ledger;
  readonly agent: string;
}

/**
 * Plan these pages of an item, then the item itself where all its pages allow it.
 * @returns what can be taken now; announce it to the queue.
 */
export async function advance(planner: Planner, itemId: string, pages: readonly SubjectId[]): Promise<readonly TaskNotice[]> {
  if (!(await planner.ledger.item(itemId))) return [];
  const notices: TaskNotice[] = [];
  for (let at = 0; at < pages.length; at += PAGE_CHUNK) {
    notices.push(...(await advancePages(planner, itemId, pages.slice(at, at + PAGE_CHUNK))));
  }
  const marks = await planner.ledger.planMarks([itemId]);
  const ofItem = await advanceItem(planner, itemId);
  if (!ofItem) return notices;
  await planner.ledger.markPlanned(marks);
  return [...notices, ...ofItem];
}

/** Plan everything of an item: after its profile, its page list or the workflow changed. */
export async function advanceAll(planner: Planner, itemId: string): Promise<readonly TaskNotice[]> {
  const pages = await planner.ledger.pages(itemId);
  return await advance(
    planner,
    itemId,
    pages.map((page) => page.id),
  );
}

/** Recalled work changes pages, which leaves marks: plan those again, so that the item is not kept waiting for them. */
async function advancePages(planner: Planner, itemId: string, pages: readonly SubjectId[]): Promise<readonly TaskNotice[]> {
  const notices: TaskNotice[] = [];
  let changed = pages;
  for (let round = 0; round < MOST_ROUNDS && changed.length > 0; round += 1) {
    notices.push(...(await planPages(planner, itemId, changed)));
    changed = (await planner.ledger.planMarks(pages)).map((mark) => mark.subject);
  }
  return notices;
}

async function planPages(planner: Planner, itemId: string, pages: readonly SubjectId[]): Promise<readonly TaskNotice[]> {
  // Marks first: what changes after them, the item's profile included, leaves a mark that stays.
  const marks = await planner.ledger.planMarks(pages);
  const item = await planner.ledger.item(itemId);
  if (!item) return [];
  const pointers = await new Pointers().take(await planner.ledger.currentOf(pages));
  const due: DueTask[] = [];
  for (const subject of pages) {
    const priority = urgencyOfPage((await planner.ledger.page(subject))?.sequence ?? 1, item.urgency);
    due.push(...(await settle(planner, { item, subject, priority, of: "page", pageIds: [] }, pointers)));
  }
  const notices = await planner.ledger.ensureTasks(due);
  await planner.ledger.markPlanned(marks);
  return notices;
}

/**
 * Nothing while a page waits to be planned: who plans that page comes here after it. Until then the item keeps its mark, or
 * it would be forgotten when that process dies between the two.
 */
async function advanceItem(planner: Planner, itemId: string): Promise<readonly TaskNotice[] | undefined> {
  const item = await planner.ledger.item(itemId);
  if (!item || !(await pagesAreReady(planner, itemId))) return [];
  const pageIds = (await planner.ledger.pages(item.id)).map((page) => page.id);
  // A page that changed and is not planned yet, such as a rescan, has results of its old master.
  if ((await planner.ledger.planMarks(pageIds)).length > 0) return undefined;
  const pointers = await new Pointers().take(planner.ledger.eachCurrent(item.id));
  const priority = urgencyOfItem(pageIds.length, item.urgency);
  const due = await settle(planner, { item, subject: item.id, priority, of: "item", pageIds }, pointers);
  return await planner.ledger.ensureTasks(due);
}

/**
 * A cheap look before the whole item is loaded: closed, at least one role complete, no page work under way. Nor failed:
 * the other results of such a page may be those of an earlier scan, and nothing is made of two scans at once.
 */
async function pagesAreReady(planner: Planner, itemId: string): Promise<boolean> {
  if (!(await planner.ledger.current(itemId, "item/structure"))) return false;
  const pageCount = await planner.ledger.countCurrent(itemId, "image/master");
  const last = stagesOf(planner.workflow, "page").at(-1);
  const role = last && Object.values<Role>(last.outputs)[0];
  if (role && (await planner.ledger.countCurrent(itemId, role)) < pageCount) return false;
  const pageStages = new Set(stagesOf(planner.workflow, "page").map((stage) => stage.name));
  const counts = await planner.ledger.stageCounts(itemId);
  return !counts.some(({ stage, state, count }) => count > 0 && pageStages.has(stage) && state !== "done" && state !== "gone");
}

/** A page or an item to be planned. */
interface Planned {
  readonly item: ItemRow;
  readonly subject: SubjectId;
  readonly of: Scope;
  readonly priority: number;
  /** All pages of the item, in order, where it is planned as a whole. */
  readonly pageIds: readonly SubjectId[];
}

/** One planning of one subject: what is due, and which roles are about to be made again. */
class Settling {
  readonly due: DueTask[] = [];
  readonly #remade = new Set<Role>();
  readonly #planner: Planner;
  readonly #planned: Planned;
  readonly #pointers: Pointers;

  constructor(planner: Planner, planned: Planned, pointers: Pointers) {
    this.#planner = planner;
    this.#planned = planned;
    this.#pointers = pointers;
  }

  async settle(stage: AnyStage, situation: Situation): Promise<void> {
    const { item, subject, priority } = this.#planned;
    if (readsOneOf(stage, this.#remade)) return this.#expect(stage);
    if (readsHistory(stage)) {
      // What is still to be made belongs into the history: a package closes with everything that goes before it.
      if (this.#remade.size > 0) return this.#expect(stage);
      this.#pointers.set(subject, "item/history", await refreshHistory(this.#planner, subject));
    }
    const verdict = wantedOf(this.#planner.workflow, stage, subject, situation);
    if (verdict.kind === "waiting") return await this.#holdBack(stage, verdict.gates);
    const task: DueTask = { subject, itemId: item.id, derivation: verdict.derivation, priority };
    const outputs = await this.#planner.ledger.outputsOf(verdict.derivation.key);
    if (outputs) return await this.#recall(task, outputs);
    this.due.push(task);
    this.#expect(stage);
  }

  /** A gate may have been closed again, by another profile, after the step behind it was found due. */
  async #holdBack(stage: AnyStage, gates: readonly string[]): Promise<void> {
    if (gates.length > 0) await this.#planner.ledger.withdraw(this.#planned.subject, stage.name);
  }

  #expect(stage: AnyStage): void {
    for (const role of Object.values<Role>(stage.outputs)) this.#remade.add(role);
  }

  async #recall(task: DueTask, outputs: readonly Made[]): Promise<void> {
    // Also where no pointer moves: a task for something else may still be open, or stand there as a failure.
    await this.#planner.ledger.recall(task, outputs, this.#planner.agent);
    for (const made of outputs) this.#pointers.set(task.subject, made.role, made.artifact);
  }
}

async function settle(planner: Planner, planned: Planned, pointers: Pointers): Promise<readonly DueTask[]> {
  const { item, pageIds } = planned;
  const situation: Situation = {
    itemId: item.id,
    profile: item.profile,
    pageIds,
    current: (each, role) => pointers.get(each, role),
  };
  const settling = new Settling(planner, planned, pointers);
  for (const stage of stagesOf(planner.workflow, planned.of)) await settling.settle(stage, situation);
  return settling.due;
}

/** A step whose input is about to be made again waits for it: working on the old one would be wasted. */
function readsOneOf(stage: AnyStage, remade: ReadonlySet<Role>): boolean {
  return Object.values<Source>(stage.inputs).some((source) =>
    rolesOf(source).some((role) => ROLES[role].of === stage.of && remade.has(role)),
  );
}
