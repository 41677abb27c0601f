/** `sohoa text export|import`: the text of each page as a table that an archivist corrects, and back. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { lineageOf } from "../catalogue/quality/lineage.ts";
import { writeEarlierTable } from "../formats/earlier-text.ts";
import { applyReview } from "../formats/review.ts";
import { readTextColumns } from "../formats/text-columns.ts";
import { isUnchanged, readTextTable, writeTextTable } from "../formats/text-table.ts";
import { type Answer, answerGate } from "../pipeline/answer-gate.ts";
import { InputError } from "../pipeline/errors.ts";
import type { ItemRow, PageRow } from "../pipeline/ledger-rows.ts";
import { type TextLayer, textLayerSchema } from "../pipeline/text-layer.ts";
import { textReview } from "../stages/text-review.ts";
import { bestText } from "./best-text.ts";
import { action } from "./command.ts";
import type { Services } from "./compose.ts";
import { exportTraining } from "./export-training.ts";
import { personAtWork } from "./person.ts";
import type { ErrorLine } from "./print.ts";
import { findItem } from "./standing.ts";

interface ImportOptions {
  readonly agent?: string;
  readonly confirm?: boolean;
}

export function registerText(program: Command): void {
  const text = program.command("text");
  text
    .command("export <item>")
    .requiredOption("--to <dir>")
    .option("--training")
    .action(
      action(async (context, id: string, options: { readonly to: string; readonly training?: boolean }) => {
        const services = await context.services();
        const item = await findItem(services, id);
        if (options.training) {
          const counts = await exportTraining(services, item, options.to);
          return { counts, text: [context.say("text.training", { ...counts, folder: options.to })] };
        }
        const { pages, earlier } = await exportTables(services, item, options.to);
        const folder = join(options.to, EARLIER);
        const kept = earlier > 0 ? [context.say("text.earlier", { count: earlier, folder, item: item.id })] : [];
        const counts = { pages, earlier };
        return { counts, text: [context.say("text.exported", { pages, folder: options.to, item: item.id }), ...kept] };
      }),
    );
  text
    .command("import <item> <dir>")
    .option("--agent <name>")
    .option("--confirm")
    .action(
      action(async (context, id: string, folder: string, options: ImportOptions) => {
        const services = await context.services();
        const item = await findItem(services, id);
        const { answers, errors, unchanged } = await readTables(services, item, folder, options);
        // All or nothing: a folder with one broken table changes no page.
        if (errors.length > 0) {
          const lines = errors.map(
            (error) =>
              `${context.printer.mark("bad")} ${error.path}  ${context.messages.failure(error.code, { subject: error.path ?? "", ...error.facts }).message}`,
          );
          return { exit: "input", errors, text: lines };
        }
        const done = await answerGate(services, answers);
        const counts = { answered: done.answered, unchanged: done.unchanged + unchanged };
        return { counts, text: [context.say("text.imported", counts)] };
      }),
    );
}

function tableName(page: PageRow, extension: "tsv" | "txt"): string {
  return `${String(page.sequence).padStart(4, "0")}.${page.id}.${extension}`;
}

/** Folder inside an export for what people wrote about earlier scans, laid over the new ones. */
const EARLIER = "earlier";

async function exportTables(services: Services, item: ItemRow, folder: string) {
  await mkdir(folder, { recursive: true });
  const counts = { pages: 0, earlier: 0 };
  for (const page of await services.ledger.pages(item.id)) {
    const layer = await bestText(services, page);
    if (!layer) continue;
    await writeFile(join(folder, tableName(page, "tsv")), writeTextTable(layer));
    counts.pages += 1;
    const earlier = await services.ledger.current(page.id, "text/earlier");
    if (!earlier) continue;
    const text = textLayerSchema.parse(JSON.parse(await readFile(await services.cache.file(earlier.digest), "utf8")));
    await mkdir(join(folder, EARLIER), { recursive: true });
    await writeFile(join(folder, EARLIER, tableName(page, "tsv")), writeEarlierTable(text, layer));
    counts.earlier += 1;
  }
  return counts;
}

/** Pages whose text is still that of an earlier scan: a correction of it would keep places that no longer fit. */
async function pagesOfEarlierScan({ ledger }: Services, item: ItemRow): Promise<ReadonlySet<string>> {
  const isMadeFrom = lineageOf(await ledger.events(item.id));
  const current = new Map<string, string>();
  for (const { subject, role, artifact } of await ledger.currentOfItem(item.id, ["image/master", "text/machine"]))
    current.set(`${subject} ${role}`, artifact.digest);
  const isOld = (page: PageRow) => {
    const [master, text] = [current.get(`${page.id} image/master`), current.get(`${page.id} text/machine`)];
    return master !== undefined && text !== undefined && !isMadeFrom(page.id, text, master);
  };
  return new Set((await ledger.pages(item.id)).filter(isOld).map((page) => page.id));
}

async function readTables(services: Services, item: ItemRow, folder: string, options: ImportOptions) {
  const agent = personAtWork(options.agent);
  const answers: Answer[] = [];
  const errors: ErrorLine[] = [];
  let unchanged = 0;
  const pages = new Map((await services.ledger.pages(item.id)).map((page) => [page.id, page]));
  const ofEarlierScan = await pagesOfEarlierScan(services, item);
  for (const name of await tableNames(folder)) {
    const page = pages.get(name.split(".").at(-2) ?? "");
    const layer = page && (await bestText(services, page));
    if (!page || !layer) {
      errors.push({ code: "TXT-PAGE", path: name, facts: { file: name, item: item.id } });
      continue;
    }
    if (ofEarlierScan.has(page.id)) {
      errors.push({ code: "TXT-OLD-SCAN", path: name, facts: { file: name, item: item.id } });
      continue;
    }
    const { rows, problems, isSame } = readTable(name, await readFile(join(folder, name)), layer);
    errors.push(...problems.map((problem) => ({ ...problem, path: name })));
    if (isSame && !options.confirm) unchanged += 1;
    else answers.push({ gate: textReview, itemId: item.id, subject: page.id, value: applyReview(layer, rows, agent), agent });
  }
  return { answers, errors, unchanged };
}

async function tableNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new InputError({ code: "SRC-MISSING", subject: folder, facts: { folder }, cause });
  });
  const tables = names.filter((name) => /\.(tsv|txt)$/.test(name)).sort();
  if (tables.length === 0) throw new InputError({ code: "TXT-NOTHING", subject: folder, facts: { folder } });
  return tables;
}

function readTable(name: string, bytes: Buffer, layer: TextLayer) {
  const table = name.endsWith(".tsv") ? readTextTable(bytes, layer) : readTextColumns(bytes, layer);
  return { ...table, isSame: isUnchanged(table.rows, layer) };
}
