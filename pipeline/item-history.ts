/**
 * `item/history`: what an archival package tells of its item besides files. The packing step reads nothing but its inputs, so
 * the history is an input like any other. It leaves out the steps that follow from it (packing, publishing): a package that told
 * of its own making would never be finished.
 */
import { readFile } from "node:fs/promises";
import { type Artifact, ROLES, type Role } from "./artifact.ts";
import { type Describer, describe } from "./describe-item.ts";
import type { ObjectAct } from "./fixity-log.ts";
import type { EventRow, FixityRow, ItemDescription } from "./ledger-rows.ts";
import { type AnyStage, rolesOf, type Source, type Step } from "./stage.ts";
import { storeJson } from "./store-json.ts";

/** The item as its description has it, with all its events so far and every look at the bytes of its files. */
export interface ItemHistory extends Omit<ItemDescription, "activities"> {
  readonly fixity: readonly FixityRow[];
  /** Replications, quarantines and recoveries of its files. */
  readonly acts: readonly ObjectAct[];
}

/** The role under which the history is kept. */
const HISTORY: Role = "item/history";

/** What writing a history takes. */
export interface Historian extends Describer {
  readonly workflow: readonly Step[];
}

/** True for a step that packs the history. */
export function readsHistory(stage: AnyStage): boolean {
  return Object.values<Source>(stage.inputs).some((source) => rolesOf(source).includes(HISTORY));
}

/**
 * Make sure that the history tells of everything that was made or answered so far. It is written anew only when a step of the
 * workflow did something since; a fixity check, a signature or a verdict waits for the next time, or every look at an old book
 * would pack it again. What it told once it keeps telling.
 * @returns the history that is current now.
 */
export async function refreshHistory(historian: Historian, itemId: string): Promise<Artifact> {
  const { ledger, workflow } = historian;
  const current = await ledger.current(itemId, HISTORY);
  const told = current ? ((await readJson(historian, current)) as ItemHistory).events : [];
  const after = namesAfterHistory(workflow);
  const events = (await ledger.events(itemId)).filter(({ stage, outcome }) => outcome !== "recalled" && !after.has(stage));
  const known = new Set(told.map(nameOf));
  const fresh = events.filter((event) => !known.has(nameOf(event)));
  const steps = new Set(workflow.map((step) => step.name));
  if (current && !fresh.some(({ stage, outcome }) => outcome === "received" || steps.has(stage))) return current;
  const history = await historyOf(historian, itemId, [...told, ...fresh]);
  const artifact = await storeJson(historian.store, history, HISTORY);
  await ledger.keepHistory(itemId, artifact);
  return artifact;
}

async function historyOf(historian: Historian, itemId: string, events: readonly EventRow[]): Promise<ItemHistory> {
  const { activities: _, ...described } = await describe(historian, itemId, events);
  const remade = new Set(rolesAfterHistory(historian.workflow));
  const current = described.current.filter(({ role }) => !remade.has(role));
  const digests = current.map(({ artifact }) => artifact.digest);
  const [fixity, acts] = [await historian.ledger.fixityOf(digests), await historian.ledger.actsOf(digests)];
  return { ...described, current, fixity, acts };
}

async function readJson({ cache }: Historian, { digest }: Artifact): Promise<unknown> {
  return JSON.parse(await readFile(await cache.file(digest), "utf8"));
}

/** An event is known again by what it was, of what, and when it ended. */
function nameOf({ derivation, subject, outcome, endedAt }: EventRow): string {
  return [derivation, subject, outcome, endedAt].join("\n");
}

/** The history itself and every role that is made of it, however many steps away. */
function rolesAfterHistory(workflow: readonly Step[]): ReadonlySet<Role> {
  const roles = new Set<Role>([HISTORY]);
  for (const stage of stagesAfterHistory(workflow)) for (const role of Object.values<Role>(stage.outputs)) roles.add(role);
  return roles;
}

function namesAfterHistory(workflow: readonly Step[]): ReadonlySet<string> {
  return new Set(stagesAfterHistory(workflow).map(({ name }) => name));
}

function stagesAfterHistory(workflow: readonly Step[]): readonly AnyStage[] {
  const roles = new Set<Role>([HISTORY]);
  const found = new Set<AnyStage>();
  const stages = workflow.filter((step): step is AnyStage => step.kind === "stage" && step.of === ROLES[HISTORY].of);
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const stage of stages) {
      if (!Object.values<Source>(stage.inputs).some((source) => rolesOf(source).some((role) => roles.has(role)))) continue;
      found.add(stage);
      for (const role of Object.values<Role>(stage.outputs)) roles.add(role);
    }
  }
  return [...found];
}
