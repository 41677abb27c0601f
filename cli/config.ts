/** `sohoa config show`: the settings in force, secrets hidden. */
import type { Command } from "commander";
import { stringify } from "yaml";
import { withoutSecrets } from "../config/load.ts";
import { action } from "./command.ts";

export function registerConfig(program: Command): void {
  program
    .command("config")
    .command("show")
    .action(
      action(async (context) => {
        const data = withoutSecrets(context.config);
        return { data, text: [stringify(data).trimEnd()] };
      }),
    );
}
