/** `sohoa record`: the descriptions of items, to be looked at, checked, taken out, and brought back. */
import { type Command, Option } from "commander";
import { checkRecord, type LoadedRules, type RecordIssue } from "../catalogue/record/check.ts";
import { type Proposal, proposalsOf } from "../catalogue/record/draft.ts";
import { type Judged, type JudgedFile, storedValue } from "../catalogue/record/judge-file.ts";
import type { Preference } from "../catalogue/record/merge.ts";
import { openProposals } from "../catalogue/record/open-proposals.ts";
import { emptySheet } from "../formats/record-sheet.ts";
import { answerGate } from "../pipeline/answer-gate.ts";
import { InputError } from "../pipeline/errors.ts";
import type { ItemRow } from "../pipeline/ledger-rows.ts";
import { compactRecord } from "../pipeline/record.ts";
import { type StoredRecord, storedRecord } from "../pipeline/stored-record.ts";
import { metadataEntry } from "../stages/metadata-entry.ts";
import { bestText } from "./best-text.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { personAtWork } from "./person.ts";
import type { ErrorLine, Outcome } from "./print.ts";
import { type ExportedRecord, writeRecordFile, writeRecordFolder, writeTable } from "./record-export.ts";
import { judgePath } from "./record-import.ts";
import { chosenItems } from "./record-items.ts";
import { listsInForce, loadRecordRules } from "./record-rules.ts";
import { conflictText, fieldName, problemLine, proposalText, showRecord, writeRejected } from "./record-text.ts";
import { findItem } from "./standing.ts";

interface WhichOptions {
  readonly all?: boolean;
}

interface ImportOptions {
  readonly agent?: string;
  readonly dryRun?: boolean;
  readonly confirm?: boolean;
  readonly prefer?: Preference;
  readonly rejected?: string;
}

export function registerRecord(program: Command): void {
  const record = program.command("record");
  record.command("show <item>").action(action(async (context, id: string) => await show(context, id)));
  record
    .command("check [items...]")
    .option("--all")
    .action(action(async (context, ids: readonly string[], options: WhichOptions) => await check(context, ids, options)));
  record.command("suggest <item>").action(action(async (context, id: string) => await suggest(context, id)));
  record
    .command("export [items...]")
    .requiredOption("--to <file>")
    .option("--all")
    .option("--each <format>")
    .action(
      action(
        async (context, ids: readonly string[], options: WhichOptions & { readonly to: string; readonly each?: string }) =>
          await exportRecords(context, ids, options),
      ),
    );
  record
    .command("import <file>")
    .option("--dry-run")
    .option("--confirm")
    .addOption(new Option("--prefer <side>").choices(["file", "catalogue"]))
    .option("--rejected <file>")
    .option("--agent <name>")
    .action(action(async (context, file: string, options: ImportOptions) => await importRecords(context, file, options)));
  record
    .command("template <file>")
    .option("--kind <name>")
    .action(
      action(async (context, file: string, options: { readonly kind?: string }) => await template(context, file, options.kind)),
    );
}

async function rulesOf(context: Context): Promise<LoadedRules> {
  const { settings } = await context.services();
  return await loadRecordRules(context.config.home, context.messages.language, await listsInForce(settings));
}

async function show(context: Context, id: string): Promise<Outcome> {
  const services = await context.services();
  const item = await findItem(services, id);
  const stored = await storedRecord(services, item);
  if (!stored) throw new InputError({ code: "RECORD-NONE", subject: item.id });
  const { record, digest, isDraft } = stored;
  const head = context.say(isDraft ? "record.draft" : "record.answered", { item: item.id });
  // What a person has answered needs no proposals.
  const proposals = isDraft ? openProposals(record, await proposalsFor(services, item)) : [];
  const data = { item: item.id, digest, isDraft, record: compactRecord(record), proposals };
  const offered =
    proposals.length > 0 ? [context.say("record.proposals"), ...proposals.flatMap((each) => proposalText(context, each))] : [];
  return { data, text: [head, ...showRecord(context, record, await rulesOf(context)), ...offered] };
}

async function check(context: Context, ids: readonly string[], options: WhichOptions): Promise<Outcome> {
  const services = await context.services();
  const rules = await rulesOf(context);
  const counts = { records: 0, sound: 0, errors: 0, warnings: 0 };
  const errors: ErrorLine[] = [];
  const text: string[] = [];
  for (const item of await chosenItems(services, ids, options.all ?? false)) {
    const stored = await storedRecord(services, item);
    if (!stored) continue;
    const pageCount = (await services.ledger.pages(item.id)).length || undefined;
    const issues = checkRecord(stored.record, rules, { pageCount });
    const bad = issues.filter(({ level }) => level === "error");
    counts.records += 1;
    counts.sound += bad.length === 0 ? 1 : 0;
    counts.errors += bad.length;
    counts.warnings += issues.length - bad.length;
    errors.push(...bad.map(({ code, field, facts }) => ({ code, path: item.id, facts: { ...facts, field } })));
    if (issues.length > 0) text.push(item.shelfmark, ...issues.map((issue) => issueLine(context, issue)));
  }
  const summary = context.say("record.checked", counts);
  return { ...(errors.length > 0 ? { exit: "partial" as const } : {}), counts, errors, text: [...text, summary] };
}

