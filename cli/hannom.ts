/** `sohoa hannom`: what the characters of a text are, and which taboos it touches. Shows and decides nothing. */
import type { Command } from "commander";
import { codePointKind, codePointName, glyphs, hanBlock } from "../hannom/code-point.ts";
import { privateUseIn } from "../hannom/private-use/registry.ts";
import { readingsOf } from "../hannom/readings.ts";
import { type TabooHint, tabooHints } from "../hannom/taboo/taboo.ts";
import { traditionalOf } from "../hannom/traditional.ts";
import { action, type Context } from "./command.ts";
import { table } from "./table.ts";

export function registerHannom(program: Command): void {
  program.command("hannom <text>").action(
    action(async (context, text: string) => {
      const characters = glyphs(text).map(inWords);
      const taboos = tabooHints(text);
      const heads = ["character", "code", "kind", "readings", "forms"].map((each) => context.say(`hannom.${each}`));
      const rows = characters.map((each) => rowOf(context, each));
      const hints = taboos.map((each) => `${context.printer.mark("warn")} ${hintText(context, each)}`);
      const advice = hints.length > 0 ? [context.say("hannom.hint-only")] : [];
      return { data: { characters, taboos }, isRepeatable: true, text: [...table(heads, rows), ...hints, ...advice] };
    }),
  );
}

/** One character with its marks, and what is known of it. */
function inWords(glyph: string) {
  const [character = ""] = glyph;
  const block = hanBlock(character);
  return {
    glyph,
    codePoints: [...glyph].map(codePointName),
    kind: codePointKind(character),
    ...(block === undefined ? {} : { block }),
    readings: readingsOf(character),
    traditional: traditionalOf(character),
    inUnicode: privateUseIn(character).flatMap(({ meanings }) => meanings),
  };
}

function rowOf(context: Context, each: ReturnType<typeof inWords>): readonly string[] {
  const kind = context.say(`hannom.kind.${each.kind}`);
  const forms = [...each.traditional, ...each.inUnicode.map(({ font, text }) => `${text} (${font})`)];
  return [
    each.glyph,
    each.codePoints.join(" "),
    each.block === undefined ? kind : `${kind} ${each.block}`,
    each.readings.join(", "),
    forms.join(" "),
  ];
}

function hintText(context: Context, { taboo, sign, count }: TabooHint): string {
  const { avoided, instead = "", firstYear, regime, source } = taboo;
  return context.say(`hannom.taboo-${sign}`, { avoided, instead, count, year: String(firstYear), regime, source });
}
