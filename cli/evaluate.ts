/** `sohoa evaluate`: how well a recognizer reads pictures whose text is known, with the uncertainty of the figure. */
import { writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { Command } from "commander";
import { InvalidArgumentError, Option } from "commander";
import type { ErrorRate } from "../hannom/score/error-interval.ts";
import { type ReadingScore, scoreReading } from "../hannom/score/reading-score.ts";
import { chooseEngine } from "../stages/ocr/choose-engine.ts";
import { action, type Context } from "./command.ts";
import { readColumnSet } from "./evaluate/read-column-set.ts";
import { type PageReading, readPageOfSet } from "./evaluate/read-page-set.ts";
import { reportPage } from "./evaluate/report-page.ts";
import { readTruthSet } from "./evaluate/truth-set.ts";
import { countingNumber } from "./numbers.ts";
import type { Outcome } from "./print.ts";
import { table } from "./table.ts";

interface EvaluateOptions {
  readonly engine: "auto" | "tesseract";
  readonly model: string;
  readonly kind: readonly KindRule[];
  readonly limit?: number;
  readonly covers?: string;
  readonly report?: string;
}

interface KindRule {
  readonly name: string;
  readonly pattern: RegExp;
}

export function registerEvaluate(program: Command): void {
  program
    .command("evaluate <dir>")
    .addOption(new Option("--engine <name>").choices(["auto", "tesseract"]).default("auto"))
    .option("--model <name>", "", "hannom-pool")
    .option("--kind <rule>", "", kindRule, [])
    .option("--limit <n>", "", countingNumber)
    .option("--covers <dir>")
    .option("--report <file>")
    .action(action(evaluate));
}

async function evaluate(context: Context, folder: string, options: EvaluateOptions): Promise<Outcome> {
  const set = await readTruthSet(folder, options.covers);
  const choice = chooseEngine("han-nom", options);
  const engine = { name: choice.engine.name, version: await choice.engine.version(choice.language) };
  const columns = spread(set.columns, options.limit ?? set.columns.length);
  const kindOf = (document: string) => options.kind.find((rule) => rule.pattern.test(document))?.name ?? document;
  const read = await readColumnSet(columns, choice, {
    kindOf,
    signal: context.signal,
    onPage: progressOf(context, columns.length),
  });
  const pages: PageReading[] = [];
  const params = { ocr: { engine: options.engine, model: options.model } };
  for (const page of set.pages) {
    pages.push(await readPageOfSet(page, params, context.signal));
    context.printer.note(context.say("evaluate.page", { read: pages.length, of: set.pages.length }));
  }
  const lines = [...read.lines, ...pages.map((page) => page.line)];
  const score = scoreReading(lines);
  const figures = figuresOf(context, score, pages);
  const seconds = columns.length > 0 ? read.cpuSeconds / columns.length : 0;
  if (options.report !== undefined) {
    const title = context.say("evaluate.title", { set: basename(resolve(folder)), engine: engine.version });
    await writeFile(options.report, await reportPage({ title, figures, confusions: score.confusions, lines }, context.messages));
  }
  return {
    counts: { lines: score.lines, pages: score.pages },
    data: {
      engine,
      ...score,
      kinds: Object.fromEntries(score.kinds),
      cpuSecondsPerColumn: seconds,
      wholePages: pages.map(pageData),
    },
    text: [
      context.say("evaluate.title", { set: folder, engine: engine.version }),
      ...table(figures[0] ?? [], figures.slice(1)),
      ...summary(context, score, { seconds, isOfColumns: columns.length > 0 }),
      ...(options.report === undefined ? [] : [context.say("evaluate.report", { file: options.report })]),
    ],
  };
}

/** A note at every tenth of the columns. */
function progressOf({ printer, say }: Context, of: number): (read: number) => void {
  let tenths = 0;
  return (read) => {
    const reached = Math.floor((10 * read) / of);
    if (reached > tenths) printer.note(say("evaluate.progress", { read, of }));
    tenths = reached;
  };
}

function figuresOf(context: Context, score: ReadingScore, pages: readonly PageReading[]): readonly (readonly string[])[] {
  const { say } = context;
  const kinds = [...score.kinds].map(([kind, rate]) => row(kind, rate));
  const heads = [
    say("evaluate.set"),
    `>${say("evaluate.rate")}`,
    `>${say("evaluate.interval")}`,
    `>${say("evaluate.characters")}`,
  ];
  const whole = [row(say("evaluate.all"), score.all), row(say("evaluate.folded"), score.folded)];
  if (pages.length === 0) return [heads, ...whole, ...kinds];
  const wide = [...heads, `>${say("evaluate.columns")}`, `>${say("evaluate.order")}`, `>${say("evaluate.cpu")}`];
  const blank = ["", "", ""];
  return [
    wide,
    ...[...whole, ...kinds.filter(([kind]) => !pages.some((page) => page.line.page === kind))].map((cells) => [
      ...cells,
      ...blank,
    ]),
    ...pages.map((page) => [
      ...row(page.line.page, score.kinds.get(page.line.kind) as ErrorRate),
      `${page.readColumns}/${page.trueColumns}`,
      `${page.order.wrong}/${page.order.pairs}`,
      page.cpuSeconds.toFixed(2),
    ]),
  ];
}

function row(name: string, { rate, low, high, length }: ErrorRate): readonly string[] {
  return [name, percent(rate), low === high ? "" : `${percent(low)} – ${percent(high)}`, String(length)];
}

function summary(
  { say }: Context,
  score: ReadingScore,
  { seconds, isOfColumns }: { readonly seconds: number; readonly isOfColumns: boolean },
): readonly string[] {
  const facts = {
    five: percent(score.topFiveShare),
    calibration: percent(score.calibrationError),
  };
  const confused = score.confusions.slice(0, 20).map((each) => `${each.truth || "∅"}→${each.read || "∅"} ${each.count}`);
  return [
    "",
    say("evaluate.summary", facts),
    ...(isOfColumns ? [say("evaluate.exact", { exact: percent(score.exactShare) })] : []),
    ...(isOfColumns ? [say("evaluate.speed", { milliseconds: (1000 * seconds).toFixed(0) })] : []),
    say("evaluate.most", { pairs: confused.join(", ") }),
  ];
}

function pageData({ line, ...page }: PageReading): unknown {
  return { page: line.page, ...page };
}

/** Evenly spread over the whole set, always the same ones. */
function spread<T>(all: readonly T[], count: number): readonly T[] {
  if (count >= all.length) return all;
  return Array.from({ length: count }, (_, i) => all[Math.floor(((i + 0.5) * all.length) / count)] as T);
}

/** `verse=^(kieu|luc)`: documents whose name the pattern fits count as that kind. */
function kindRule(text: string, before: readonly KindRule[]): readonly KindRule[] {
  const [name = "", ...rest] = text.split("=");
  try {
    if (name === "" || rest.length === 0) throw new InvalidArgumentError("");
    return [...before, { name, pattern: new RegExp(rest.join("="), "u") }];
  } catch {
    throw new InvalidArgumentError("");
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
