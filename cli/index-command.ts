/** `sohoa index`: bring the search index to what is published, or make it anew from the artifacts. */
import type { Command } from "commander";
import { refreshSearch } from "../catalogue/search/refresh.ts";
import { action, type Context } from "./command.ts";
import type { Outcome } from "./print.ts";
import { refresherOf } from "./search-refresher.ts";

export function registerIndex(program: Command): void {
  program
    .command("index")
    .option("--all")
    .action(action(async (context, options: { readonly all?: boolean }) => await makeIndex(context, options.all ?? false)));
}

async function makeIndex(context: Context, isAll: boolean): Promise<Outcome> {
  const services = await context.services();
  if (isAll) await services.search.clear();
  let done = 0;
  const tell = () => {
    done += 1;
    if (done % 50 === 0) context.printer.note(context.say("index.progress", { done }));
  };
  const refreshed = await refreshSearch(refresherOf(services), context.signal, tell);
  const { items, pages } = await services.search.size();
  const counts = { ...refreshed, items, pages };
  const mark = context.printer.mark(refreshed.failed === 0 ? "ok" : "warn");
  const text = [
    `${mark} ${context.say("index.done", counts)}`,
    ...(refreshed.failed > 0 ? [context.say("index.failed", { failed: refreshed.failed })] : []),
  ];
  return { ...(refreshed.failed > 0 ? { exit: "partial" as const } : {}), counts, text };
}
