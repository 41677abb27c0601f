/** `sohoa demo`: the whole line on a book made on the spot, in a folder of its own, without network or services. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { characterErrors } from "../hannom/character-error.ts";
import { plainText } from "../pipeline/text-layer.ts";
import { add } from "./add.ts";
import { bestText } from "./best-text.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { countingNumber, wholeNumber } from "./numbers.ts";
import type { Outcome } from "./print.ts";
import type { SampleBook } from "./sample/book.ts";
import { standing } from "./standing.ts";

const SAMPLE_ID = "HN.mau-01";
const DEFAULT_PAGES = 8;

interface DemoOptions {
  readonly pages: number;
  readonly seed: number;
  readonly reset?: boolean;
}

export function registerDemo(program: Command): void {
  program
    .command("demo")
    .option("--pages <n>", "", countingNumber, DEFAULT_PAGES)
    .option("--seed <n>", "", wholeNumber, 1)
    .option("--reset")
    .action(action(async (context, options: DemoOptions) => await demo(context, options), "sohoa-demo"));
}

async function demo(context: Context, options: DemoOptions): Promise<Outcome> {
  const { config, printer, say } = context;
  if (options.reset) await rm(config.home, { recursive: true, force: true });
  printer.note(say("demo.making"));
  const folder = join(config.home, "sample", SAMPLE_ID);
  // The last file ends in the middle, as after a broken copy: the demo shows how that is told.
  const { makeSampleBook } = await import("./sample/book.ts");
  const book = await makeSampleBook(folder, {
    pages: options.pages + 1,
    seed: options.seed,
    truncatedPage: options.pages + 1,
    quocNguPage: options.pages,
  });
  printer.note(say("demo.made", { pages: options.pages }));
  const services = await context.services();
  await services.holdings.importRows([{ ...book.registerRow }]);
  const outcome = await add(context, folder, { batch: SAMPLE_ID, wait: true });
  if (outcome.exit === "interrupted") return outcome;
  return await report(context, services, book, outcome);
}

async function report(context: Context, services: Services, book: SampleBook, outcome: Outcome): Promise<Outcome> {
  const { printer, say } = context;
  const item = await services.ledger.item(SAMPLE_ID);
  const at = item && (await standing(services, item));
  const errors = await score(services, book);
  const paths = {
    pdf: await path(services, "pdf"),
    manifest: await path(services, "iiif/manifest"),
    aip: await path(services, "aip"),
  };
  const [rejected] = outcome.errors ?? [];
  const command = `npm run sohoa -- serve --home ${services.config.home}`;
  const text = [
    ...outcome.text,
    ...(rejected ? [`${printer.mark("ok")} ${say("demo.rejected", { code: rejected.code })}`] : []),
    say("demo.cer", { hanNom: percentOf(errors.hanNom), quocNgu: percentOf(errors.quocNgu), ...errors.hanNom }),
    say("demo.paths", paths),
    say("demo.open", { command, address: `${services.config.baseUrl}/items/${SAMPLE_ID}` }),
  ];
  const isWhole = at?.state === "complete" && (outcome.errors ?? []).every((error) => error.code === "IMG-TRUNC");
  return {
    ...(isWhole ? {} : { exit: "partial" as const }),
    counts: outcome.counts ?? {},
    errors: outcome.errors ?? [],
    data: { item: SAMPLE_ID, state: at?.state, errors, ...paths },
    text,
  };
}

async function path(services: Services, role: "pdf" | "iiif/manifest" | "aip"): Promise<string> {
  const artifact = await services.ledger.current(SAMPLE_ID, role);
  return artifact ? (services.store.localPath(artifact.digest) ?? artifact.digest) : "–";
}

interface Score {
  readonly distance: number;
  readonly length: number;
}

/** Character errors of the best text against the true text, summed over the pages of each script. */
async function score(services: Services, book: SampleBook): Promise<Readonly<Record<"hanNom" | "quocNgu", Score>>> {
  const totals = { hanNom: { distance: 0, length: 0 }, quocNgu: { distance: 0, length: 0 } };
  for (const page of await services.ledger.pages(SAMPLE_ID)) {
    const at = book.files.indexOf(page.sourceName);
    const layer = await bestText(services, page);
    const errors = characterErrors((book.trueText[at] ?? []).join("\n"), layer ? plainText(layer) : "");
    const total = book.kinds[at] === "quoc-ngu" ? totals.quocNgu : totals.hanNom;
    total.distance += errors.distance;
    total.length += errors.length;
  }
  return totals;
}

function percentOf({ distance, length }: Score): number {
  return length === 0 ? 0 : Math.round((distance / length) * 1000) / 10;
}
