/** `sohoa import`: items back from archival packages, after every byte of them was checked. What is here is never overwritten. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { isObjectRoot, isStorageRoot } from "../formats/ocfl/check-root.ts";
import { bringIn, type CarriedItem } from "../pipeline/bring-in-item.ts";
import { InputError } from "../pipeline/errors.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import type { CarriedPackage, ImportProblem } from "./import/carried.ts";
import { meet } from "./import/conflicts.ts";
import { holdingsProblems, takeHoldings } from "./import/holdings.ts";
import { readBagPackage } from "./import/read-bag-package.ts";
import { readOcflPackage } from "./import/read-ocfl-package.ts";
import type { Outcome } from "./print.ts";
import { workUntilDone } from "./wait.ts";

interface ImportOptions {
  readonly check?: boolean;
  readonly wait?: boolean;
}

const MOST_TOLD = 50;

export function registerImport(program: Command): void {
  program
    .command("import <package>")
    .option("--check")
    .option("--wait")
    .action(action(async (context, place: string, options: ImportOptions) => await runImport(context, resolve(place), options)));
}

async function runImport(context: Context, place: string, options: ImportOptions): Promise<Outcome> {
  const carried = await readPackage(place);
  const problems = [...carried.problems, ...holdingsProblems(carried.holdings)];
  if (problems.length > 0) return refusal(context, problems);
  const services = await context.services();
  const fresh: CarriedItem[] = [];
  const conflicts: ImportProblem[] = [];
  let known = 0;
  for (const item of carried.items) {
    const encounter = await meet(services, item);
    if (encounter.kind === "new") fresh.push(item);
    if (encounter.kind === "known") known += 1;
    conflicts.push(...encounter.problems);
  }
  const found = { found: carried.items.length, known, conflicts: carried.items.length - known - fresh.length };
  if (options.check) return summary(context, { ...found, imported: 0, sound: fresh.length }, conflicts, "import.checked");
  // The lists first: a row that cannot be kept is refused before anything else is written.
  const taken = await takeHoldings(services, carried.holdings);
  const imported = await takeIn(context, services, carried, fresh);
  if (options.wait) for (const { id } of fresh) await workUntilDone(context, services, id);
  const { rows, targets, organisations } = taken;
  const counts = { ...found, imported: fresh.length, ...imported, rows, targets, organisations };
  return summary(context, counts, [...conflicts, ...taken.conflicts], "import.done");
}

/** @throws {InputError} IMPORT-NOTHING where there is neither bag nor OCFL root nor object. */
async function readPackage(place: string): Promise<CarriedPackage> {
  const found = await stat(place).catch(() => undefined);
  if (!found) throw new InputError({ code: "IMPORT-NOTHING", subject: place });
  const isOcfl = found.isDirectory() && ((await isStorageRoot(place)) || (await isObjectRoot(place)));
  return isOcfl ? await readOcflPackage(place) : await readBagPackage(place);
}

/** The log of what was shown comes along into a home that has shown nothing, when it comes whole. */
async function takeIn(context: Context, services: Services, { items }: CarriedPackage, fresh: readonly CarriedItem[]) {
  const lines = new Set(
    items.flatMap(({ versions }) => versions.flatMap(({ activities = [] }) => activities.map(({ number }) => number))),
  );
  // An item whose publication did not come along would be announced as taken back.
  const isShown = items.every(({ versions, sizes }) => {
    const shown = versions.at(-1)?.current.find(({ role }) => role === "publication");
    return shown === undefined || sizes.has(shown.artifact.digest);
  });
  const isWhole = isShown && fresh.length === items.length && Math.max(0, ...lines) === lines.size;
  const keepsLog = isWhole && (await services.ledger.logExtent()).count === 0;
  let objects = 0;
  let versions = 0;
  for (const item of fresh) {
    context.signal.throwIfAborted();
    objects += await bringIn(services, item, { keepsLog, texts: services.texts, desks: services.recordVersions });
    versions += item.versions.length;
    context.printer.note(`${context.printer.mark("ok")} ${item.id}`);
  }
  return { objects, versions };
}

function refusal(context: Context, problems: readonly ImportProblem[]): Outcome {
  return {
    exit: "input",
    counts: { problems: problems.length, imported: 0 },
    errors: problems.map(({ code, facts }) => ({ code, facts })),
    text: [context.say("import.refused", { problems: problems.length }), ...lines(context, problems)],
  };
}

function summary(
  context: Context,
  counts: Readonly<Record<string, number>>,
  conflicts: readonly ImportProblem[],
  phrase: string,
): Outcome {
  const isNothing = counts["imported"] === 0 && conflicts.length > 0;
  return {
    ...(conflicts.length === 0 ? {} : { exit: isNothing ? ("input" as const) : ("partial" as const) }),
    counts,
    errors: conflicts.map(({ code, facts }) => ({ code, facts })),
    text: [context.say(phrase, counts), ...lines(context, conflicts)],
  };
}

function lines(context: Context, problems: readonly ImportProblem[]): readonly string[] {
  const told = problems
    .slice(0, MOST_TOLD)
    .map(({ code, facts }) => `  ${context.printer.mark("bad")} ${context.messages.failure(code, facts).message} [${code}]`);
  return problems.length > MOST_TOLD ? [...told, `  … ${problems.length}`] : told;
}
