/** `sohoa describe`: a person's record of an item, from a file. */
import type { Command } from "commander";
import { readRecords } from "../formats/record-table.ts";
import { answerGate } from "../pipeline/answer-gate.ts";
import { InputError } from "../pipeline/errors.ts";
import { compactRecord } from "../pipeline/record.ts";
import { metadataEntry } from "../stages/metadata-entry.ts";
import { action } from "./command.ts";
import { personAtWork } from "./person.ts";
import { listsInForce, loadRecordRules } from "./record-rules.ts";
import { findItem } from "./standing.ts";

export function registerDescribe(program: Command): void {
  program
    .command("describe <item>")
    .requiredOption("--from <file>")
    .option("--agent <name>")
    .action(
      action(async (context, id: string, options: { readonly from: string; readonly agent?: string }) => {
        const services = await context.services();
        const item = await findItem(services, id);
        const lists = await listsInForce(services.settings);
        const { terms } = await loadRecordRules(context.config.home, context.messages.language, lists);
        const { records, problems, ignoredColumns } = await readRecords(options.from, terms).catch((cause: unknown) => {
          throw new InputError({ code: "SRC-READ", subject: options.from, cause });
        });
        if (problems.length > 0) {
          const errors = problems.map((problem) => ({ code: problem.code, path: options.from, facts: problem.facts }));
          const text = errors.map(
            (error) => `${context.printer.mark("bad")} ${context.messages.failure(error.code, error.facts).message}`,
          );
          return { exit: "input", errors, text };
        }
        const record = records.length === 1 ? records[0] : records.find((each) => each.shelfmark === item.shelfmark);
        if (!record)
          throw new InputError({
            code: "REC-NOT-FOUND",
            subject: item.shelfmark,
            facts: { file: options.from, count: records.length },
          });
        const value = compactRecord({ ...record, shelfmark: item.shelfmark });
        const counts = await answerGate(services, [
          { gate: metadataEntry, itemId: item.id, subject: item.id, value, agent: personAtWork(options.agent) },
        ]);
        const done = context.say(counts.answered > 0 ? "describe.done" : "describe.same", { item: item.id });
        // A misspelt heading would otherwise lose a column in silence.
        const ignored = ignoredColumns.map(
          (column) => `  ${context.printer.mark("warn")} ${context.say("describe.ignored", { column })}`,
        );
        return { counts, data: { ignoredColumns }, text: [done, ...ignored] };
      }),
    );
}
