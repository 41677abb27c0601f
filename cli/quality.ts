/** `sohoa quality`: what was measured on the pages of a batch, what people decide about them, and rescans. */
import { type Command, Option } from "commander";
import { certificateOf } from "../catalogue/quality/certificate.ts";
import { type PageStand, type QualityInParts, wholeQuality } from "../catalogue/quality/gather.ts";
import type { Severity } from "../catalogue/quality/page-quality.ts";
import { action, type Context } from "./command.ts";
import { writeContactSheet } from "./contact-sheet.ts";
import type { Outcome } from "./print.ts";
import { qualityPartsOf } from "./quality-gather.ts";
import { registerReplace } from "./quality-replace.ts";
import { sessionOf, sessionText } from "./quality-session.ts";
import { writeQualitySheet } from "./quality-sheet.ts";
import { chosen, isChosen, qualityText } from "./quality-text.ts";
import { decide, registerVerdicts } from "./quality-verdicts.ts";
import { findItem } from "./standing.ts";

/** Options of `quality`. */
export interface QualityOptions {
  readonly severity?: Severity;
  readonly code?: string;
  readonly xlsx?: string;
  readonly sheet?: string;
  readonly decisions?: string;
  readonly agent?: string;
}

export function registerQuality(program: Command): void {
  const quality = program
    .command("quality <batch>")
    .addOption(new Option("--severity <note|warning|rescan>").choices(["note", "warning", "rescan"]))
    .option("--code <code>")
    .option("--xlsx <xlsx>")
    .option("--sheet <dir>")
    .option("--decisions <file>")
    .option("--agent <name>")
    .action(action(show));
  registerVerdicts(quality);
  registerReplace(quality);
}

async function show(context: Context, batch: string, options: QualityOptions): Promise<Outcome> {
  const services = await context.services();
  const item = await findItem(services, batch);
  if (options.decisions !== undefined) return await decide(context, services, item, { ...options, file: options.decisions });
  const quality = await qualityPartsOf(services, item);
  const session = await sessionOf(services, item);
  const isShown = isChosen(options);
  const shown = countOf(quality, isShown);
  const written: string[] = [];
  if (options.xlsx !== undefined) {
    const isRescan = ({ standing }: PageStand) => standing === "rescan";
    const isPart = options.severity !== undefined || options.code !== undefined;
    const listed = isPart ? chosen(quality, options) : quality.pages(isRescan);
    await writeQualitySheet(options.xlsx, listed, { messages: context.messages, open: (digest) => services.store.open(digest) });
    const count = isPart ? shown : countOf(quality, isRescan);
    written.push(context.say("quality.written", { count, file: options.xlsx }));
  }
  if (options.sheet !== undefined) {
    const whole = await wholeQuality(quality);
    written.push(...(await writeContactSheet(context, services, whole, options.sheet)).text);
  }
  return {
    ...(quality.counts.rescan > 0 ? { exit: "partial" as const } : {}),
    counts: { ...quality.counts, shown, findings: quality.findings.length },
    data: { ...dataOf(quality, options), session },
    lines: qualityText(context, quality, options, shown),
    text: [...sessionText(context, session, item.id), ...written],
  };
}

function countOf(quality: QualityInParts, isCounted: (stand: PageStand) => boolean): number {
  let count = 0;
  for (const stand of quality.stands()) if (isCounted(stand)) count += 1;
  return count;
}

/** The whole certificate; with a filter, the pages that pass it, and the filter, so that nobody takes a part for the whole. */
function dataOf(quality: QualityInParts, options: QualityOptions): object {
  const { severity, code } = options;
  if (severity === undefined && code === undefined) return certificateOf(quality);
  const certificate = certificateOf(quality, isChosen(options));
  return { ...certificate, filter: { severity: severity ?? null, code: code ?? null } };
}
