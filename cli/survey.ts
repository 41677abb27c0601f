/** Runs ingest's survey of a folder and shows it: used by `check` and `add` alike. */
import { mkdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { IngestPolicy } from "../stages/ingest/policy.ts";
import { type Survey, survey } from "../stages/ingest.ts";
import type { Context } from "./command.ts";
import { visible } from "./messages.ts";
import type { ErrorLine } from "./print.ts";
import { Progress } from "./progress.ts";

/** Options that decide what is taken in. */
export interface SurveyFlags {
  readonly multiPage?: "split" | "reject";
  readonly maxMegapixels?: number;
  readonly minDpi?: number;
}

/** Examine every file of the folder, with progress. Pages of split files are written into `scratch`, which the caller removes. */
export async function surveyFolder(context: Context, folder: string, flags: SurveyFlags, scratch: string): Promise<Survey> {
  const progress = new Progress(context.printer);
  const label = context.say("check.progress");
  let total = 0;
  for await (const event of survey(resolve(folder), { policy: policyOf(flags), signal: context.signal, scratch })) {
    if (event.kind === "listed") total = event.files;
    if (event.kind === "examined") {
      progress.show([{ label, done: event.done, total }]);
      if (event.arrival.verdict === "reject")
        context.printer.event({ ev: "page", page: event.arrival.name, state: "rejected", code: event.arrival.code });
    }
    if (event.kind === "surveyed") {
      progress.end();
      return event.survey;
    }
  }
  throw new TypeError("the survey ended without a summary");
}

function policyOf(flags: SurveyFlags): Partial<IngestPolicy> {
  return {
    ...(flags.multiPage ? { multiPage: flags.multiPage } : {}),
    ...(flags.maxMegapixels ? { maxPixels: flags.maxMegapixels * 1_000_000 } : {}),
    ...(flags.minDpi ? { minDpi: flags.minDpi } : {}),
  };
}

/** Give `use` a folder for pages of split files, in the home, and remove it afterwards. */
export async function withScratch<T>(context: Context, use: (scratch: string) => Promise<T>): Promise<T> {
  const scratch = join(context.config.home, "scratch", `split-${process.pid}`);
  await mkdir(scratch, { recursive: true });
  try {
    return await use(scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Rejected files as error lines. */
export function rejectionLines(found: Survey): readonly ErrorLine[] {
  return found.rejected.map((each) => ({ code: each.code, path: each.name, facts: each.facts }));
}

/** The survey in words: what is refused with its remedy, then warnings. */
export function surveyText(context: Context, found: Survey): readonly string[] {
  const { printer, messages } = context;
  const refused = found.rejected.flatMap((each) => {
    const { message, advice } = messages.failure(each.code, { subject: each.name, ...each.facts });
    return [`  ${printer.mark("bad")} ${visible(each.name)}  ${each.code}  ${message}`, ...(advice ? [`      → ${advice}`] : [])];
  });
  const warned = new Map<string, number>();
  for (const each of found.accepted)
    for (const finding of each.findings)
      if (finding.severity === "warning") warned.set(finding.code, (warned.get(finding.code) ?? 0) + 1);
  const perFile = [...warned].map(
    ([code, count]) => `  ${printer.mark("warn")} ${code} × ${count}  ${example(context, found, code)}`,
  );
  const whole = found.warnings.map(
    (each) => `  ${printer.mark("warn")} ${each.code}  ${messages.failure(each.code, each.facts).message}`,
  );
  return [...refused, ...perFile, ...whole];
}

function example(context: Context, found: Survey, code: string): string {
  for (const each of found.accepted) {
    const finding = each.findings.find((one) => one.code === code);
    if (finding) return context.messages.failure(code, { file: each.name, subject: each.name, ...finding.facts }).message;
  }
  return "";
}
