/** Whether the rows agree with each other. Each check is a question to which the sound answer is "none". */
import { sql } from "kysely";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { Database, Rows } from "../database.ts";

/** Findings of one kind that are told one by one; more are only counted. */
const MOST_TOLD = 20;

interface Question {
  /** The sentence; `{0}`, `{1}` stand for the columns of a finding. */
  readonly sentence: string;
  readonly ask: (rows: Rows) => Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** The proving part of the ledger. */
export function proof(database: Database): Pick<Ledger, "contradictions" | "check"> {
  return {
    async contradictions() {
      const sentences = [...(await database.read(database.damage))].map((line) => `the database file is damaged: ${line}`);
      for (const question of QUESTIONS) {
        const found = await database.read(question.ask);
        sentences.push(...found.slice(0, MOST_TOLD).map((row) => tell(question.sentence, row)));
        if (found.length > MOST_TOLD) sentences.push(`and ${found.length - MOST_TOLD} more of the same kind`);
      }
      return sentences;
    },

    async check() {
      await database.read((rows) => rows.selectFrom("item").select("id").limit(1).execute());
    },
  };
}

function tell(sentence: string, row: Readonly<Record<string, unknown>>): string {
  const values = Object.values(row);
  return sentence.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));
}

function asking(sentence: string, text: string): Question {
  return { sentence, ask: async (rows) => (await sql.raw<Record<string, unknown>>(text).execute(rows)).rows };
}

const QUESTIONS: readonly Question[] = [
  asking(
    "{0} is announced with publication {1}, its current one is {2}",
    `select a.item_id, a.publication, c.digest from announced_item a
     left join "current" c on c.subject = a.item_id and c.role = 'publication'
     left join disclosure_due d on d.item_id = a.item_id
     where a.is_public = 1 and d.item_id is null and (c.digest is null or c.digest <> a.publication)`,
  ),
  asking(
    "{0} is announced as of {1}, its last activity is of {2}",
    `select a.item_id, a.at, l.at as last_at from announced_item a
     join activity l on l.number = (select max(number) from activity where item_id = a.item_id) where l.at <> a.at`,
  ),
  asking(
    "{1} of {0} points at {2}, which is no known artifact",
    `select c.subject, c.role, c.digest from "current" c left join artifact a on a.digest = c.digest where a.digest is null`,
  ),
  asking(
    "{1} points at an artifact for {0}, which is neither a page nor the item {2}",
    `select c.subject, c.role, c.item_id from "current" c left join page p on p.id = c.subject and p.item_id = c.item_id
     where p.id is null and c.subject <> c.item_id`,
  ),
  asking(
    "{2} pointers of {1} are counted of item {0}, there are {3}",
    countedWrong("role_count", "item_id, role", `"current"`, "item_id, role"),
  ),
  asking(
    "{2} tasks of stage {0} are counted as {1}, there are {3}",
    countedWrong("over_task_count", "stage, state", "task where state in ('done', 'gone')", "stage, state"),
  ),
  asking(
    "{1} artifacts are counted where verified is {0}, there are {2}",
    countedWrong("artifact_count", "is_verified", "artifact", "case when verified_at = '' then 0 else 1 end"),
  ),
  asking(
    "page {0} of item {1} has no master",
    `select p.id, p.item_id from page p
     left join "current" c on c.subject = p.id and c.role = 'image/master' where c.subject is null`,
  ),
  asking(
    "page {0} belongs to item {1}, its batch {2} to item {3}",
    `select p.id, p.item_id, p.batch_id, b.item_id as other from page p left join batch b on b.id = p.batch_id
     where b.id is null or b.item_id <> p.item_id`,
  ),
  asking(
    "item {0} has {2} pages at place {1}",
    "select item_id, sequence, count(*) as pages from page group by item_id, sequence having count(*) > 1",
  ),
  asking(
    "the {1} pages of item {0} end at place {2}",
    `select item_id, count(*) as pages, max(sequence) as last from page group by item_id having max(sequence) <> count(*)`,
  ),
  asking("batch {0} belongs to item {1}, which does not exist", orphansOf("batch", "item_id", "item", "id")),
  asking(
    "a refused file belongs to batch {1}, which does not exist: {0}",
    orphansOf("rejection", "batch_id", "batch", "id", "source_path"),
  ),
  asking("task {0} belongs to item {1}, which does not exist", orphansOf("task", "item_id", "item", "id")),
  asking("task {0} is for derivation {1}, which does not exist", orphansOf("task", "derivation", "derivation", "key")),
  asking(
    "task {0} is for {1}, which is neither a page nor its item {2}",
    `select t.id, t.subject, t.item_id from task t left join page p on p.id = t.subject
     where p.id is null and t.subject <> t.item_id`,
  ),
  asking(
    "task {0} is {1} but its lease is not complete",
    `select id, state from task where state = 'leased' and (lease_token is null or lease_until is null or lease_owner is null)`,
  ),
  asking(
    "task {0} is {1} and still has a lease",
    `select id, state from task where state not in ('leased', 'gone') and lease_token is not null`,
  ),
  asking(
    "task {0} is {1} without a reason",
    `select id, state from task where state in ('failed', 'quarantined') and failure is null`,
  ),
  asking(
    "task {0} is done, but derivation {1} has no outputs",
    `select t.id, t.derivation from task t join derivation d on d.key = t.derivation where t.state = 'done' and d.outputs is null`,
  ),
  asking(
    "{2} tasks of stage {1} are wanted of {0} at once",
    `select subject, stage, count(*) as tasks from task where state <> 'gone' group by subject, stage having count(*) > 1`,
  ),
  asking("verdict {0} belongs to item {1}, which does not exist", orphansOf("verdict", "item_id", "item", "id", "ordinal")),
  asking(
    "verdict {1} of item {0} is about {2}, which is none of its pages",
    `select v.item_id, v.ordinal, v.subject from verdict v left join page p on p.id = v.subject and p.item_id = v.item_id
     where p.id is null`,
  ),
  asking(
    "the {1} verdicts of item {0} end at number {2}",
    `select item_id, count(*) as verdicts, max(ordinal) as last from verdict group by item_id having max(ordinal) <> count(*)`,
  ),
  asking("sample {0} is of item {1}, which does not exist", orphansOf("quality_sample", "item_id", "item", "id", "ordinal")),
  asking(
    "the {1} samples of item {0} end at number {2}",
    `select item_id, count(*) as samples, max(ordinal) as last from quality_sample group by item_id having max(ordinal) <> count(*)`,
  ),
  asking(
    "the description of version {2} of item {0} is stored, but the item is at version {1}",
    "select id, version, stored_version from item where stored_version > version",
  ),
  asking(
    "an event of item {0} is told in version {1}, but the item is at version {2}",
    `select e.item_id, max(e.described_in) as told, i.version from event e join item i on i.id = e.item_id
     group by e.item_id, i.version having max(e.described_in) > i.version + 1`,
  ),
  asking("planning of {0} has seen change {2} of {1}", "select subject, mark, planned from plan_mark where planned > mark"),
];

function orphansOf(table: string, column: string, parent: string, key: string, name = "id"): string {
  return `select o.${name}, o.${column} from ${table} o left join ${parent} p on p.${key} = o.${column} where p.${key} is null`;
}

function countedWrong(counts: string, keys: string, table: string, values: string): string {
  return `select ${keys}, sum(told) as told, sum(found) as found from (
      select ${keys}, count as told, 0 as found from ${counts} union all select ${values}, 0, count(*) from ${table} group by ${values}
    ) counted group by ${keys} having sum(told) <> sum(found)`;
}
