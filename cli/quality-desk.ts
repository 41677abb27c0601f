/** What `sohoa serve` gives the desk for pictures: the words, marks and lists of `sohoa quality`. */
import type { Point } from "../formats/contact-sheet/surface.ts";
import { invert } from "../pipeline/geometry.ts";
import type { QualityDesk, ShownQuality } from "../web/server/workroom/quality/quality-desk.ts";
import type { Services } from "./compose.ts";
import { sheetPage } from "./contact-sheet/sheet-page.ts";
import { REASONS } from "./contact-sheet/web-words.ts";
import { type Language, Messages } from "./messages.ts";
import { qualityOf } from "./quality-gather.ts";
import { qualityWorkbook } from "./quality-sheet.ts";

/** The desk over these services. */
export function qualityDeskOf(services: Pick<Services, "ledger" | "cache" | "holdings" | "store">): QualityDesk {
  const both: Readonly<Record<Language, Messages>> = { vi: new Messages("vi"), en: new Messages("en") };
  return {
    gather: (item) => qualityOf(services, item),
    show: ({ pages }, language) => pages.map((page) => shown(page, both[language])),
    reasons: (language) => REASONS.map((code) => ({ code, text: both[language].say(`reason.${code}`) })),
    rescanList: (pages, language) =>
      qualityWorkbook(pages, { messages: both[language], open: (digest) => services.store.open(digest) }),
  };
}

function shown(quality: Parameters<typeof sheetPage>[1]["quality"], messages: Messages): ShownQuality {
  const { page, facts, cleanup, findings, standing } = quality;
  const before = facts.report === null ? null : "before";
  const after = cleanup === null ? null : "after";
  const told = sheetPage(messages, { quality, before, after });
  const { toUpright } = told.marks;
  return {
    id: page.id,
    sequence: page.sequence,
    title: told.title,
    facts: told.facts,
    master: facts.master,
    standing,
    verdict: told.verdict,
    before: told.master,
    after: told.clean,
    toClean: toUpright === null ? null : rowOf(invert(toUpright)),
    findings: told.findings.map(({ severity, code, text, onMaster, onClean }, at) => ({
      severity,
      code,
      text,
      advice: messages.failure(code, { subject: page.sourceName, file: page.sourceName, ...findings[at]?.facts }).advice,
      onMaster: flat(onMaster),
      onClean: flat(onClean),
    })),
  };
}

const rowOf = ({ a, b, c, d, e, f, g, h }: ReturnType<typeof invert>): readonly number[] => [a, b, c, d, e, f, g, h];

/** Coordinates one behind the other, to a tenth of a pixel. */
function flat(points: readonly Point[] | null): readonly number[] | null {
  return points === null ? null : points.flatMap(({ x, y }) => [x, y]).map((each) => Math.round(each * 10) / 10);
}
