/** The web page of a contact sheet: opened from disk by a double click, without a server, a network or an account. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ItemQuality } from "../../catalogue/quality/gather.ts";
import type { Point } from "../../formats/contact-sheet/surface.ts";
import { invert } from "../../pipeline/geometry.ts";
import { type Language, type Messages, visible } from "../messages.ts";
import { PACKAGE_ROOT } from "../package-root.ts";
import { type SheetFolder, writeWhole } from "./folder.ts";
import { pageHtml } from "./page-html.ts";
import { PICTURE_SIDE, type ShownPage } from "./pictures.ts";
import { sheetPage } from "./sheet-page.ts";
import { PAGE_WORDS, REASONS } from "./web-words.ts";

/** A sentence in both languages; the reader chooses. */
type InBoth = Readonly<Record<Language, string>>;
type Both = Readonly<Record<Language, Messages>>;

const ASSETS = [
  "contact-sheet.css",
  "contact-sheet-decisions.js",
  "contact-sheet-frame.js",
  "contact-sheet-view.js",
  "contact-sheet.js",
];

/** Write the page with its script and style. `index.html` comes last: it names everything else. */
export async function writeWebPage(
  both: Both,
  quality: ItemQuality,
  pages: readonly ShownPage[],
  sheets: readonly string[],
  folder: SheetFolder,
): Promise<void> {
  for (const name of ASSETS) await writeWhole(folder, name, await readFile(join(PACKAGE_ROOT, "web/pages", name)));
  const { item, findings } = quality;
  const data = {
    item: item.id,
    shelfmark: visible(item.shelfmark),
    pictureSide: PICTURE_SIDE,
    words: inBoth(both, (messages) => Object.fromEntries(PAGE_WORDS.map((key) => [key, messages.say(key)]))),
    reasons: REASONS.map((code) => ({ code, text: inBoth(both, (messages) => messages.say(`reason.${code}`)) })),
    findings: findings
      .filter((each) => each.pages.length === 0)
      .map(({ code, severity, facts }) => ({
        severity,
        code,
        ...inBothFailure(both, code, { subject: item.shelfmark, ...facts }),
      })),
    pages: pages.map((page) => pageEntry(both, page)),
  };
  await writeWhole(folder, "index.html", pageHtml(both.vi, { shelfmark: data.shelfmark, sheets, data }));
}

function inBoth<T>(both: Both, text: (messages: Messages) => T): Readonly<Record<Language, T>> {
  return { vi: text(both.vi), en: text(both.en) };
}

function inBothFailure(both: Both, code: string, facts: Readonly<Record<string, string | number | boolean>>) {
  return {
    text: inBoth(both, (messages) => messages.failure(code, facts).message),
    advice: inBoth(both, (messages) => messages.failure(code, facts).advice),
  };
}

/** What the page's script is told of a page. Places are in pixels of the whole pictures. */
function pageEntry(both: Both, shown: ShownPage) {
  const { quality, before, after } = shown;
  const { page, facts, findings, verdict } = quality;
  const told = inBoth(both, (messages) => sheetPage(messages, shown));
  const { master, clean, marks } = told.vi;
  return {
    id: page.id,
    sequence: page.sequence,
    name: page.sourceName,
    master: facts.master,
    isMeasured: facts.report !== null,
    title: pick(told, "title"),
    facts: pick(told, "facts"),
    before: before === null || master === null ? null : { src: before, ...master },
    after: after === null || clean === null ? null : { src: after, ...clean },
    toClean: marks.toUpright === null ? null : rowOf(invert(marks.toUpright)),
    outline: marks.outline.map(flat),
    kept: marks.kept === null ? null : flat(marks.kept),
    folds: marks.folds.map(flat),
    verdict: verdict === null ? null : { kind: verdict.verdict, text: verdictTexts(told) },
    findings: findings.map((finding, at) => ({
      severity: finding.severity,
      code: finding.code,
      text: inFindings(told, at),
      advice: inBoth(both, (messages) => adviceOf(messages, finding, page.sourceName)),
      onMaster: flatOrNull(told.vi.findings[at]?.onMaster),
      onClean: flatOrNull(told.vi.findings[at]?.onClean),
    })),
  };
}

type Told = Readonly<Record<Language, ReturnType<typeof sheetPage>>>;

function pick({ vi, en }: Told, key: "title" | "facts"): InBoth {
  return { vi: vi[key], en: en[key] };
}

function verdictTexts({ vi, en }: Told): InBoth {
  return { vi: vi.verdict?.text ?? "", en: en.verdict?.text ?? "" };
}

function inFindings({ vi, en }: Told, at: number): InBoth {
  return { vi: vi.findings[at]?.text ?? "", en: en.findings[at]?.text ?? "" };
}

function adviceOf(messages: Messages, { code, facts }: ShownPage["quality"]["findings"][number], name: string): string {
  return messages.failure(code, { subject: name, file: name, ...facts }).advice;
}

/** Coordinates one behind the other, to a tenth of a pixel. */
function flat(points: readonly Point[]): readonly number[] {
  return points.flatMap(({ x, y }) => [x, y]).map((each) => Math.round(each * 10) / 10);
}

function flatOrNull(points: readonly Point[] | null | undefined): readonly number[] | null {
  return points ? flat(points) : null;
}

function rowOf({ a, b, c, d, e, f, g, h }: ReturnType<typeof invert>): readonly number[] {
  return [a, b, c, d, e, f, g, h];
}
