/**
 * Quality profiles: what a guideline, a standard or a decree demands of pages and of capture sessions, each number with
 * the place it was read in. A limit of kind `page` is checked on every page; one of kind `session` on the shot of a chart.
 */
import { z } from "zod";

const bothLanguages = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });

const source = z.strictObject({
  title: z.string().min(1),
  section: z.string().min(1).optional(),
  url: z.url().optional(),
  year: z.int().min(1900).max(2200).optional(),
});

const limit = z.strictObject({
  kind: z.enum(["page", "session"]),
  value: z.union([z.number(), z.boolean()]),
  /** Empty for yes and no. */
  unit: z.string(),
  /** The text that makes the demand. */
  source,
  /** True only when the number was read in the text itself, or where its authors or an authority quote it. */
  isChecked: z.boolean(),
  /** Where it was read, when not in the source itself. */
  readIn: source.optional(),
  note: bothLanguages.optional(),
});

export const qualityProfileSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: bothLanguages,
  description: bothLanguages,
  /** By the name of the limit: a parameter of `inspect`, or a demand on sessions. */
  limits: z.record(z.string(), limit),
  /** What the text demands besides, and no picture can show. */
  alsoDemands: z.array(z.strictObject({ text: bothLanguages, source, isChecked: z.boolean() })).default([]),
});

/** What is demanded, and by whom. */
export type QualityProfile = Readonly<z.infer<typeof qualityProfileSchema>>;
/** One number with its source. */
export type SourcedLimit = Readonly<z.infer<typeof limit>>;

/** The profile in a text, or everything that is wrong with it. */
export function readQualityProfile(
  text: string,
): { readonly profile: QualityProfile } | { readonly problems: readonly string[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return { problems: [cause instanceof Error ? cause.message : String(cause)] };
  }
  const parsed = qualityProfileSchema.safeParse(value);
  if (parsed.success) return { profile: parsed.data };
  return { problems: parsed.error.issues.map((issue) => `${issue.path.join(".") || "(file)"}: ${issue.message}`) };
}

/** The values of the limits of one kind, by name. */
export function limitValues(profile: QualityProfile, kind: SourcedLimit["kind"]): Readonly<Record<string, number | boolean>> {
  const wanted = Object.entries(profile.limits).filter(([, each]) => each.kind === kind);
  return Object.fromEntries(wanted.map(([name, each]) => [name, each.value]));
}
