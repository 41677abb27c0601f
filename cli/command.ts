/** What every command has in common: options of all, configuration, services, interruption, errors, exit codes. */
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { parse as parseYaml } from "yaml";
import { loadConfig } from "../config/load.ts";
import type { Config } from "../config/schema.ts";
import { asSohoaError, ConfigError, EXIT, SohoaError } from "../pipeline/errors.ts";
import type { Services } from "./compose.ts";
import { type Language, Messages } from "./messages.ts";
import { type Outcome, Printer, type PrinterOptions } from "./print.ts";
import { fullName } from "./words.ts";

/** Options that every command takes. */
export interface GlobalOptions {
  readonly home?: string;
  readonly lang?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly ascii?: boolean;
  readonly color?: boolean;
  readonly yes?: boolean;
}

/** What a command's action works with. Services are opened when first asked for. */
export interface Context {
  readonly config: Config;
  readonly printer: Printer;
  readonly say: Messages["say"];
  readonly messages: Messages;
  readonly options: GlobalOptions;
  /** Aborts on Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  services(): Promise<Services>;
}

/** Make a commander action of `act`: everything thrown becomes one message and one frozen exit code. */
export function action<A extends readonly unknown[]>(
  act: (context: Context, ...args: A) => Promise<Outcome>,
  defaultHome: string = join(homedir(), "sohoa"),
): (...args: unknown[]) => Promise<void> {
  return async (...args: unknown[]) => {
    const command = args.at(-1) as Command;
    // A command above takes an option that both have, wherever it stands.
    const options = command.optsWithGlobals();
    const given = [...args.slice(0, -2), options] as unknown as A;
    process.exitCode = await run(fullName(command), homeIn(options, defaultHome), (context) => act(context, ...given));
  };
}

async function run(
  name: string,
  options: GlobalOptions & { readonly home: string },
  act: (context: Context) => Promise<Outcome>,
): Promise<number> {
  const began = performance.now();
  const took = () => (performance.now() - began) / 1000;
  let printer = new Printer(printerOptions(options), new Messages(languageOf(options.lang)));
  const stop = new AbortController();
  const onSignal = () => {
    // A second Ctrl-C does not wait for anything; nothing is lost by it.
    if (stop.signal.aborted) process.exit(EXIT.interrupted);
    stop.abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  let services: Services | undefined;
  try {
    const config = await readConfig(options);
    printer = new Printer(
      printer.options,
      new Messages(languageOf(options.lang ?? process.env["SOHOA_LANG"] ?? config.language)),
    );
    const { messages } = printer;
    const context: Context = {
      config,
      printer,
      messages,
      options,
      signal: stop.signal,
      say: (key, facts) => messages.say(key, facts),
      services: async () => (services ??= await open(config, options)),
    };
    return await printer.result(name, await act(context), took);
  } catch (thrown) {
    const error = stop.signal.aborted && isAbort(thrown) ? interruption(name) : asSohoaError(thrown);
    return await printer.error(name, error, (options.verbose ?? false) || error.code === "INTERNAL", took);
  } finally {
    await services?.close().catch(() => {});
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal);
  }
}

// Databases, stores and the line are loaded where they are used: a command without them answers at once.
async function open(config: Config, { verbose = false }: GlobalOptions): Promise<Services> {
  const { compose } = await import("./compose.ts");
  return await compose(config, { verbose });
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === "AbortError";
}

function interruption(name: string): SohoaError {
  return new SohoaError({ code: "INTERRUPTED", subject: name, exit: "interrupted" });
}

function homeIn(options: GlobalOptions, defaultHome: string): GlobalOptions & { readonly home: string } {
  return { ...options, home: resolve(options.home ?? process.env["SOHOA_HOME"] ?? defaultHome) };
}

async function readConfig({ home }: { readonly home: string }): Promise<Config> {
  const path = join(home, "sohoa.yaml");
  const text = await readFile(path, "utf8").catch(() => "");
  let file: unknown;
  try {
    file = parseYaml(text);
  } catch (cause) {
    throw new ConfigError({
      code: "CONFIG-YAML",
      subject: path,
      facts: { detail: cause instanceof Error ? cause.message : String(cause) },
    });
  }
  const loaded = loadConfig({ file, environment: process.env, flags: { home } });
  if ("config" in loaded) return loaded.config;
  const detail = loaded.problems.map((each) => `${each.setting}: ${each.problem}`).join("; ");
  throw new ConfigError({ code: "CONFIG-INVALID", subject: path, facts: { detail } });
}

/** How a call with these options wants to be answered. */
export function printerOptions(options: GlobalOptions): PrinterOptions {
  const isTerminal = process.stdout.isTTY ?? false;
  return {
    json: options.json ?? false,
    quiet: options.quiet ?? false,
    ascii: options.ascii ?? false,
    colour: isTerminal && (options.color ?? true) && process.env["NO_COLOR"] === undefined,
  };
}

/** The language asked for; Vietnamese unless English is. */
export function languageOf(text: string | undefined): Language {
  const wanted = text ?? process.env["SOHOA_LANG"] ?? "vi";
  return wanted.toLowerCase().startsWith("en") ? "en" : "vi";
}
