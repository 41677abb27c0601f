/**
 * `sohoa support-bundle`: one file of plain JSON that somebody may send to whoever helps, and can read beforehand. It holds
 * no secret, no text of a book, no title, shelfmark, path of a file or name of a person: versions, settings, checks, counts.
 */
import { rename, writeFile } from "node:fs/promises";
import { arch, availableParallelism, freemem, release, totalmem } from "node:os";
import { resolve } from "node:path";
import type { Command } from "commander";
import { withoutSecrets } from "../config/load.ts";
import { secretsIn, withoutSecretWords } from "../config/secrets.ts";
import { asSohoaError } from "../pipeline/errors.ts";
import { failuresOf } from "../pipeline/item-failures.ts";
import { ALL_WALLS, findJail } from "../pipeline/jail.ts";
import { action, type Context } from "./command.ts";
import type { Services } from "./compose.ts";
import { VERSION } from "./package-root.ts";
import type { Outcome } from "./print.ts";

const DEFAULT_FILE = "sohoa-support.json";
/** Settings that say who the library is or where its files lie, which no helper needs. */
const NOT_TOLD = new Set(["home", "library", "adminEmail", "provider", "baseUrl", "databaseUrl", "redisUrl", "path"]);

export function registerSupportBundle(program: Command): void {
  program
    .command("support-bundle")
    .option("--to <file>")
    .action(action(async (context, options: { readonly to?: string }) => await bundle(context, options.to ?? DEFAULT_FILE)));
}

async function bundle(context: Context, to: string): Promise<Outcome> {
  const file = resolve(to);
  const gathered = { v: 1, program: machine(), settings: settings(context), walls: await walls(), ...(await state(context)) };
  const secrets = secretsIn(process.env, context.config);
  const text = withoutSecretWords(JSON.stringify(gathered, null, 2), secrets);
  await writeFile(`${file}.part`, `${text}\n`, { mode: 0o600 });
  await rename(`${file}.part`, file);
  const bytes = Buffer.byteLength(text);
  return { data: { file, bytes }, text: [context.say("support.written", { file, bytes }), context.say("support.read")] };
}

function machine() {
  const { node, modules } = process.versions;
  const memory = { totalMiB: Math.round(totalmem() / 2 ** 20), freeMiB: Math.round(freemem() / 2 ** 20) };
  const system = { platform: process.platform, release: release(), arch: arch(), processors: availableParallelism() };
  return { version: VERSION, node, modules, ...system, memory, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

/** Numbers and choices as they are, and of the rest only whether they are set. */
function settings(context: Context): unknown {
  const shown = JSON.stringify(withoutSecrets(context.config), (key, value: unknown) =>
    NOT_TOLD.has(key) && value !== undefined ? "set" : key === "endpoint" || key === "bucket" ? "set" : value,
  );
  return JSON.parse(shown);
}

async function walls() {
  const found = (await findJail("auto")).walls;
  return { on: found, missing: ALL_WALLS.filter((wall) => !found.includes(wall)) };
}

/** What the services say. One that is down is part of the answer. */
async function state(context: Context) {
  const codeOf = async (look: () => Promise<unknown>): Promise<string> => {
    try {
      await look();
      return "ok";
    } catch (thrown) {
      return asSohoaError(thrown).code;
    }
  };
  const checks = {
    catalogue: await codeOf(async () => await (await context.services()).ledger.check()),
    queue: await codeOf(async () => await (await context.services()).queue.check()),
    store: await codeOf(async () => await (await context.services()).store.check()),
  };
  if (checks.catalogue !== "ok") return { checks };
  return { checks, ...(await counts(await context.services())) };
}

async function counts(services: Services) {
  const items = await services.ledger.items();
  const failures = new Map<string, number>();
  for (const item of items)
    for (const { code } of await failuresOf(services.ledger, item)) failures.set(code, (failures.get(code) ?? 0) + 1);
  return { items: items.length, failures: Object.fromEntries(failures) };
}
