/** Shows a result again and again until the person leaves: in place on a terminal, as events with --json, else when it changed. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "./command.ts";
import type { Outcome } from "./print.ts";
import { shorten } from "./table.ts";

const EVERY_MS = 2000;
const CLEAR = "\u001b[2J\u001b[H";
const HOME = "\u001b[H";
const CLEAR_BELOW = "\u001b[J";
const END_OF_LINE = "\u001b[K";
const HIDE_CURSOR = "\u001b[?25l";
const SHOW_CURSOR = "\u001b[?25h";

/** Look every two seconds. Ends by interruption only; what was seen last stays on the screen. */
export async function watch(context: Context, look: () => Promise<Outcome>): Promise<Outcome> {
  const show = process.stdout.isTTY && !context.printer.options.json ? onTerminal() : elsewhere(context);
  let last = await look();
  while (!context.signal.aborted) {
    show(last);
    await sleep(EVERY_MS, undefined, { signal: context.signal }).catch(() => {});
    if (!context.signal.aborted) last = await look();
  }
  return { ...last, exit: "interrupted", text: [] };
}

function onTerminal(): (outcome: Outcome) => void {
  process.stdout.write(`${HIDE_CURSOR}${CLEAR}`);
  process.once("exit", () => process.stdout.write(SHOW_CURSOR));
  return ({ text }) => {
    const { columns, rows } = process.stdout;
    const lines = text.flatMap((each) => each.split("\n")).slice(0, rows - 1);
    // Overwriting in place, then clearing what is left of the frame before, does not flicker.
    process.stdout.write(`${HOME}${lines.map((line) => `${shorten(line, columns)}${END_OF_LINE}\n`).join("")}${CLEAR_BELOW}`);
  };
}

function elsewhere(context: Context): (outcome: Outcome) => void {
  let before = "";
  return ({ text, counts, data }) => {
    const now = JSON.stringify([text, data]);
    if (now === before) return;
    before = now;
    context.printer.event({ ev: "status", counts: counts ?? {}, data: data ?? null });
    if (!context.printer.options.json) process.stdout.write(`${text.join("\n")}\n\n`);
  };
}
