/** Profiles as they are in force here: those of the files, under what was set on the screen of settings. */
import { policySchema, type Settings, underPolicy } from "../catalogue/settings/port.ts";
import type { Config } from "../config/schema.ts";
import type { Profile } from "../pipeline/profile.ts";
import { readProfile } from "./profiles.ts";

/** The profile for items that come now. @throws as `readProfile` */
export async function profileInForce(
  { config, settings }: { readonly config: Config; readonly settings: Pick<Settings, "all"> },
  name: string,
): Promise<Profile> {
  const profile = await readProfile(config, name);
  const set = (await settings.all()).find((row) => row.name === `policy.${profile.name}`);
  return set === undefined ? profile : underPolicy(profile, policySchema.parse(set.value));
}
