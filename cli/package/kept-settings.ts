/** Settings in the store, `settings/v<N>.json`, one object a change: a catalogue that was thrown away comes back with them. */
import { type SettingRow, type Settings, settingSchema } from "../../catalogue/settings/port.ts";
import { canonicalJson } from "../../pipeline/derive.ts";
import { SohoaError } from "../../pipeline/errors.ts";
import type { Store } from "../../pipeline/store/store.ts";

type Named = Pick<Store, "listNamed" | "getNamed" | "putNamed">;

/** The same settings; each change leaves an object in the store when it is done. */
export function keptSettings(settings: Settings, store: Named): Settings {
  return {
    ...settings,
    async set(setting) {
      const row = await settings.set(setting);
      if (row) await keep(store, row);
      return row;
    },
  };
}

/** Everything that was ever set, in order. */
export async function storedSettings(store: Named): Promise<readonly SettingRow[]> {
  const keys = (await store.listNamed("settings/")).filter((key) => /^settings\/v\d+\.json$/.test(key));
  const rows = await Promise.all(keys.map(async (key) => settingSchema.parse(JSON.parse((await store.getNamed(key)) ?? "null"))));
  return rows.sort((one, other) => one.number - other.number);
}

async function keep(store: Named, row: SettingRow): Promise<void> {
  await store.putNamed(`settings/v${row.number}.json`, canonicalJson(row)).catch((thrown: unknown) => {
    if (!(thrown instanceof SohoaError && thrown.code === "STORE-EXISTS")) throw thrown;
  });
}
