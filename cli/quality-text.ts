/** An item's quality for people at a terminal: what it amounts to, the pages to look at, what to do next. */
import type { ItemQuality } from "../catalogue/quality/gather.ts";
import type { PageFinding, PageQuality, Severity } from "../catalogue/quality/page-quality.ts";
import type { Context } from "./command.ts";
import { type Messages, visible } from "./messages.ts";
import { table } from "./table.ts";

/** Which pages and findings are asked for. */
export interface QualityFilter {
  /** This severity and graver ones. */
  readonly severity?: Severity;
  readonly code?: string;
}

const GRAVITY: readonly Severity[] = ["note", "warning", "rescan"];
const MARKS = { clean: "ok", accepted: "ok", note: "idle", warning: "warn", rescan: "bad", unmeasured: "busy" } as const;

/** Pages that pass the filter, each with the findings that do. Without a filter: all that is not clean. */
export function chosen({ pages }: ItemQuality, { severity, code }: QualityFilter): readonly PageQuality[] {
  const least = severity === undefined ? 0 : GRAVITY.indexOf(severity);
  const isAsked = (finding: PageFinding) =>
    GRAVITY.indexOf(finding.severity) >= least && (code === undefined || finding.code === code.toUpperCase());
  const isJudged = (page: PageQuality) => page.standing === "rescan" && code === undefined;
  return pages
    .map((page) => ({ ...page, findings: page.findings.filter(isAsked) }))
    .filter(
      (page) =>
        page.findings.length > 0 || isJudged(page) || (severity === undefined && code === undefined && page.verdict !== null),
    );
}

/** The whole answer. */
export function qualityText(
  context: Context,
  quality: ItemQuality,
  pages: readonly PageQuality[],
  filter: QualityFilter,
): readonly string[] {
  const { say, printer, messages } = context;
  const { item, counts } = quality;
  const measured = counts.pages - quality.pages.filter((each) => each.facts.report === null).length;
  const heads = [">#", ...["file", "standing", "finding", "value", "limit", "verdict"].map((head) => say(`quality.${head}`))];
  const form = { language: messages.language, columns: printer.columns };
  const earlier = quality.pages.filter((each) => each.hasEarlierText).length;
  const isPart = filter.severity !== undefined || filter.code !== undefined;
  return [
    say("quality.summary", { shelfmark: visible(item.shelfmark), profile: profilesOf(quality), ...counts, measured }),
    say("quality.counts", { ...counts }),
    ...(pages.length > 0
      ? [
          "",
          ...table(
            heads,
            pages.flatMap((page) => rowsOf(context, page)),
            form,
          ),
        ]
      : []),
    ...(isPart ? [say("quality.part", { shown: pages.length, pages: counts.pages })] : []),
    ...ofItem(context, quality, filter),
    ...(earlier > 0 ? [`${printer.mark("warn")} ${say("quality.earlierTexts", { count: earlier, item: item.id })}`] : []),
    ...(counts.rescan > 0 ? ["", say("quality.next", { count: counts.rescan, item: item.id })] : []),
  ];
}

function profilesOf({ pages }: ItemQuality): string {
  return [...new Set(pages.flatMap(({ facts }) => facts.report?.qualityProfile ?? []))].sort().join(", ") || "–";
}

/** One row a finding; the page stands in the first. */
function rowsOf(context: Context, page: PageQuality): readonly (readonly (string | number)[])[] {
  const { say, printer, messages } = context;
  const standing = `${printer.mark(MARKS[page.standing])} ${say(`quality.is-${page.standing}`)}`;
  const head = [page.page.sequence, visible(page.page.sourceName), standing];
  const verdict = page.verdict === null ? "" : verdictText(messages, page.verdict);
  if (page.findings.length === 0) return [[...head, "", "", "", verdict]];
  return page.findings.map((finding, at) => [
    ...(at === 0 ? head : ["", "", ""]),
    `${finding.code}  ${findingText(messages, finding, page.page.sourceName)}`,
    amount(messages, finding.value, finding.unit),
    amount(messages, finding.threshold, finding.unit),
    at === 0 ? verdict : "",
  ]);
}

/** A finding as a sentence. */
export function findingText(
  messages: Messages,
  { code, facts, value, threshold }: Omit<PageFinding, "by" | "where">,
  file: string,
): string {
  const measured = { ...(value === null ? {} : { value }), ...(threshold === null ? {} : { threshold }) };
  return messages.failure(code, { subject: file, file, ...measured, ...facts }).message;
}

/** A value with its unit as people write it. */
export function amount(messages: Messages, value: number | null, unit: string): string {
  if (value === null) return "";
  const shown = unit === "share" ? value * 100 : value;
  const number = shown.toLocaleString(messages.language, { maximumFractionDigits: Math.abs(shown) < 10 ? 2 : 1 });
  return unit === "share" ? `${number} %` : unit === "" ? number : `${number} ${messages.find(`unit.${unit}`) ?? unit}`;
}

/** A verdict with its person and its reason, which may be one of the contact sheet's codes. */
export function verdictText(messages: Messages, { verdict, reason, note, agent }: NonNullable<PageQuality["verdict"]>): string {
  const why = [messages.find(`reason.${reason}`) ?? reason, note].filter((each) => each !== "").join(" – ");
  const facts = { reason: visible(why), agent: visible(agent) };
  return messages.say(why === "" ? `quality.${verdict}-plain` : `quality.${verdict}`, facts);
}

/** What concerns the item as a whole, with the advice, since there is no page to look at. */
function ofItem(
  { printer, messages }: Context,
  { findings, item }: ItemQuality,
  { severity, code }: QualityFilter,
): readonly string[] {
  const least = severity === undefined ? 0 : GRAVITY.indexOf(severity);
  return (
    findings
      // Of one page or two it is told beside them.
      .filter((each) => each.pages.length === 0 || each.pages.length > 2)
      .filter((each) => GRAVITY.indexOf(each.severity) >= least && (code === undefined || each.code === code.toUpperCase()))
      .map((each) => {
        const { message, advice } = messages.failure(each.code, { subject: item.shelfmark, ...each.facts });
        return `${printer.mark(each.severity === "note" ? "idle" : "warn")} ${each.code}  ${message}${advice ? `  → ${advice}` : ""}`;
      })
  );
}
