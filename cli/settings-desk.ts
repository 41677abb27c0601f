/** What `sohoa serve` gives the screen of settings: the configuration without secrets, profiles and lists as the files say. */
import { withoutSecrets } from "../config/load.ts";
import type { Config } from "../config/schema.ts";
import type { FiledSetting, SettingsDesk } from "../web/server/workroom/settings/settings-desk.ts";
import { redirectOf } from "./outside.ts";
import { profileNames, readProfile } from "./profiles.ts";
import { filedLists } from "./record-rules.ts";

/** What an administrator asks for first; the rest is what `sohoa config show` is for. */
const SHOWN = [
  "library",
  "provider.nameEn",
  "provider.homepage",
  "language",
  "baseUrl",
  "adminEmail",
  "dataLicense",
  "profile",
  "quality",
] as const;

/** The desk over a configuration. */
export function settingsDeskOf(config: Config): SettingsDesk {
  return {
    filed: () => filedSettings(config),
    profiles: async () => Promise.all((await profileNames(config)).map((name) => readProfile(config, name))),
    lists: () => filedLists(config.home),
    outsideSignIn: config.oidc && { issuer: config.oidc.issuer, clientId: config.oidc.clientId, redirect: redirectOf(config) },
  };
}

function filedSettings(config: Config): readonly FiledSetting[] {
  const shown = withoutSecrets(config);
  return SHOWN.map((name) => ({ name, value: valueAt(shown, name.split(".")) }));
}

function valueAt(tree: unknown, [first, ...rest]: readonly string[]): string {
  if (first === undefined) return typeof tree === "string" ? tree : "";
  return typeof tree === "object" && tree !== null ? valueAt((tree as Readonly<Record<string, unknown>>)[first], rest) : "";
}
