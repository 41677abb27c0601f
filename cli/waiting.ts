/** Why an item is not further, in words. */
import { ROLES, type Role } from "../pipeline/artifact.ts";
import type { Waiting } from "../pipeline/waiting.ts";
import type { Context } from "./command.ts";

/** One line a stage. */
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
