/** Record profiles as data: which fields a kind of document has, in which order, and which of them may not be missing. */
import { z } from "zod";
import { type ItemRecord, RECORD_FIELDS } from "../../pipeline/record.ts";

const bothLanguages = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });

/** Groups of a form, in its order. */
export const FIELD_GROUPS = ["title", "agents", "date", "form", "script", "content", "custody"] as const;

const fieldSchema = z.strictObject({
  field: z.enum(RECORD_FIELDS),
  group: z.enum(FIELD_GROUPS),
  need: z.enum(["required", "recommended", "optional"]).default("optional"),
  /** What the field is called in this kind of document, where that is another name than elsewhere. */
  label: bothLanguages.optional(),
  hint: bothLanguages.optional(),
  /** Roles or kinds of title that the field must hold, when it is required. */
  mustHold: z.array(z.string().min(1)).optional(),
});

export const recordProfileSchema = z.strictObject({
  name: bothLanguages,
  note: bothLanguages.optional(),
  fields: z.array(fieldSchema).min(1),
  /** What a new record of this kind begins with. */
  defaults: z.record(z.string(), z.unknown()).default({}),
});

/** What a kind of document is described by. */
export type RecordProfile = Readonly<z.output<typeof recordProfileSchema>>;

/** One field of a profile. */
export type ProfileField = RecordProfile["fields"][number];

/** Profiles by their name. */
export type RecordProfiles = ReadonlyMap<string, RecordProfile>;

/** True where a record holds something in a field. */
export function holds(record: ItemRecord, field: keyof ItemRecord): boolean {
  const value = record[field];
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}
