/** `sohoa export`: copies of what was made, in one folder, under names people understand. */
import { createWriteStream } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { altoDocument } from "../formats/alto.ts";
import { plainTextFile } from "../formats/plain-text.ts";
import { safeFileName } from "../formats/safe-file-name.ts";
import type { Artifact, Role } from "../pipeline/artifact.ts";
import { UsageError } from "../pipeline/errors.ts";
import type { ItemRow } from "../pipeline/ledger-rows.ts";
import { recordSchema } from "../pipeline/record.ts";
import { bestText } from "./best-text.ts";
import { action } from "./command.ts";
import type { Services } from "./compose.ts";
import { exportBag } from "./export-bag.ts";
import { exportOcfl } from "./export-ocfl.ts";
import { exportStatic } from "./export-static.ts";
import { findItem } from "./standing.ts";

interface ExportOptions {
  readonly to?: string;
  readonly ocfl?: string;
  readonly lean?: boolean;
  readonly pdf?: boolean;
  readonly manifest?: boolean;
  readonly alto?: boolean;
  readonly text?: boolean;
  readonly aip?: boolean;
  readonly static?: boolean;
  readonly all?: boolean;
  readonly baseUrl?: string;
}

/** One export under way: the files written, and what could not be written yet. */
class Export {
  readonly files: string[] = [];
  readonly lacking: string[] = [];
  readonly services: Services;
  readonly folder: string;

  constructor(services: Services, folder: string) {
    this.services = services;
    this.folder = folder;
  }

  /** Copy an artifact; an interrupted copy never bears the final name. */
  async artifact(artifact: Artifact | undefined, name: string): Promise<void> {
    if (!artifact) return void this.lacking.push(name);
    const path = join(this.folder, name);
    await pipeline(await this.services.store.open(artifact.digest), createWriteStream(`${path}.part`));
    await rename(`${path}.part`, path);
    this.files.push(name);
  }

  async text(text: string, name: string): Promise<void> {
    await writeFile(join(this.folder, name), text);
    this.files.push(name);
  }
}

export function registerExport(program: Command): void {
  program
    .command("export [items...]")
    .option("--to <dir>")
    .option("--pdf")
    .option("--manifest")
    .option("--alto")
    .option("--text")
    .option("--aip")
    .option("--ocfl <dir>")
    .option("--lean")
    .option("--static")
    .option("--all")
    .option("--base-url <url>")
    .action(
      action(async (context, ids: readonly string[], options: ExportOptions) => {
        const { all: isAll = false, to: folder, baseUrl, ocfl: root } = options;
        if (root !== undefined) return await exportOcfl(context, { items: ids, root, hasDerivatives: options.lean !== true });
        if (folder === undefined) throw new UsageError({ code: "EXPORT-TO", subject: "export" });
        if (options.static) {
          if (ids.length === 0 && !isAll) throw new UsageError({ code: "EDITION-ITEMS", subject: "export" });
          return await exportStatic(context, { items: ids, isAll, folder, baseUrl });
        }
        const [id, ...others] = ids;
        if (id === undefined || others.length > 0 || isAll) throw new UsageError({ code: "EXPORT-ONE", subject: "export" });
        const services = await context.services();
        const item = await findItem(services, id);
        await mkdir(folder, { recursive: true });
        const out = new Export(services, folder);
        await exportItem(out, item, options);
        const lacking = out.lacking.map((what) => context.say("export.notYet", { what, reason: `sohoa status ${item.id}` }));
        const done = context.say("export.done", { files: out.files.length, folder });
        return {
          ...(lacking.length > 0 ? { exit: "partial" as const } : {}),
          counts: { files: out.files.length },
          data: out.files,
          text: [done, ...lacking],
        };
      }),
    );
}

async function exportItem(out: Export, item: ItemRow, options: ExportOptions): Promise<void> {
  const isAll = !(options.pdf || options.manifest || options.alto || options.text || options.aip);
  const whole: readonly (readonly [boolean | undefined, Role, string])[] = [
    [options.pdf, "pdf", `${item.id}.pdf`],
    [options.manifest, "iiif/manifest", "manifest.json"],
  ];
  for (const [isWanted, role, name] of whole) {
    if (isAll || isWanted) await out.artifact(await out.services.ledger.current(item.id, role), name);
  }
  if (isAll || options.aip) {
    const name = `${item.id}.tar`;
    const isThere = await exportBag(out.services, item, join(out.folder, name), { hasDerivatives: options.lean !== true });
    (isThere ? out.files : out.lacking).push(name);
  }
  if (isAll || options.alto || options.text)
    await exportTexts(out, item, { alto: isAll || options.alto === true, text: isAll || options.text === true });
}

async function exportTexts(
  out: Export,
  item: ItemRow,
  wanted: { readonly alto: boolean; readonly text: boolean },
): Promise<void> {
  const language = await languageOf(out.services, item);
  if (wanted.alto) await mkdir(join(out.folder, "alto"), { recursive: true });
  if (wanted.text) await mkdir(join(out.folder, "text"), { recursive: true });
  for (const page of await out.services.ledger.pages(item.id)) {
    const layer = await bestText(out.services, page);
    const name = `${String(page.sequence).padStart(4, "0")}-${safeFileName(page.sourceName)}`;
    if (!layer) out.lacking.push(name);
    else {
      const about = { pageId: page.id, sequence: page.sequence, label: page.label, imageName: page.sourceName, language };
      if (wanted.alto) await out.text(altoDocument(layer, about).xml, `alto/${name}.xml`);
      if (wanted.text) await out.text(plainTextFile(layer), `text/${name}.txt`);
    }
  }
}

async function languageOf(services: Services, item: ItemRow): Promise<string> {
  const record = (await services.ledger.current(item.id, "record")) ?? (await services.ledger.current(item.id, "record/draft"));
  if (!record) return "vi-Hani";
  return recordSchema.parse(JSON.parse(await readFile(await services.cache.file(record.digest), "utf8"))).language;
}
