/** Records, problems and conflicts in words. */

import type { LoadedRules } from "../catalogue/record/check.ts";
import type { Judged, JudgedFile } from "../catalogue/record/judge-file.ts";
import type { OpenProposal } from "../catalogue/record/open-proposals.ts";
import type { RecordProfile } from "../catalogue/record/profile.ts";
import { RECORD_COLUMNS } from "../formats/record-columns.ts";
import type { RecordProblem } from "../formats/record-row.ts";
import type { ItemRecord } from "../pipeline/record.ts";
import type { Context } from "./command.ts";
import { visible } from "./messages.ts";
import { writeTable } from "./record-export.ts";
import { table } from "./table.ts";

/** What people call a field of a record. */
export function fieldName(context: Context, field: string): string {
  return context.messages.find(`field.${field}`) ?? field;
}

/** The columns of a record that hold something, in the order of its profile, or else of the table. */
export function showRecord(context: Context, record: ItemRecord, { profiles, terms }: LoadedRules): readonly string[] {
  const profile: RecordProfile | undefined = record.profile === undefined ? undefined : profiles.get(record.profile);
  const place = new Map<string, number>(profile?.fields.map(({ field }, at) => [field, at]) ?? []);
  const rows = RECORD_COLUMNS.map((column, at) => ({
    at: (place.get(column.field) ?? 100) * 100 + at,
    field: column.field,
    cells: [fieldNameOf(context, column.id, column.field), visible(column.write(record, terms))] as const,
  }))
    .filter(({ cells }) => cells[1] !== "")
    .sort((one, other) => one.at - other.at)
    .map(({ cells }) => cells);
  return table([context.say("record.field"), context.say("record.value")], rows, { columns: context.printer.columns });
}

function fieldNameOf(context: Context, column: string, field: string): string {
  return context.messages.find(`column.${column}`) ?? fieldName(context, field);
}

/** One problem with its place and what to do. */
export function problemLine(context: Context, { code, facts }: RecordProblem): string {
  const { field } = facts;
  const said = typeof field === "string" ? { ...facts, field: fieldName(context, field) } : facts;
  const { message, advice } = context.messages.failure(code, said);
  const where = typeof facts["shelfmark"] === "string" && !message.includes(facts["shelfmark"]) ? `${facts["shelfmark"]}: ` : "";
  return `${context.printer.mark("bad")} ${where}${message}. ${advice}`;
}

/** Both sides of each field that nobody may decide but a person. */
export function conflictText(context: Context, { shelfmark, conflicts }: Judged): readonly string[] {
  const head = context.say("record.conflict", { shelfmark, count: conflicts.length });
  const names = ["record.field", "record.base", "record.mine", "record.theirs"].map((key) => context.say(key));
  const shown = (value: unknown) =>
    value === undefined ? "–" : visible(typeof value === "string" ? value : JSON.stringify(value));
  const rows = conflicts.map(({ field, base, mine, theirs }) => [
    fieldName(context, field),
    shown(base),
    shown(mine),
    shown(theirs),
  ]);
  return [
    `${context.printer.mark("warn")} ${head}`,
    ...table(names, rows, { columns: context.printer.columns }).map((row) => `  ${row}`),
  ];
}

/** Every row that was not imported, with its reason and remedy, and every conflict with both sides. */
export async function writeRejected(context: Context, path: string, { judged, unread }: JudgedFile): Promise<void> {
  const heads = ["row", "shelfmark", "field", "code", "message", "advice", "mine", "theirs"].map((key) =>
    context.say(`rejected.${key}`),
  );
  const reason = ({ code, facts }: RecordProblem) => {
    const field = String(facts["field"] ?? facts["column"] ?? "");
    const said = context.messages.failure(code, { ...facts, ...(facts["field"] ? { field: fieldName(context, field) } : {}) });
    const row = String(facts["row"] ?? facts["record"] ?? "");
    return [row, String(facts["shelfmark"] ?? ""), fieldName(context, field), code, said.message, said.advice, "", ""];
  };
  const conflicts = judged
    .filter(({ outcome }) => outcome === "conflict")
    .flatMap(({ row, shelfmark, conflicts: sides }) =>
      sides.map(({ field, mine, theirs }) => {
        const [, , , ...said] = reason({ code: "REC-CONFLICT", facts: { row, shelfmark, field } });
        const shown = [mine, theirs].map((side) => (side === undefined ? "" : JSON.stringify(side)));
        return [String(row), shelfmark, fieldName(context, field), ...said.slice(0, 3), ...shown];
      }),
    );
  const rejected = [...unread, ...judged.flatMap((each) => each.problems)].map(reason);
  await writeTable(path, [heads, ...rejected, ...conflicts]);
}

/** One line for each piece of evidence: what is proposed, where it stands and how it was read. */
export function proposalText(
  context: Context,
  { field, value, evidence }: Pick<OpenProposal, "field" | "value" | "evidence">,
): readonly string[] {
  const shown = Array.isArray(value)
    ? (value as readonly { readonly text?: string }[]).map(({ text }) => text).join("; ")
    : String(value);
  return evidence.map(({ source, pages, text, confidence }) =>
    context.say(`record.evidence.${source}`, {
      field: fieldName(context, field),
      value: shown,
      pages: pages.join(", "),
      text,
      percent: Math.round(confidence * 100),
    }),
  );
}
