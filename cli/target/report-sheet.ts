/** A report of targets as a spreadsheet: one sheet of all, one of the parts, one of the rows behind the numbers. */
import { rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import writeExcelFile, { type SheetData } from "write-excel-file/node";
import type { FullReport } from "../../catalogue/progress/gather-report.ts";
import type { TargetReport, TargetStanding } from "../../catalogue/progress/report.ts";
import { withoutZipTimes } from "../../formats/zip-times.ts";
import { InputError } from "../../pipeline/errors.ts";
import { type Messages, visible } from "../messages.ts";
import { dayText, deadlineText, forecastText, unitText } from "./report-words.ts";
import { workTables } from "./work-words.ts";

/**
 * Write it; an interrupted write never bears the final name.
 * @throws {InputError} OUT-WRITE
 */
export async function writeReportSheet(path: string, report: FullReport, messages: Messages): Promise<void> {
  const part = join(dirname(path), `.${basename(path)}.part`);
  try {
    await writeFile(part, await reportWorkbook(report, messages));
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw new InputError({ code: "OUT-WRITE", subject: path, cause });
  }
}

/** The workbook. Figures are figures, all else is text, so that no title is a formula. */
export async function reportWorkbook(report: FullReport, messages: Messages): Promise<Uint8Array> {
  const sheets = [
    ...[summary(report, messages), parts(report, messages), burnUps(report, messages)],
    ...[work(report, messages), rows(report, messages)],
  ];
  const names = ["target.sheet", "target.sheet-parts", "target.sheet-months", "work.sheet-work", "target.sheet-rows"];
  const named = names.map((key, at) => ({ data: sheets[at] as SheetData, sheet: messages.say(key), stickyRowsCount: 1 }));
  return withoutZipTimes(await writeExcelFile(named).toBuffer());
}

type Cell = string | number | null | undefined;

function sheet(messages: Messages, heads: readonly string[], lines: readonly (readonly Cell[])[]): SheetData {
  const head = heads.map((key) => bold(messages.say(key)));
  return [head, ...lines.map((line) => line.map(cell))];
}

function cell(value: Cell) {
  if (value === null || value === undefined) return null;
  return typeof value === "number" ? { value, type: Number } : { value: visible(value), type: String };
}

const shareCells = ({ numerator, denominator, percentage }: TargetStanding["share"]): readonly Cell[] => [
  numerator,
  denominator,
  percentage,
];

function summary({ date, targets }: TargetReport, messages: Messages): SheetData {
  const heads = ["name", "goal", "done", "of", "percent", "unit", "deadline", "forecast", "date", "source"];
  const lines = targets.map((at) => [
    at.target.name,
    at.target.percentage,
    ...shareCells(at.share),
    unitText(messages, at),
    deadlineText(messages, at),
    forecastText(messages, at),
    dayText(date),
    at.target.source ?? "",
  ]);
  return sheet(
    messages,
    heads.map((key) => `target.${key}`),
    lines,
  );
}

function parts({ targets }: TargetReport, messages: Messages): SheetData {
  const heads = ["name", "by", "part", "done", "of", "percent", "pages-done", "pages-of", "pages-percent"];
  const lines = targets.flatMap((at) =>
    (["byHolder", "byClass"] as const).flatMap((by) =>
      at[by].map(({ name, items, pages }) => [
        at.target.name,
        messages.say(`target.${by === "byHolder" ? "by-holder" : "by-class"}`),
        name || messages.say("target.unnamed"),
        ...shareCells(items),
        ...shareCells(pages),
      ]),
    ),
  );
  return sheet(
    messages,
    heads.map((key) => `target.${key}`),
    lines,
  );
}

function burnUps({ targets }: TargetReport, messages: Messages): SheetData {
  const lines = targets.flatMap((at) =>
    at.burnUp.map((point) => [at.target.name, dayText(point.date), ...shareCells(point.share)]),
  );
  return sheet(
    messages,
    ["name", "date", "done", "of", "percent"].map((key) => `target.${key}`),
    lines,
  );
}

/** All tables of the work below one another, each with its title. */
function work({ work: report, date }: FullReport, messages: Messages): SheetData {
  const title = messages.say("work.title", { weeks: report.throughput.weeks.length, date: dayText(date) });
  const tables = workTables(messages, report).flatMap((table) => [
    [],
    [bold(table.title)],
    table.heads.map((head) => bold(head.replace(/^>/, ""))),
    ...table.rows.map((row) => row.map(cell)),
    ...table.notes.map((note) => [cell(note)]),
  ]);
  return [[bold(title)], ...tables, ...(report.backlog ? [] : [[], [cell(messages.say("work.only-now"))]])];
}

function bold(value: string) {
  return { value, type: String, fontWeight: "bold" as const };
}

function rows({ targets }: TargetReport, messages: Messages): SheetData {
  const heads = [
    ...["name", "shelfmark", "title", "holder", "class", "decision", "condition", "consent", "provenance"],
    ...["digitized", "pages", "pages-done", "item", "digest", "damage"],
  ];
  const lines = targets.flatMap((at) =>
    at.rows.map((row) => [
      at.target.name,
      row.key,
      row.label,
      row.holder,
      row.class,
      row.decision,
      row.condition,
      row.consent,
      row.provenance,
      messages.say(row.isDigitized ? "target.yes" : "target.no"),
      row.pages,
      row.pagesDone,
      row.item,
      row.digest,
      row.damaged.join(" "),
    ]),
  );
  return sheet(
    messages,
    heads.map((key) => `target.${key}`),
    lines,
  );
}
