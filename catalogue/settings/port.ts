/** The port to what is set on the screen of settings rather than in the configuration's file. */
import { z } from "zod";
import { type Profile, profileSchema } from "../../pipeline/profile.ts";

/** What people decide about items of a profile: nothing of it changes a byte of what steps make. */
export const policySchema = profileSchema
  .pick({ gates: true })
  .extend({ approvals: profileSchema.shape.approvals.unwrap(), sample: profileSchema.shape.sample.unwrap().nullable() });
/** Of one profile; `sample: null` demands none. */
export type Policy = Readonly<z.infer<typeof policySchema>>;

/** One setting as it was set: never changed, never removed; of one name the last counts. */
export const settingSchema = z.object({
  /** 1 for the first; without gaps. */
  number: z.int().positive(),
  /** `policy.<profile>` or `list.<name of a controlled list>`. */
  name: z.string().regex(/^(policy|list)\.[a-z0-9-]{1,60}$/),
  value: z.unknown(),
  agent: z.string(),
  /** ISO 8601. */
  setAt: z.string(),
});
export type SettingRow = Readonly<z.infer<typeof settingSchema>>;

/** The port. */
export interface Settings {
  /** The last of every name. */
  all(): Promise<readonly SettingRow[]>;
  /** Set a value, with its line in the log of changes; undefined where it was so already. */
  set(setting: Pick<SettingRow, "name" | "value" | "agent">): Promise<SettingRow | undefined>;
  /** Put rows back as they are; those that are there stay. */
  restore(rows: readonly SettingRow[]): Promise<void>;
}

/** The policy that a profile has without anybody setting one. */
export function policyOf({ gates, approvals = {}, sample }: Profile): Policy {
  return { gates, approvals, sample: sample ?? null };
}

/** The profile under a policy. */
export function underPolicy(profile: Profile, { gates, approvals, sample }: Policy): Profile {
  const { approvals: _, sample: __, ...rest } = profile;
  const agreed = { ...profile.approvals, ...approvals };
  return {
    ...rest,
    gates: { ...profile.gates, ...gates },
    ...(Object.keys(agreed).length > 0 && { approvals: agreed }),
    ...(sample && { sample }),
  };
}
