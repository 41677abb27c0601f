/** An item's quality for people at a terminal: what it amounts to, the pages to look at, what to do next. */
import type { PageStand, QualityInParts } from "../catalogue/quality/gather.ts";
import type { PageFinding, PageMark, PageQuality, Severity } from "../catalogue/quality/page-quality.ts";
import type { Context } from "./command.ts";
import { type Messages, visible } from "./messages.ts";
import { type Row, tableInParts } from "./table.ts";

/** Which pages and findings are asked for. */
export interface QualityFilter {
  /** This severity and graver ones. */
  readonly severity?: Severity;
  readonly code?: string;
}

const GRAVITY: readonly Severity[] = ["note", "warning", "rescan"];
const MARKS = { clean: "ok", accepted: "ok", note: "idle", warning: "warn", rescan: "bad", unmeasured: "busy" } as const;

/** True for pages of which something passes the filter. Without a filter: all that is not clean. */
export function isChosen(filter: QualityFilter): (stand: PageStand) => boolean {
  const { severity, code } = filter;
  const isAsked = isAskedFor(filter);
  return ({ marks, standing, verdict }) =>
    marks.some(isAsked) ||
    (standing === "rescan" && code === undefined) ||
    (severity === undefined && code === undefined && verdict !== null);
}

/** Pages that are chosen, each with the findings that pass the filter. */
export async function* chosen(quality: QualityInParts, filter: QualityFilter): AsyncGenerator<PageQuality> {
  const isAsked = isAskedFor(filter);
  for await (const page of quality.pages(isChosen(filter))) yield { ...page, findings: page.findings.filter(isAsked) };
}

function isAskedFor({ severity, code }: QualityFilter): (finding: PageMark) => boolean {
  const least = severity === undefined ? 0 : GRAVITY.indexOf(severity);
  const asked = code?.toUpperCase();
  return (finding) => GRAVITY.indexOf(finding.severity) >= least && (asked === undefined || finding.code === asked);
}

/**
 * The whole answer, line by line.
 * @param shown how many pages are chosen
 */
export async function* qualityText(
  context: Context,
  quality: QualityInParts,
  filter: QualityFilter,
  shown: number,
): AsyncGenerator<string> {
  const { say, printer, messages } = context;
  const { item, counts, measured, earlierTexts, qualityProfiles } = quality;
  const profile = qualityProfiles.join(", ") || "–";
  yield say("quality.summary", { shelfmark: visible(item.shelfmark), profile, ...counts, measured });
  yield say("quality.counts", { ...counts });
  if (shown > 0) {
    const heads = [">#", ...["file", "standing", "finding", "value", "limit", "verdict"].map((head) => say(`quality.${head}`))];
    yield "";
    yield* tableInParts(heads, () => rowsOf(context, chosen(quality, filter)), {
      language: messages.language,
      columns: printer.columns,
    });
  }
  const isPart = filter.severity !== undefined || filter.code !== undefined;
  if (isPart) yield say("quality.part", { shown, pages: counts.pages });
  yield* ofItem(context, quality, filter);
  if (earlierTexts > 0) yield `${printer.mark("warn")} ${say("quality.earlierTexts", { count: earlierTexts, item: item.id })}`;
  if (counts.rescan > 0) {
    yield "";
    yield say("quality.next", { count: counts.rescan, item: item.id });
  }
}

async function* rowsOf(context: Context, pages: AsyncIterable<PageQuality>): AsyncGenerator<Row> {
  for await (const page of pages) yield* rowsOfPage(context, page);
}

/** One row a finding; the page stands in the first. */
function rowsOfPage(context: Context, page: PageQuality): readonly Row[] {
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
  { findings, item }: QualityInParts,
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