function issueLine(context: Context, { level, field, code, facts }: RecordIssue): string {
  const { message, advice } = context.messages.failure(code, { ...facts, field: fieldName(context, field) });
  return `  ${context.printer.mark(level === "error" ? "bad" : "warn")} ${message}. ${advice}`;
}

async function suggest(context: Context, id: string): Promise<Outcome> {
  const services = await context.services();
  const proposals = await proposalsFor(services, await findItem(services, id));
  const lines = proposals.flatMap(({ field, value, evidence }) => proposalText(context, { field, value, evidence: [evidence] }));
  return { data: proposals, text: lines.length > 0 ? lines : [context.say("record.noEvidence")] };
}

async function proposalsFor(services: Services, item: ItemRow): Promise<readonly Proposal[]> {
  const pages = [...(await services.ledger.pages(item.id))].sort((one, other) => one.sequence - other.sequence);
  return proposalsOf(await Promise.all(pages.map(async (page) => await bestText(services, page))));
}

async function exportRecords(
  context: Context,
  ids: readonly string[],
  options: WhichOptions & { readonly to: string; readonly each?: string },
): Promise<Outcome> {
  const services = await context.services();
  const items = await chosenItems(services, ids, options.all ?? false);
  const stored = (await Promise.all(items.map(async (item) => await storedRecord(services, item)))).filter(
    (each): each is StoredRecord => each !== undefined,
  );
  const records = stored.map(({ item, record, digest }): ExportedRecord => ({ item: item.id, record, origin: { base: digest } }));
  const { terms } = await rulesOf(context);
  const settings = { baseUrl: services.config.baseUrl, terms };
  const { count, problems } =
    options.each === undefined
      ? await writeRecordFile(options.to, records, settings)
      : await writeRecordFolder(options.to, options.each, records, settings);
  const counts = { items: items.length, written: count, refused: problems.length, undescribed: items.length - stored.length };
  return {
    ...(problems.length > 0 ? { exit: "partial" as const } : {}),
    counts,
    errors: problems.map(({ code, facts }) => ({ code, facts })),
    text: [
      ...problems.map((each) => problemLine(context, each)),
      context.say("record.exported", { ...counts, file: options.to }),
    ],
  };
}

async function importRecords(context: Context, file: string, options: ImportOptions): Promise<Outcome> {
  const services = await context.services();
  const judged = await judgePath(services, await rulesOf(context), file, options);
  const ready = judged.judged.filter(({ outcome }) => outcome === "new");
  const agent = personAtWork(options.agent);
  const answers = ready.flatMap((each) =>
    each.item
      ? [{ gate: metadataEntry, itemId: each.item.id, subject: each.item.id, value: storedValue(each), agent, note: file }]
      : [],
  );
  if (!options.dryRun) await answerGate(services, answers);
  if (options.rejected !== undefined) await writeRejected(context, options.rejected, judged);
  return importOutcome(context, judged, options.dryRun ?? false);
}

function importOutcome(context: Context, { judged, unread, ignoredColumns }: JudgedFile, isDryRun: boolean): Outcome {
  const of = (outcome: Judged["outcome"]) => judged.filter((each) => each.outcome === outcome);
  const unreadRows = new Set(unread.flatMap(({ facts }) => facts["row"] ?? facts["record"] ?? [])).size;
  const counts = {
    found: judged.length + unreadRows,
    imported: of("new").length,
    unchanged: of("unchanged").length,
    conflicts: of("conflict").length,
    rejected: of("rejected").length + unreadRows,
  };
  const problems = [...unread, ...judged.flatMap((each) => each.problems)];
  const conflicts = of("conflict").flatMap(({ shelfmark, row, conflicts: each }) =>
    each.map((conflict) => ({ code: "REC-CONFLICT", facts: { row, shelfmark, field: conflict.field } })),
  );
  const errors = [...problems, ...conflicts].map(({ code, facts }) => ({ code, facts }));
  const exit = counts.imported + counts.unchanged === 0 && errors.length > 0 ? "input" : "partial";
  const text = [
    ...problems.map((each) => problemLine(context, each)),
    ...of("conflict").flatMap((each) => conflictText(context, each)),
    ...ignoredColumns.map((column) => `  ${context.printer.mark("warn")} ${context.say("describe.ignored", { column })}`),
    context.say(isDryRun ? "record.wouldImport" : "record.imported", counts),
  ];
  const data = judged.map(({ row, shelfmark, outcome, changed, conflicts: sides }) => ({
    row,
    shelfmark,
    outcome,
    changed,
    conflicts: sides,
  }));
  return { ...(errors.length > 0 ? { exit } : {}), counts, errors, data, text };
}

async function template(context: Context, file: string, kind: string | undefined): Promise<Outcome> {
  const { profiles, terms } = await rulesOf(context);
  const profile = kind === undefined ? undefined : profiles.get(terms.find("profiles", kind) ?? kind);
  if (kind !== undefined && !profile) {
    const facts = { value: kind, known: [...profiles.keys()].join(", ") };
    throw new InputError({ code: "REC-PROFILE", subject: kind, exit: "usage", facts });
  }
  const wanted = new Set<string>(["shelfmark", "profile", ...(profile?.fields.map(({ field }) => field) ?? [])]);
  const rows = emptySheet(({ field }) => profile === undefined || wanted.has(field));
  await writeTable(file, rows);
  return { data: rows[0], text: [context.say("record.template", { file, columns: rows[0]?.length ?? 0 })] };
}
