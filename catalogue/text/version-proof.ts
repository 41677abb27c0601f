/** Whether every version is there and is what was saved. */
import { sql } from "kysely";
import { IntegrityError } from "../../pipeline/errors.ts";
import type { Database, Rows } from "../database.ts";
import type { TextVersions } from "./port.ts";
import { unpacked } from "./version-rows.ts";

const AT_ONCE = 500;

/** Each finds pages whose rows contradict each other; `{0}` and so on stand for the columns found. */
const QUESTIONS: readonly (readonly [sentence: string, query: string])[] = [
  [
    "the text of page {0} must have {1} versions, there are {2}",
    `select p.subject, p.versions, count(v.number) as found from text_page p
     left join text_version v on v.subject = p.subject group by p.subject, p.versions having count(v.number) <> p.versions`,
  ],
  [
    "the versions of the text of page {0} end at {2}, not at {1}",
    `select p.subject, p.last_number, max(v.number) as last from text_page p
     join text_version v on v.subject = p.subject group by p.subject, p.last_number having max(v.number) <> p.last_number`,
  ],
  [
    "page {0} shows version {1} of its text, which is not there or was kept aside",
    `select p.subject, p.latest from text_page p
     left join text_version v on v.subject = p.subject and v.number = p.latest and v.is_aside = 0
     where p.latest > 0 and v.number is null`,
  ],
  [
    "version {1} of the text of page {0} was written over version {2}, which came after it",
    "select subject, number, parent from text_version where parent >= number",
  ],
  [
    "the text of page {0} of item {1}: there is no such page",
    `select t.subject, t.item_id from text_page t left join page p on p.id = t.subject and p.item_id = t.item_id where p.id is null`,
  ],
  [
    "the gate was answered with version {1} of the text of page {0}, which was never called corrected",
    "select subject, answered_number, corrected_number from text_page where answered_number > corrected_number",
  ],
];

/** The proving part of the port. */
export function versionProof(database: Database): Pick<TextVersions, "proveVersions"> {
  return {
    async proveVersions() {
      const problems: string[] = [];
      for (const [sentence, query] of QUESTIONS) {
        const { rows } = await database.read((all) => sql.raw<Record<string, unknown>>(query).execute(all));
        problems.push(
          ...rows.map((row) => sentence.replace(/\{(\d)\}/g, (_, at: string) => String(Object.values(row)[Number(at)]))),
        );
      }
      let [versions, after] = [0, { subject: "", number: 0 }];
      for (;;) {
        const place = after;
        const batch = await database.read((rows) => provedAfter(rows, place));
        if (!batch.last) return { versions, problems };
        versions += batch.count;
        problems.push(...batch.problems);
        after = batch.last;
      }
    },
  };
}

async function provedAfter(rows: Rows, { subject, number }: { readonly subject: string; readonly number: number }) {
  const found = await rows
    .selectFrom("text_version")
    .selectAll()
    .where((row) => row.or([row("subject", ">", subject), row.and([row("subject", "=", subject), row("number", ">", number)])]))
    .orderBy("subject")
    .orderBy("number")
    .limit(AT_ONCE)
    .execute();
  const problems: string[] = [];
  for (const row of found) {
    try {
      await unpacked(rows, row);
    } catch (thrown) {
      if (!(thrown instanceof IntegrityError)) throw thrown;
      problems.push(`version ${row.number} of the text of page ${row.subject} is not what was saved`);
    }
  }
  const last = found.at(-1);
  return { count: found.length, problems, last: last && { subject: last.subject, number: last.number } };
}
