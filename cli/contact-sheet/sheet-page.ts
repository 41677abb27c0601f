/** A page's quality in the words and with the marks of a contact sheet. */
import type { PageFinding, PageQuality } from "../../catalogue/quality/page-quality.ts";
import { cornersOf, mapped, marksOf, uprightSize } from "../../formats/contact-sheet/page-marks.ts";
import type { PageMarks, SheetFinding, SheetPage } from "../../formats/contact-sheet/sheet-page.ts";
import type { Point } from "../../formats/contact-sheet/surface.ts";
import { type Box, invert } from "../../pipeline/geometry.ts";
import { uprightToStored } from "../../stages/image-cleanup/orientation.ts";
import { type Messages, visible } from "../messages.ts";
import { amount, findingText, verdictText } from "../quality-text.ts";
import type { ShownPage } from "./pictures.ts";

const NO_MARKS: PageMarks = { outline: [], kept: null, folds: [], toUpright: null };

/** One page as the sheet draws it and the web page tells it. */
export function sheetPage(messages: Messages, { quality, before, after }: ShownPage): SheetPage {
  const { page, facts, cleanup, verdict, findings } = quality;
  const { report } = facts;
  const marks = report === null ? NO_MARKS : marksOf(report, cleanup, asProjective(report));
  return {
    title: titleOf(messages, quality),
    facts: factsOf(messages, quality),
    verdict: verdict === null ? null : { kind: verdict.verdict, text: verdictText(messages, verdict) },
    master: before === null || report === null ? null : uprightSize(report),
    clean: after === null || cleanup === null ? null : cleanup.clean,
    marks,
    findings: findings.map((finding) => toSheetFinding(messages, finding, page.sourceName, marks)),
  };
}

function asProjective(report: NonNullable<PageQuality["facts"]["report"]>) {
  return { ...uprightToStored(report.orientation, report), g: 0, h: 0 };
}

function titleOf(messages: Messages, { page }: PageQuality): string {
  const { sequence, label, sourceName } = page;
  const name = visible(sourceName);
  return label === "" || label === String(sequence)
    ? messages.say("contact.page", { sequence, name })
    : messages.say("contact.pageLabelled", { sequence, label: visible(label), name });
}

function toSheetFinding(messages: Messages, finding: PageFinding, name: string, marks: PageMarks): SheetFinding {
  const { severity, code, where, by } = finding;
  const { onMaster, onClean } = placesOf(where, by, marks);
  return { severity, code, text: findingText(messages, finding, name), onMaster, onClean };
}

/** A place on the picture on which it was measured, and where that is on the other one. */
function placesOf(
  where: Box | null,
  by: PageFinding["by"],
  { toUpright }: PageMarks,
): Pick<SheetFinding, "onMaster" | "onClean"> {
  if (where === null) return { onMaster: null, onClean: null };
  const corners = cornersOf(where);
  if (toUpright === null) return { onMaster: by === "inspect" ? corners : null, onClean: null };
  const other: readonly Point[] = mapped(corners, by === "inspect" ? invert(toUpright) : toUpright);
  return by === "inspect" ? { onMaster: corners, onClean: other } : { onMaster: other, onClean: corners };
}

/** What was measured and done, in one line. */
function factsOf(messages: Messages, { facts, cleanup }: PageQuality): string {
  const { report } = facts;
  if (report === null) return messages.say("contact.unmeasured");
  const { width, height } = uprightSize(report);
  const dpi = report.resolutionDpi;
  return [
    messages.say("contact.size", { width, height }),
    dpi === null ? messages.say("contact.noDpi") : messages.say("contact.dpi", { dpi: Math.round(dpi) }),
    report.skew === null ? "" : messages.say("contact.skew", { degrees: rounded(report.skew.degrees) }),
    ...doneTo(messages, cleanup, width * height),
  ]
    .filter((each) => each !== "")
    .join(" · ");
}

function doneTo(messages: Messages, cleanup: PageQuality["cleanup"], masterPixels: number): readonly string[] {
  if (cleanup === null) return [messages.say("contact.notCleaned")];
  const share = (cleanup.clean.width * cleanup.clean.height) / masterPixels;
  const loss = cleanup.inkLoss;
  return [
    messages.say("contact.size-after", { ...cleanup.clean, share: amount(messages, share, "share") }),
    loss === null
      ? ""
      : messages.say("contact.inkLoss", {
          clean: amount(messages, loss.clean, "share"),
          text: amount(messages, loss.text, "share"),
        }),
  ];
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
