/** `sohoa quality`: what was measured on the pages of a batch, what people decide about them, and rescans. */
import { type Command, Option } from "commander";
import { certificateOf } from "../catalogue/quality/certificate.ts";
import type { ItemQuality } from "../catalogue/quality/gather.ts";
import type { Severity } from "../catalogue/quality/page-quality.ts";
import { action, type Context } from "./command.ts";
import { writeContactSheet } from "./contact-sheet.ts";
import type { Outcome } from "./print.ts";
import { qualityOf } from "./quality-gather.ts";
import { registerReplace } from "./quality-replace.ts";
import { sessionOf, sessionText } from "./quality-session.ts";
import { writeQualitySheet } from "./quality-sheet.ts";
import { chosen, qualityText } from "./quality-text.ts";
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
  const quality = await qualityOf(services, item);
  const session = await sessionOf(services, item);
  const pages = chosen(quality, options);
  const written: string[] = [];
  if (options.xlsx !== undefined) {
    const listed = options.severity || options.code ? pages : pages.filter((page) => page.standing === "rescan");
    await writeQualitySheet(options.xlsx, listed, { messages: context.messages, open: (digest) => services.store.open(digest) });
    written.push(context.say("quality.written", { count: listed.length, file: options.xlsx }));
  }
  if (options.sheet !== undefined) written.push(...(await writeContactSheet(context, services, quality, options.sheet)).text);
  return {
    ...(quality.counts.rescan > 0 ? { exit: "partial" as const } : {}),
    counts: { ...quality.counts, shown: pages.length, findings: quality.findings.length },
    data: {
      ...dataOf(
        quality,
        options,
        pages.map(({ page }) => page.id),
      ),
      session,
    },
    text: [...qualityText(context, quality, pages, options), ...sessionText(context, session, item.id), ...written],
  };
}

/** The whole certificate; with a filter, the pages that pass it, and the filter, so that nobody takes a part for the whole. */
function dataOf(quality: ItemQuality, { severity, code }: QualityOptions, shown: readonly string[]): object {
  const certificate = certificateOf(quality);
  if (severity === undefined && code === undefined) return certificate;
  const pages = certificate.pages.filter((each) => shown.includes(each.page));
  return { ...certificate, filter: { severity: severity ?? null, code: code ?? null }, pages };
}
