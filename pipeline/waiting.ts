/** Why an item is not further: the plan's own verdicts, summed over pages. */
import type { Planner } from "./advance.ts";
import type { Artifact, Role } from "./artifact.ts";
import type { ItemRow } from "./ledger-rows.ts";
import { type Situation, stagesOf, wantedOf } from "./plan.ts";

/** A stage that waits: for how many subjects, what they lack, which gates are closed. */
export interface Waiting {
  readonly stage: string;
  readonly subjects: number;
  readonly lacks: Readonly<Partial<Record<Role, number>>>;
  readonly gates: readonly string[];
}

/** Every stage that waits for something, in the order of the workflow. */
export async function waitingOf(planner: Pick<Planner, "ledger" | "workflow">, item: ItemRow): Promise<readonly Waiting[]> {
  const { ledger, workflow } = planner;
  const [pages, rows] = await Promise.all([ledger.pages(item.id), ledger.currentOfItem(item.id)]);
  const current = new Map<string, Artifact>(rows.map((row) => [`${row.subject}\n${row.role}`, row.artifact]));
  const pageIds = pages.map((page) => page.id);
  const situation: Situation = {
    itemId: item.id,
    profile: item.profile,
    pageIds: current.has(`${item.id}\nitem/structure`) ? pageIds : [],
    current: (subject, role) => current.get(`${subject}\n${role}`),
  };
  const stages = [...stagesOf(workflow, "page"), ...stagesOf(workflow, "item")];
  return stages.flatMap((stage) => {
    const verdicts = (stage.of === "page" ? pageIds : [item.id]).map((subject) => wantedOf(workflow, stage, subject, situation));
    const waits = verdicts.filter((verdict) => verdict.kind === "waiting");
    if (waits.length === 0) return [];
    const lacks: Partial<Record<Role, number>> = {};
    for (const { role, subjects } of waits.flatMap((wait) => wait.lacks)) lacks[role] = (lacks[role] ?? 0) + subjects;
    return [{ stage: stage.name, subjects: waits.length, lacks, gates: [...new Set(waits.flatMap((wait) => wait.gates))] }];
  });
}
