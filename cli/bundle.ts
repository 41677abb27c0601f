/** `sohoa bundle`: items between two installations over a slow link or a disk. */
import { createPublicKey } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { InputError } from "../pipeline/errors.ts";
import { fingerprint, keyOf, publicPem } from "./backup/signing-key.ts";
import { copyBundle } from "./bundle/copy-bundle.ts";
import { type BundleExport, exportBundle } from "./bundle/export-bundle.ts";
import { type BundleImport, importBundle } from "./bundle/import-bundle.ts";
import { distrust, trust, trustedKeys } from "./bundle/trusted-keys.ts";
import { action, type Context } from "./command.ts";
import type { Outcome } from "./print.ts";

/** The size of a part in MiB where nobody says another: minutes on a link of 1 Mbit/s. */
const USUAL_CHUNK = "16";

export function registerBundles(program: Command): void {
  const bundle = program.command("bundle");
  bundle
    .command("export [items...]")
    .requiredOption("--to <path>")
    .option("--batch <batch...>")
    .option("--all")
    .option("--chunk-size <mib>", undefined, USUAL_CHUNK)
    .option("--without <what...>")
    .option("--with-restricted")
    .action(action(async (context, ids: readonly string[], options: BundleExport) => await exportBundle(context, ids, options)));
  bundle
    .command("import <bundle>")
    .option("--check")
    .option("--wait")
    .option("--accept <fingerprint>")
    .action(action(async (context, path: string, options: BundleImport) => await importBundle(context, resolve(path), options)));
  bundle.command("copy <from> <to>").action(action(copyBundle));
  bundle
    .command("key")
    .option("--to <path>")
    .action(action(async (context, { to }: { readonly to?: string }) => await showKey(context, to)));
  bundle.command("trust [key]").option("--name <name>").option("--remove <name>").action(action(keepTrust));
}

async function showKey(context: Context, to: string | undefined): Promise<Outcome> {
  const { home } = (await context.services()).config;
  const publicKey = publicPem(await keyOf(home));
  if (to !== undefined) await writeFile(resolve(to), publicKey);
  const data = { fingerprint: fingerprint(publicKey), publicKey };
  return { data, text: [context.say("bundle.key", { fingerprint: data.fingerprint }), to === undefined ? publicKey.trim() : to] };
}

async function keepTrust(
  context: Context,
  file: string | undefined,
  { name, remove }: { readonly name?: string; readonly remove?: string },
): Promise<Outcome> {
  const { home } = (await context.services()).config;
  if (remove !== undefined && !(await distrust(home, remove))) throw new InputError({ code: "TRUST-UNKNOWN", subject: remove });
  if (file !== undefined) {
    const publicKey = await readKey(file);
    await trust(home, { name: name ?? fingerprint(publicKey), publicKey });
  }
  const keys = (await trustedKeys(home)).map((key) => ({ name: key.name, fingerprint: fingerprint(key.publicKey) }));
  const lines = keys.map((key) => `  ${key.fingerprint}  ${key.name}`);
  return { counts: { keys: keys.length }, data: keys, text: [context.say("bundle.trusted", { keys: keys.length }), ...lines] };
}

/** @throws {InputError} TRUST-KEY when the file is no public key */
async function readKey(file: string): Promise<string> {
  try {
    return createPublicKey(await readFile(resolve(file), "utf8"))
      .export({ type: "spki", format: "pem" })
      .toString();
  } catch (cause) {
    throw new InputError({ code: "TRUST-KEY", subject: file, cause });
  }
}
