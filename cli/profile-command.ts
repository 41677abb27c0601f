/** `sohoa profile list|show`: what the profiles are, and where each number of a quality profile comes from. */
import type { Command } from "commander";
import type { QualityProfile, SourcedLimit } from "../config/quality-profile.ts";
import { UsageError } from "../pipeline/errors.ts";
import { qualityLimits } from "../stages/inspect/limits.ts";
import { shown } from "./chart-text.ts";
import { action, type Context } from "./command.ts";
import type { Outcome } from "./print.ts";
import { profileNames, readProfile } from "./profiles.ts";
import { findQualityProfile, qualityProfileNames } from "./quality-profiles.ts";
import { table } from "./table.ts";

export function registerProfile(program: Command): void {
  const profile = program.command("profile");
  profile.command("list").action(action(async (context) => await list(context)));
  profile.command("show <name>").action(action(async (context, name: string) => await show(context, name)));
}

async function list(context: Context): Promise<Outcome> {
  const { config } = context;
  const { language } = context.messages;
  const items = await Promise.all((await profileNames(config)).map((name) => readProfile(config, name)));
  const quality = await Promise.all((await qualityProfileNames(config)).map((name) => findQualityProfile(config, name)));
  const ofItems = items.map(({ name, script, quality: named }) => [
    name,
    context.say(`profile.script.${script}`),
    named ?? config.quality,
  ]);
  const ofQuality = quality.map((each) => [each.name, each.title[language], checkedOf(context, each)]);
  return {
    counts: { items: items.length, quality: quality.length },
    data: { items, quality },
    text: [
      ...table(
        ["profile.item", "profile.script", "profile.quality"].map((key) => context.say(key)),
        ofItems,
      ),
      "",
      ...table(
        ["profile.quality", "profile.title", "profile.checked"].map((key) => context.say(key)),
        ofQuality,
      ),
    ],
  };
}

function checkedOf(context: Context, { limits }: QualityProfile): string {
  const all = Object.values(limits);
  return context.say("profile.checkedOf", { checked: all.filter((each) => each.isChecked).length, all: all.length });
}

/** A quality profile; a name that is only an item's shows that one's parameters. */
async function show(context: Context, name: string): Promise<Outcome> {
  const { config } = context;
  try {
    const quality = await findQualityProfile(config, name);
    return { data: quality, text: qualityText(context, quality) };
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown;
  }
  const profile = await readProfile(config, name).catch(async (thrown: unknown) => {
    if (!(thrown instanceof UsageError) || thrown.code !== "PROFILE-UNKNOWN") throw thrown;
    const known = [...(await profileNames(config)), ...(await qualityProfileNames(config))].join(", ");
    throw new UsageError({ code: "PROFILE-UNKNOWN", subject: name, facts: { known } });
  });
  return { data: profile, text: JSON.stringify(profile, undefined, 2).split("\n") };
}

function qualityText(context: Context, quality: QualityProfile): readonly string[] {
  const { language } = context.messages;
  const limits = Object.entries(quality.limits).flatMap(([name, limit]) => [
    `${context.printer.mark(limit.isChecked ? "ok" : "warn")} ${context.say(`limit.${name}`)}: ${limitText(context, limit)}  (${context.say(`profile.kind.${limit.kind}`)})`,
    `    ${sourceOf(limit.source)}${limit.isChecked ? "" : ` · ${context.say("profile.unchecked")}`}`,
    ...(limit.readIn ? [`    ${context.say("profile.readIn", { source: sourceOf(limit.readIn) })}`] : []),
    ...(limit.note ? [`    ${limit.note[language]}`] : []),
  ]);
  const also = quality.alsoDemands.map(
    ({ text, source, isChecked }) =>
      `${context.printer.mark("idle")} ${text[language]}  ${sourceOf(source)}${isChecked ? "" : ` · ${context.say("profile.unchecked")}`}`,
  );
  const own = Object.entries(qualityLimits.parse({})).filter(([name]) => !(name in quality.limits) && name !== "qualityProfile");
  return [
    `${quality.title[language]} — ${quality.description[language]}`,
    ...limits,
    ...(also.length > 0 ? ["", context.say("profile.also"), ...also] : []),
    "",
    context.say("profile.rest"),
    ...own.map(([name, value]) => `  ${context.say(`limit.${name}`)}: ${plain(context, value)}`),
  ];
}

function limitText(context: Context, { value, unit }: SourcedLimit): string {
  return typeof value === "number" ? shown(context, value, unit) : plain(context, value);
}

function plain(context: Context, value: unknown): string {
  if (typeof value === "boolean") return context.say(value ? "profile.yes" : "profile.no");
  return typeof value === "number" ? value.toLocaleString(context.messages.language) : String(value);
}

function sourceOf({ title, section, url, year }: SourcedLimit["source"]): string {
  return [title, section, year, url].filter((part) => part !== undefined).join(", ");
}
