/** `sohoa date`: what a date in a book means, with everything that speaks for it and against it. */
import type { Command } from "commander";
import type { DateCandidate, DateReason } from "../hannom/calendar/date-reading.ts";
import { readDate } from "../hannom/calendar/read-date.ts";
import type { Facts } from "../pipeline/errors.ts";
import { action, type Context } from "./command.ts";
import { table } from "./table.ts";

export function registerDate(program: Command): void {
  program.command("date <text>").action(
    action(async (context, text: string) => {
      const reading = readDate(text);
      const problems = reading.problems.map(({ code, ...facts }) => ({ code, subject: text, facts: inWords(facts) }));
      const told = problems.flatMap(({ code, subject, facts }) => {
        const { message, advice } = context.messages.failure(code, { subject, ...facts });
        return [`${context.printer.mark("warn")} ${message}`, `  ${advice}`];
      });
      const heads = [context.say("date.edtf"), context.say("date.why")];
      const rows = reading.candidates.map((each) => rowOf(context, each));
      return { data: reading, isRepeatable: true, text: [...(rows.length > 0 ? table(heads, rows) : []), ...told] };
    }),
  );
}

function rowOf(context: Context, { edtf, reasons }: DateCandidate): readonly string[] {
  return [edtf, reasons.map((reason) => reasonText(context, reason)).join("; ")];
}

function reasonText(context: Pick<Context, "say">, { code, ...facts }: DateReason): string {
  const kind = "by" in facts ? `-${facts.by}` : "doubt" in facts ? `-${facts.doubt}` : "";
  return context.say(`date.${code}${kind}`, inWords(facts));
}

/** Years are names, not amounts: 1801, never 1.801. */
function inWords(facts: object): Facts {
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, String(value)]));
}
