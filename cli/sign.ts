/** `sohoa sign`: the PDF of an item with a library's digital signature, and whether the signatures of an item hold. */
import type { Command } from "commander";
import { UsageError } from "../pipeline/errors.ts";
import { action } from "./command.ts";
import type { SignOptions } from "./sign-options.ts";

export function registerSign(program: Command): void {
  program
    .command("sign <items...>")
    .option("--p12 <file>")
    .option("--profile <name>")
    .option("--seal <image>")
    .option("--reason <text>")
    .option("--location <text>")
    .option("--above")
    .option("--to <dir>")
    .option("--agent <name>")
    .option("--check")
    .action(
      action(async (context, items: readonly string[], options: SignOptions) => {
        // Both load a reader of certificates that no other command needs.
        if (options.check) return await (await import("./sign-check.ts")).checkItems(context, items, options);
        if (options.p12 === undefined) throw new UsageError({ code: "SIGN-NO-P12", subject: "--p12" });
        return await (await import("./sign-items.ts")).signItems(context, items, { ...options, p12: options.p12 });
      }),
    );
}
