/** Why an item is not further: the plan's own verdicts, summed over pages. */
import { type Artifact, ROLES, type Role } from "../pipeline/artifact.ts";
import type { ItemRow } from "../pipeline/ledger-rows.ts";
import { type Situation, stagesOf, wantedOf } from "../pipeline/plan.ts";
import type { Context } from "./command.ts";
import type { Services } from "./compose.ts";

/** A stage that waits: for how many subjects, what they lack, which gates are closed. */
export interface Waiting {
  readonly stage: string;
  readonly subjects: number;
  readonly lacks: Readonly<Partial<Record<Role, number>>>;
  readonly gates: readonly string[];
}

/** Every stage that waits for something, in the order of the workflow. */
export async function waitingOf(services: Pick<Services, "ledger" | "workflow">, item: ItemRow): Promise<readonly Waiting[]> {
  const { ledger, workflow } = services;
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

/** The same in words, one line a stage. */
export function waitingText({ say, printer }: Pick<Context, "say" | "printer">, waiting: readonly Waiting[]): readonly string[] {
  return waiting.map(({ stage, lacks, gates }) => {
    const missing = (Object.entries(lacks) as [Role, number][]).map(([role, count]) => {
      const what = say(`role.${role}`);
      return ROLES[role].of === "page" ? say("waiting.pages", { what, count }) : say("waiting.item", { what });
    });
    const closed = gates.map((gate) => say(`gate.${gate}`));
    return `  ${printer.mark("idle")} ${say("waiting.line", { stage: say(`stage.${stage}`), why: [...closed, ...missing].join("; ") })}`;
  });
}
