/** Who is at a page. A soft lock: it tells people of each other and refuses nobody's save. */
import type { Selectable } from "kysely";
import type { Database, Rows } from "../database.ts";
import type { Schema } from "../schema.ts";
import { writeAudit } from "../users/audit-log.ts";
import { heldPage } from "./page-rows.ts";
import type { Presence, PresentPerson, TextVersions } from "./port.ts";

/** Whoever was not heard of for this long has gone: a closed laptop locks nobody out. */
export const PRESENCE_SECONDS = 120;

type PresenceRow = Selectable<Schema["text_presence"]>;

/** The presence part of the port. */
export function presences(database: Database): Pick<TextVersions, "beat" | "presence" | "leave"> {
  return {
    presence: (page, client) =>
      database.read(async (rows) => presenceOf(await present(rows, page, database.now(-PRESENCE_SECONDS)), client)),

    leave: (page, client) =>
      database.change(async (change) => {
        await change.deleteFrom("text_presence").where("subject", "=", page).where("client", "=", client).execute();
      }),

    beat: ({ page, account, client, takeOver }) =>
      database.change(async (change) => {
        await heldPage(database, change, page);
        const now = database.now();
        const gone = change.deleteFrom("text_presence").where("subject", "=", page);
        await gone.where("seen_at", "<=", database.now(-PRESENCE_SECONDS)).execute();
        const before = await present(change, page, "");
        const own = before.find((row) => row.client === client && row.account === account);
        const holder = before.find((row) => row.holds === 1);
        const holds = takeOver || !holder || holder === own ? 1 : 0;
        const mine = { subject: page, client, account, holds, since: own?.since ?? now, seen_at: now };
        if (holds === 1 && holder && holder !== own) {
          await change.updateTable("text_presence").set({ holds: 0 }).where("subject", "=", page).execute();
          await writeAudit(database, change, {
            actor: account,
            action: "text-taken-over",
            subject: page,
            facts: { from: holder.account },
          });
        }
        await change.deleteFrom("text_presence").where("subject", "=", page).where("client", "=", client).execute();
        await change.insertInto("text_presence").values(mine).execute();
        return presenceOf([...before.filter((row) => row.client !== client).map(holds === 1 ? withoutHold : same), mine], client);
      }),
  };
}

const same = (row: PresenceRow): PresenceRow => row;
const withoutHold = (row: PresenceRow): PresenceRow => ({ ...row, holds: 0 });

async function present(rows: Rows, page: string, seenAfter: string): Promise<readonly PresenceRow[]> {
  const query = rows.selectFrom("text_presence").selectAll().where("subject", "=", page).where("seen_at", ">", seenAfter);
  return await query.orderBy("since").orderBy("client").execute();
}

function presenceOf(rows: readonly PresenceRow[], client: string | undefined): Presence {
  const person = (row: PresenceRow): PresentPerson => ({
    account: row.account,
    isThis: row.client === client,
    since: row.since,
  });
  const holder = rows.find((row) => row.holds === 1);
  return { holder: holder && person(holder), present: rows.map(person) };
}
