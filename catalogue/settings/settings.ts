/** Settings in an open database: rows that are only added, each with its line in the log of changes. */
import type { Selectable } from "kysely";
import { canonicalJson } from "../../pipeline/derive.ts";
import type { Change, Database, Rows } from "../database.ts";
import type { SettingTable } from "../schema.ts";
import { writeAudit } from "../users/audit-log.ts";
import type { SettingRow, Settings } from "./port.ts";

/** Settings over an open database. */
export function settingsOver(database: Database): Settings {
  return {
    all: () => database.read((rows) => lastOfEach(rows)),
    set: (setting) => database.change((change) => set(database, change, setting)),
    restore: (rows) =>
      database.change(async (change) => {
        for (const row of rows) await insert(change, row, "leave");
      }),
  };
}

async function set(
  database: Database,
  change: Change,
  { name, value, agent }: Pick<SettingRow, "name" | "value" | "agent">,
): Promise<SettingRow | undefined> {
  const before = (await lastOfEach(change)).find((row) => row.name === name);
  if (before && canonicalJson(before.value) === canonicalJson(value)) return undefined;
  const facts = { value: canonicalJson(value).slice(0, 1000) };
  // The end of the log is held from here on, so numbers have no gaps.
  await writeAudit(database, change, { actor: agent, action: "setting-changed", subject: name, facts });
  const last = await change
    .selectFrom("setting")
    .select((row) => row.fn.max("number").as("number"))
    .executeTakeFirst();
  const row = { number: Number(last?.number ?? 0) + 1, name, value, agent, setAt: database.now() };
  await insert(change, row, "refuse");
  return row;
}

async function insert(change: Change, { setAt, value, ...rest }: SettingRow, ifThere: "leave" | "refuse"): Promise<void> {
  const query = change.insertInto("setting").values({ ...rest, value: canonicalJson(value), set_at: setAt });
  await (ifThere === "refuse" ? query : query.onConflict((conflict) => conflict.column("number").doNothing())).execute();
}

async function lastOfEach(rows: Rows): Promise<readonly SettingRow[]> {
  const found = await rows
    .selectFrom("setting")
    .selectAll()
    .where("number", "in", (last) =>
      last
        .selectFrom("setting")
        .select((row) => row.fn.max("number").as("number"))
        .groupBy("name"),
    )
    .orderBy("name")
    .execute();
  return found.map(asSetting);
}

function asSetting({ set_at, value, ...rest }: Selectable<SettingTable>): SettingRow {
  return { ...rest, value: JSON.parse(value), setAt: set_at };
}
