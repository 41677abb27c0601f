/** `sohoa register check`: which rows have no files, and which files no row counts. */
import { z } from "zod";
import { checkRegister, type RegisterCheck, type RegisterFinding } from "../../catalogue/progress/register-check.ts";
import { InputError } from "../../pipeline/errors.ts";
import type { Context } from "../command.ts";
import type { Outcome } from "../print.ts";
import { dayText } from "../target/report-words.ts";
import { today } from "../target/today.ts";
import { some } from "./preview-text.ts";
import { writeFindings } from "./sheets.ts";

export interface CheckOptions {
  readonly asOf?: string;
  readonly result?: string;
}

/** Findings are told all in the result file and in JSON, the first of each kind in the terminal. @throws {InputError} DATE-FORM */
export async function checkAgainstFiles(context: Context, { asOf, result }: CheckOptions): Promise<Outcome> {
  const services = await context.services();
  const date = asOf ?? today(services);
  if (!z.iso.date().safeParse(date).success) throw new InputError({ code: "DATE-FORM", subject: date, exit: "usage" });
  const found = checkRegister(await services.holdings.register(), await services.holdings.digitized(), date);
  if (result !== undefined) await writeFindings(result, found.findings, context.messages);
  const counts = countsOf(found);
  const kinds = (["FILE-NOREG", "REG-NOFILE"] as const).flatMap((code) =>
    linesOf(
      context,
      found.findings.filter((each) => each.code === code),
    ),
  );
  return {
    ...(found.findings.length > 0 ? { exit: "partial" as const } : {}),
    counts,
    errors: found.findings.map(({ code, shelfmark, pages }) => ({ code, facts: { shelfmark, pages } })),
    isRepeatable: true,
    text: [context.say("register.checked", { date: dayText(date), ...counts }), ...kinds],
  };
}

function countsOf({ registered, withFiles, findings }: RegisterCheck) {
  const withoutRow = findings.filter(({ code }) => code === "FILE-NOREG").length;
  return { registered, withFiles, withoutFiles: findings.length - withoutRow, withoutRow };
}

/** What to do is the same for all of a kind, so it is said once. */
function linesOf(context: Context, findings: readonly RegisterFinding[]): readonly string[] {
  const told = findings.map(({ code, shelfmark, pages, title }) => {
    const { message } = context.messages.failure(code, { shelfmark, pages });
    return `  ${context.printer.mark(code === "FILE-NOREG" ? "bad" : "idle")} ${message}${title === "" ? "" : ` (${title})`}`;
  });
  const [first] = findings;
  if (!first) return [];
  return ["", ...some(context, told), `  → ${context.messages.failure(first.code).advice}`];
}
