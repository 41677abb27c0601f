/** `sohoa backup`, `restore`, `drill`: the catalogue in one signed file, back again, and proof that it works. */
import { stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { parse as parseYaml } from "yaml";
import { adoptFromStore } from "./backup/adopt.ts";
import { SETTINGS } from "./backup/backup-file.ts";
import { drill } from "./backup/drill.ts";
import { entryText, proveBackup, rowsOf } from "./backup/read-backup.ts";
import { findKey, fingerprint, publicPem } from "./backup/signing-key.ts";
import { writeBackup } from "./backup/write-backup.ts";
import { action, type Context } from "./command.ts";
import type { Outcome } from "./print.ts";

/** What the place decides, not the library: left to the environment of the new home. */
const OF_THE_PLACE = ["home", "databaseUrl", "redisUrl", "s3"];
const SHOWN = 10;

export function registerBackups(program: Command): void {
  program
    .command("backup")
    .requiredOption("--to <path>")
    .action(action(async (context, { to }: { readonly to: string }) => await backUp(context, to)));
  program
    .command("restore <file>")
    .option("--signer <fingerprint>")
    .action(
      action(async (context, file: string, { signer }: { readonly signer?: string }) => await restore(context, file, signer)),
    );
  program
    .command("drill")
    .option("--from <file>")
    .action(action(async (context, { from }: { readonly from?: string }) => await drill(context, from)));
}

async function backUp(context: Context, to: string): Promise<Outcome> {
  const services = await context.services();
  const name = `sohoa-${services.clock.now().toISOString().replace(/[:.]/g, "-")}.tar`;
  const isFolder = (await stat(to).catch(() => undefined))?.isDirectory() ?? false;
  const path = isFolder ? join(resolve(to), name) : resolve(to);
  const { rows, tables, sizeBytes, signer } = await writeBackup(services, path);
  return {
    counts: { rows, tables, sizeBytes },
    data: { path, signer },
    text: [`${context.printer.mark("ok")} ${context.say("backup.done", { rows, tables, path, signer })}`],
  };
}

async function restore(context: Context, file: string, signer: string | undefined): Promise<Outcome> {
  const services = await context.services();
  const path = resolve(file);
  const settings = join(services.config.home, "sohoa.yaml");
  const isSettled = (await stat(settings).catch(() => undefined)) !== undefined || process.env["SOHOA_BASE_URL"] !== undefined;
  const own = await findKey(services.config.home);
  const sound = await proveBackup(path, {
    schema: await services.catalogueCopies.schema(),
    library: isSettled ? services.config.baseUrl : undefined,
    signer: signer ?? (own && fingerprint(publicPem(own))),
  });
  const rows = await services.catalogueCopies.load(rowsOf(path));
  const facts = { rows, takenAt: sound.head.takenAt, signer: sound.signer };
  const text = [`${context.printer.mark("ok")} ${context.say("restore.done", facts)}`];
  if (!isSettled && (await putSettings(path, settings))) text.push(context.say("restore.settings", { path: settings }));
  // The store is of today, the backup of some day before: what was done since is told by the store itself.
  const { items: adopted, missing } = await adoptFromStore(services);
  if (adopted.length > 0) {
    const told = context.say("restore.adopted", { count: adopted.length, items: adopted.slice(0, SHOWN).join(", ") });
    text.push(`${context.printer.mark("ok")} ${told}`);
  }
  return {
    ...(missing.length > 0 ? { exit: "integrity" as const } : {}),
    counts: { rows, adopted: adopted.length, missing: missing.length },
    data: { ...facts, adopted },
    errors: missing.map((digest) => ({ code: "FIX-MISSING", path: digest, facts: { subject: digest } })),
    text,
  };
}

/** The settings of the library, in a home that has none. JSON is YAML. */
async function putSettings(path: string, settings: string): Promise<boolean> {
  const kept: unknown = parseYaml((await entryText(path, SETTINGS)) ?? "null");
  if (typeof kept !== "object" || kept === null) return false;
  const ours = Object.fromEntries(Object.entries(kept).filter(([name]) => !OF_THE_PLACE.includes(name)));
  await writeFile(settings, `${JSON.stringify(ours, undefined, 2)}\n`, { flag: "wx" });
  return true;
}
