/** `sohoa doctor`: is this machine ready? Every check runs; each failure says what to do. */
import { statfs } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Command } from "commander";
import { asSohoaError, SohoaError } from "../pipeline/errors.ts";
import { action, type Context } from "./command.ts";
import { VERSION } from "./package-root.ts";
import type { ErrorLine, Outcome } from "./print.ts";

const LEAST_FREE_GIB = 2;
const OCR_DATA = [
  "@tesseract.js-data/chi_tra_vert/package.json",
  "@tesseract.js-data/vie/package.json",
  "@tesseract.js-data/fra/package.json",
];

export function registerDoctor(program: Command): void {
  program.command("doctor").action(action(async (context) => await examine(context)));
}

async function examine(context: Context): Promise<Outcome> {
  const results: { readonly name: string; readonly error?: SohoaError; readonly detail?: string }[] = [];
  const check = async (name: string, look: () => Promise<string | undefined>) => {
    try {
      const detail = await look();
      results.push({ name, ...(detail === undefined ? {} : { detail }) });
    } catch (thrown) {
      results.push({ name, error: asSohoaError(thrown) });
    }
  };
  await check("node", async () => process.version);
  await check("catalogue", async () => await timed(async () => (await context.services()).ledger.check()));
  await check("queue", async () => await timed(async () => (await context.services()).queue.check()));
  await check("store", async () => await timed(async () => (await context.services()).store.check()));
  await check("space", async () => await freeSpace(context));
  await check("ocr", async () => ocrData());
  const errors: ErrorLine[] = results.flatMap(({ error }) => (error ? [{ code: error.code, facts: error.facts }] : []));
  const text = results.map(({ name, error, detail }) => {
    const { mark } = { mark: context.printer.mark(error ? "bad" : "ok") };
    const said = error ? context.messages.failure(error.code, error.facts) : undefined;
    return `  ${mark} ${context.say(`doctor.${name}`)}  ${said ? `${said.message} → ${said.advice}` : (detail ?? "")}`;
  });
  const first = results.find((each) => each.error)?.error;
  const title = `${context.say("doctor.title")}  sohoa ${VERSION} · Node ${process.versions.node}`;
  return {
    ...(first ? { exit: first.exit } : {}),
    errors,
    data: results.map(({ name, error }) => ({ name, ok: !error })),
    text: [title, ...text],
  };
}

async function timed(look: () => Promise<void>): Promise<string> {
  const began = performance.now();
  await look();
  return `${Math.round(performance.now() - began)} ms`;
}

async function freeSpace(context: Context): Promise<string> {
  const { bavail, bsize } = await statfs(context.config.home);
  const gibibytes = Math.floor((Number(bavail) * Number(bsize)) / 2 ** 30);
  if (gibibytes < LEAST_FREE_GIB)
    throw new SohoaError({ code: "SPACE-LOW", facts: { gibibytes }, exit: "space", retry: "person" });
  return context.say("doctor.free", { gibibytes });
}

function ocrData(): string {
  const require = createRequire(import.meta.url);
  for (const path of OCR_DATA) {
    try {
      require.resolve(path);
    } catch (cause) {
      throw new SohoaError({ code: "OCR-DATA", facts: { path }, exit: "dependency", retry: "person", cause });
    }
  }
  return OCR_DATA.map((path) => path.split("/")[1]).join(", ");
}
