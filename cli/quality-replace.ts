/** `sohoa quality replace`: another scan of one page. The old picture stays in the store and in older versions of the item. */
import { basename, extname, resolve } from "node:path";
import type { Command } from "commander";
import { InputError } from "../pipeline/errors.ts";
import { takeIn } from "../pipeline/intake.ts";
import type { ItemRow, PageRow } from "../pipeline/ledger-rows.ts";
import type { Accepted } from "../stages/ingest/arrival.ts";
import { examineFile } from "../stages/ingest/examine-file.ts";
import { DEFAULT_POLICY } from "../stages/ingest/policy.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import type { Outcome } from "./print.ts";
import { pageNamed } from "./quality-gather.ts";
import { standing } from "./standing.ts";
import { workUntilDone } from "./wait.ts";

interface ReplaceOptions {
  readonly batch?: string;
  readonly wait?: boolean;
}

export function registerReplace(quality: Command): void {
  quality.command("replace <page> <file>").option("--batch <batch>").option("--wait").action(action(replace));
}

async function replace(context: Context, name: string, file: string, options: ReplaceOptions): Promise<Outcome> {
  const services = await context.services();
  const page = await pageNamed(services, name, options.batch);
  const item = await services.ledger.item(page.itemId);
  if (!item) throw new InputError({ code: "ITEM-UNKNOWN", subject: page.itemId, facts: { known: "–" } });
  const scan = await examined(file, context.signal);
  const twin = await otherPageOf(services, page, scan.digest);
  const hadText = (await services.ledger.current(page.id, "text/reviewed")) !== undefined;
  const replaced = await takeOver(services, item, page, scan);
  const facts = { page: page.sourceName, item: item.id, file: basename(file) };
  const text = [context.say(replaced > 0 ? "quality.replaced" : "quality.sameScan", facts), ...warnings(context, scan)];
  if (twin)
    text.push(
      `${context.printer.mark("warn")} ${context.messages.failure("DUP-SAME", { subject: facts.file, other: twin.sourceName }).message}`,
    );
  if (replaced > 0 && hadText)
    text.push(`${context.printer.mark("warn")} ${context.say("quality.earlierTexts", { count: 1, item: item.id })}`);
  const data = { item: item.id, page: page.id, master: scan.digest };
  if (!options.wait) return { counts: { replaced }, data, text: [...text, context.say("quality.remake")] };
  for (const line of text) context.printer.note(line);
  return await afterWork(context, services, { item, replaced, data });
}

/** The same look as at the door: a file that would be refused there is refused here, with the same code. */
async function examined(file: string, signal: AbortSignal): Promise<Accepted> {
  const arrival = await examineFile(resolve(file), DEFAULT_POLICY, signal);
  if (arrival.verdict === "accept") return arrival;
  if (arrival.verdict === "skip")
    throw new InputError({ code: "IMG-FORMAT", subject: basename(file), facts: { detail: arrival.reason } });
  throw new InputError({ code: arrival.code, subject: basename(file), facts: arrival.facts });
}

function warnings({ printer, messages }: Context, { name, findings }: Accepted): readonly string[] {
  return findings
    .filter((each) => each.severity === "warning")
    .map(
      ({ code, facts }) =>
        `${printer.mark("warn")} ${code}  ${messages.failure(code, { subject: name, file: name, ...facts }).message}`,
    );
}

/** Another page of the book that has this very picture: most likely the wrong file. */
async function otherPageOf({ ledger }: Services, page: PageRow, digest: string): Promise<PageRow | undefined> {
  const twin = (await ledger.currentOfItem(page.itemId, ["image/master"])).find(
    (row) => row.subject !== page.id && row.artifact.digest === digest,
  );
  return twin && (await ledger.page(twin.subject));
}

/** A delivery of one file; interrupted anywhere, the same call takes up where it ended. */
async function takeOver(services: Services, item: ItemRow, page: PageRow, scan: Accepted): Promise<number> {
  const { path, digest, sizeBytes, mediaType } = scan;
  const { replaced } = await takeIn(services, {
    batchId: page.batchId,
    itemId: item.id,
    shelfmark: item.shelfmark,
    profile: item.profile,
    rejected: [],
    accepted: [{ pageId: page.id, path, sourceName: nameOf(page, path), digest, sizeBytes, mediaType, isRescan: true }],
  });
  return replaced;
}

/** The page keeps its name, by which people know it and by which the order of pages is read; only the kind of file may change. */
function nameOf(page: PageRow, path: string): string {
  const isOneOfMany = /#\d+$/.test(page.sourceName);
  if (isOneOfMany) return page.sourceName;
  const stem = page.sourceName.slice(0, page.sourceName.length - extname(page.sourceName).length);
  return `${stem}${extname(path).toLowerCase()}`;
}

interface Replaced {
  readonly item: ItemRow;
  readonly replaced: number;
  readonly data: Readonly<Record<string, string>>;
}

async function afterWork(context: Context, services: Services, { item, replaced, data }: Replaced): Promise<Outcome> {
  const end = await workUntilDone(context, services, item.id);
  if (end === "interrupted") return { exit: "interrupted", counts: { replaced }, data, text: [context.say("quality.remake")] };
  const at = await standing(services, item);
  const isShort = at.failed + at.toRescan + at.earlierTexts > 0;
  const { pages, donePages, failed } = at;
  return {
    ...(isShort ? { exit: "partial" as const } : {}),
    counts: { replaced, pages, done: donePages, failed, toRescan: at.toRescan },
    data: { ...data, state: at.state },
    text: [context.say("add.done", { batch: item.id, donePages, pages, state: context.say(`state.${at.state}`) })],
  };
}
