/** `sohoa doctor`: is this machine ready? Every check runs; each failure says what to do. */
import { createRequire } from "node:module";
import type { Command } from "commander";
import { asSohoaError, SohoaError } from "../pipeline/errors.ts";
import { action, type Context } from "./command.ts";
import { clockSkew, type Finding, nomFonts, persistence, pictureReaders, watching } from "./doctor-checks.ts";
import { exposedQueue, exposedStore } from "./doctor-exposure.ts";
import { forecast, freeRoom, otherRoom } from "./doctor-room.ts";
import { jailInWords } from "./jail-words.ts";
import { VERSION } from "./package-root.ts";
import type { ErrorLine, Outcome } from "./print.ts";

const OCR_DATA = [
  "@tesseract.js-data/chi_tra_vert/package.json",
  "@tesseract.js-data/vie/package.json",
  "@tesseract.js-data/fra/package.json",
];

export function registerDoctor(program: Command): void {
  program.command("doctor").action(action(async (context) => await examine(context)));
}

async function examine(context: Context): Promise<Outcome> {
  const results: {
    readonly name: string;
    readonly error?: SohoaError;
    readonly detail?: string;
    readonly isWarning?: boolean;
  }[] = [];
  const check = async (name: string, look: () => Promise<string | Finding>) => {
    try {
      const found = await look();
      results.push({ name, ...(typeof found === "string" ? { detail: found } : found) });
    } catch (thrown) {
      results.push({ name, error: asSohoaError(thrown) });
    }
  };
  await check("node", async () => process.version);
  await check("catalogue", async () => await timed(async () => (await context.services()).ledger.check()));
  await check("queue", async () => await timed(async () => (await context.services()).queue.check()));
  await check("store", async () => await timed(async () => (await context.services()).store.check()));
  await check("aof", async () => await persistence(context));
  await check("exposed-queue", async () => await exposedQueue(context));
  await check("exposed-store", async () => await exposedStore(context));
  await check("clock", async () => await clockSkew(context));
  await check("space", async () => await freeRoom(context));
  await check("other-space", async () => await otherRoom(context));
  await check("forecast", async () => await forecast(context));
  await check("pictures", async () => await pictureReaders());
  await check("ocr", async () => ocrData());
  await check("fonts", async () => await nomFonts(context));
  await check("watch", async () => await watching(context));
  await check("jail", async () => await jailInWords(context));
  const errors: ErrorLine[] = results.flatMap(({ error }) => (error ? [{ code: error.code, facts: error.facts }] : []));
  const text = results.map(({ name, error, detail, isWarning }) => {
    const mark = context.printer.mark(error ? "bad" : isWarning ? "warn" : "ok");
    const said = error ? context.messages.failure(error.code, error.facts) : undefined;
    return `  ${mark} ${context.say(`doctor.${name}`)}  ${said ? `${said.message} → ${said.advice}` : (detail ?? "")}`;
  });
  const first = results.find((each) => each.error)?.error;
  const title = `${context.say("doctor.title")}  sohoa ${VERSION} · Node ${process.versions.node}`;
  return {
    ...(first ? { exit: first.exit } : {}),
    errors,
    data: results.map(({ name, error, isWarning = false, detail }) => ({ name, ok: !error, isWarning, detail })),
    text: [title, ...text],
  };
}

async function timed(look: () => Promise<void>): Promise<string> {
  const began = performance.now();
  await look();
  return `${Math.round(performance.now() - began)} ms`;
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
