/**
 * The log of changes: each entry's hash covers the entry and the hash before it, so that one changed, removed or moved row breaks
 * the chain from there on. Written in the transaction of the change itself.
 */
import { canonicalJson, digestOfText } from "../../pipeline/derive.ts";
import type { Change, Database } from "../database.ts";
import type { AuditEntry, AuditLog, AuditVerdict } from "./port.ts";

/** What is to be written; number, time and hash are given here. */
export type NewEntry = Pick<AuditEntry, "actor" | "action" | "subject"> & { readonly facts?: AuditEntry["facts"] };

const AT_ONCE = 1000;

/** Add an entry. Whoever adds holds the end of the log until the transaction is over, so numbers have no gaps. */
export async function writeAudit(database: Database, change: Change, { facts = {}, ...given }: NewEntry): Promise<void> {
  const end = await change
    .updateTable("audit_end")
    .set((row) => ({ number: row("number", "+", 1) }))
    .where("id", "=", 1)
    .returning(["number", "hash"])
    .executeTakeFirstOrThrow();
  const entry = { ...given, facts: canonicalJson(facts), number: end.number, at: database.now() };
  const hash = hashOf(entry, end.hash);
  await change
    .insertInto("audit")
    .values({ ...entry, hash })
    .execute();
  await change.updateTable("audit_end").set({ hash }).where("id", "=", 1).execute();
}

/** Reading and proving the log. */
export function auditLog(database: Database): AuditLog {
  return {
    note: (entry) => database.change((change) => writeAudit(database, change, entry)),
    async auditEntries({ limit, after }) {
      const rows = await rowsAfter(database, limit, after);
      return rows.map((row): AuditEntry => ({ ...row, facts: JSON.parse(row.facts) }));
    },
    verifyAudit: () => verify(database),
  };
}

/** Facts stay as they are written: whatever stands there is what the hash is of. */
function rowsAfter(database: Database, limit: number, after: number) {
  return database.read((rows) =>
    rows.selectFrom("audit").selectAll().where("number", ">", after).orderBy("number").limit(limit).execute(),
  );
}

async function verify(database: Database): Promise<AuditVerdict> {
  // The end is asked for first: entries that come meanwhile belong to the chain too, but need not be there.
  const end = await database.read((rows) => rows.selectFrom("audit_end").selectAll().executeTakeFirstOrThrow());
  const brokenAt = (number: number): AuditVerdict => ({ isSound: false, entries: end.number, brokenAt: number });
  let [number, hash] = [0, ""];
  while (number < end.number) {
    const entries = await rowsAfter(database, Math.min(AT_ONCE, end.number - number), number);
    if (entries.length === 0) return brokenAt(number + 1);
    for (const entry of entries) {
      number += 1;
      if (entry.number !== number || entry.hash !== hashOf(entry, hash)) return brokenAt(number);
      hash = entry.hash;
    }
  }
  return hash === end.hash ? { isSound: true, entries: end.number, hash } : brokenAt(end.number);
}

type Hashed = Omit<AuditEntry, "hash" | "facts"> & { readonly facts: string };

function hashOf({ number, at, actor, action, subject, facts }: Hashed, before: string): string {
  return digestOfText(canonicalJson([before, number, at, actor, action, subject, facts]));
}
