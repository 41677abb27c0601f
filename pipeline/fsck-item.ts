/** Proves of one item that its pages have masters, that what is due has its task, and that its description is in the store. */
import { type Digest, type Role, type Scope, SET_ASIDE } from "./artifact.ts";
import { nameOfWorkflow } from "./derive.ts";
import { descriptionKey } from "./describe-item.ts";
import type { Ledger } from "./ledger.ts";
import type { ItemRow, SubjectId } from "./ledger-rows.ts";
import { type Situation, stagesOf, wantedOf } from "./plan.ts";
import { Pointers } from "./pointers.ts";
import { type AnyStage, rolesOf, type Source, type Step } from "./stage.ts";
import type { Store } from "./store/store.ts";

/** One contradiction between promise and fact. */
export interface Finding {
  readonly code:
    | "OBJECT-MISSING"
    | "OBJECT-SIZE"
    | "OBJECT-DIGEST"
    | "ORPHAN"
    | "PAGE-NO-MASTER"
    | "DUE-NO-TASK"
    | "DESCRIPTION-MISSING"
    | "ROWS"
    | "TEXT-VERSIONS"
    | "NOTHING-CHECKED";
  readonly subject: string;
  readonly detail: string;
}

/** What the check of an item needs. */
export interface ItemCheck {
  readonly ledger: Ledger;
  readonly store: Store;
  readonly workflow: readonly Step[];
}

/** Pages whose rows are held at a time. */
const PAGES_AT_A_TIME = 200;

/** Check one item. */
export async function checkItem(
  check: ItemCheck,
  item: ItemRow,
): Promise<{ readonly pages: number; readonly findings: readonly Finding[] }> {
  const { ledger } = check;
  const ids: SubjectId[] = [];
  for await (const page of ledger.eachPage(item.id)) ids.push(page.id);
  const [missing, due]: [Finding[], Finding[]] = [[], []];
  // What another release planned is planned anew by the first worker of this one: until then its tasks are not ours to judge.
  const isPlanned = !item.cancelled && (item.workflow === "" || item.workflow === nameOfWorkflow(check.workflow));
  const open = await situationOf(check, item, ids, rolesAsked(check.workflow, "page"));
  let isUnderWay = false;
  for (let at = 0; at < ids.length; at += PAGES_AT_A_TIME) {
    const part = ids.slice(at, at + PAGES_AT_A_TIME);
    const rows = await new Pointers().take(await ledger.currentOf(part));
    missing.push(...(await withoutMaster(check, part, rows)));
    if (!isPlanned) continue;
    const situation: Situation = { ...open, current: (id, role) => rows.get(id, role) ?? open.current(id, role) };
    const found = await unplannedWork(check, "page", part, situation);
    due.push(...found.findings);
    isUnderWay ||= found.isUnderWay;
  }
  // While a page is under way or in need of a person, item-wide work waits by design.
  if (isPlanned && !isUnderWay) {
    const situation = await situationOf(check, item, ids, rolesAsked(check.workflow, "item"));
    due.push(...(await unplannedWork(check, "item", [item.id], situation)).findings);
  }
  return { pages: ids.length, findings: [...missing, ...due, ...(await undescribed(check, item))] };
}

/** Roles of whole items that steps of this scope ask for: what they read, and the answers of people that they wait for. */
function rolesAsked(workflow: readonly Step[], of: Scope): readonly Role[] {
  const stages = stagesOf(workflow, of);
  const read = of === "page" ? [] : stages.flatMap((stage) => Object.values<Source>(stage.inputs).flatMap(rolesOf));
  const before = new Set(stages.flatMap((stage) => stage.behind));
  const answers = workflow.flatMap((step) => (step.kind === "gate" && before.has(step.name) ? [step.output] : []));
  const outputs = stages.flatMap((stage) => Object.values<Role>(stage.outputs));
  const earlier = answers.flatMap((role) => SET_ASIDE[role] ?? []);
  return [...new Set<Role>([...read, ...answers, ...earlier, ...(of === "page" ? [] : outputs)])];
}

async function situationOf(
  { ledger }: ItemCheck,
  item: ItemRow,
  ids: readonly SubjectId[],
  roles: readonly Role[],
): Promise<Situation> {
  const rows = new Pointers();
  if (roles.length > 0) await rows.take(ledger.eachCurrent(item.id, roles));
  const isClosed = (await ledger.current(item.id, "item/structure")) !== undefined;
  const current = (id: SubjectId, role: Role) => rows.get(id, role);
  return { itemId: item.id, profile: item.profile, pageIds: isClosed ? ids : [], current };
}

async function withoutMaster({ ledger }: ItemCheck, ids: readonly SubjectId[], rows: Pointers): Promise<readonly Finding[]> {
  const missing = ids.filter((id) => !rows.get(id, "image/master"));
  return await Promise.all(
    missing.map(async (subject) => ({
      code: "PAGE-NO-MASTER" as const,
      subject,
      detail: (await ledger.page(subject))?.sourceName ?? "",
    })),
  );
}

/** Each wanted derivation must be made and current, or have a task that says why not. */
async function unplannedWork(
  check: ItemCheck,
  of: Scope,
  ids: readonly SubjectId[],
  situation: Situation,
): Promise<{ readonly findings: readonly Finding[]; readonly isUnderWay: boolean }> {
  const stages = stagesOf(check.workflow, of);
  const tasks = await check.ledger.tasks({ subjects: ids });
  const tasked = new Map(
    tasks
      .filter((task) => task.state !== "gone" && task.state !== "done")
      .map((task) => [`${task.subject}\n${task.stage}`, task.derivation]),
  );
  const marked = new Set((await check.ledger.planMarks(ids)).map((mark) => mark.subject));
  const isUnderWay = marked.size > 0 || ids.some((id) => stages.some((stage) => tasked.has(`${id}\n${stage.name}`)));
  const findings: Finding[] = [];
  for (const id of ids) {
    if (!marked.has(id)) findings.push(...(await dueWithoutTask(check, stages, id, situation, tasked)));
  }
  return { findings, isUnderWay };
}

async function dueWithoutTask(
  check: ItemCheck,
  stages: readonly AnyStage[],
  subject: SubjectId,
  situation: Situation,
  tasked: ReadonlyMap<string, Digest>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const stage of stages) {
    const verdict = wantedOf(check.workflow, stage, subject, situation);
    if (verdict.kind === "waiting") continue;
    // What follows a task that is under way, or that needs a person, is not due yet.
    if (tasked.get(`${subject}\n${stage.name}`) === verdict.derivation.key) break;
    const outputs = await check.ledger.outputsOf(verdict.derivation.key);
    const isCurrent = outputs?.every((made) => situation.current(subject, made.role)?.digest === made.artifact.digest);
    if (!isCurrent) findings.push({ code: "DUE-NO-TASK", subject, detail: stage.name });
  }
  return findings;
}

async function undescribed({ store }: ItemCheck, { id, version, storedVersion }: ItemRow): Promise<readonly Finding[]> {
  const isDescribed = storedVersion === version && (version === 0 || (await store.hasNamed(descriptionKey(id, version))));
  return isDescribed ? [] : [{ code: "DESCRIPTION-MISSING", subject: id, detail: `version ${storedVersion} of ${version}` }];
}
