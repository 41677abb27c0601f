/**
 * What was finished, by stage and day. A large library finishes millions of runs a year, so hours that are over are counted once
 * into `work_tally`; the events behind its mark are counted when somebody asks.
 */
import { sql } from "kysely";
import { dayInVietnam, firstHourOf } from "../calendar-day.ts";
import type { Change, Database, Rows } from "../database.ts";
import type { WorkDone } from "../progress/work-facts.ts";
import type { DaySpan } from "../work-log/port.ts";

/** So many events are counted in a transaction, that writers need not wait long. */
const EVENTS_A_STEP = 200_000;
/** Fewer new events are not worth a write. */
const EVENTS_WORTH_KEEPING = 20_000;
/** An event of a transaction that is not committed yet may have a smaller number than one that is: none stays open a day. */
const SETTLED_AFTER_SECONDS = 86_400;

interface HourCount {
  readonly hour: string;
  readonly stage: string;
  readonly is_page: number;
  readonly count: number;
}

/** Runs, receptions and answers of the days. What was only taken again from before is no work. */
export async function workDone(database: Database, span: DaySpan): Promise<readonly WorkDone[]> {
  await keepTallies(database);
  return await database.read(async (rows) => {
    const [from, until] = [firstHourOf(span.from), firstHourOf(span.until)];
    const kept = await rows
      .selectFrom("work_tally")
      .select(["hour", "stage", "is_page", "count"])
      .where("hour", ">=", from)
      .where("hour", "<", until)
      .execute();
    const fresh = (await hourCounts(rows, await markOf(rows), undefined)).filter(({ hour }) => hour >= from && hour < until);
    return byDay([...kept, ...fresh, ...(await verdicts(rows, from, until))]);
  });
}

function byDay(counts: readonly HourCount[]): readonly WorkDone[] {
  const days = new Map<string, WorkDone>();
  for (const { hour, stage, is_page, count } of counts) {
    const day = dayInVietnam(`${hour}:00:00Z`);
    const of = is_page ? "page" : "item";
    const key = `${day} ${stage} ${of}`;
    days.set(key, { day, stage, of, count: (days.get(key)?.count ?? 0) + Number(count) });
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, done]) => done);
}

async function markOf(rows: Rows): Promise<number> {
  const found = await rows.selectFrom("work_tally_mark").select("event_number").where("id", "=", 1).executeTakeFirst();
  return Number(found?.event_number ?? 0);
}

/** Events behind the mark, up to and with `last`. */
async function hourCounts(rows: Rows, mark: number, last: number | undefined): Promise<readonly HourCount[]> {
  const all = rows
    .selectFrom("event")
    .select((row) => [
      sql<string>`substr(ended_at, 1, 13)`.as("hour"),
      "stage",
      sql<number>`case when subject = item_id then 0 else 1 end`.as("is_page"),
      row.fn.countAll<number>().as("count"),
    ])
    .where("number", ">", mark)
    .where("outcome", "!=", "recalled")
    .groupBy(["hour", "stage", "is_page"]);
  return await (last === undefined ? all : all.where("number", "<=", last)).execute();
}

/** What people said of pages, as work of the stage "quality". */
async function verdicts(rows: Rows, from: string, until: string): Promise<readonly HourCount[]> {
  const found = await rows
    .selectFrom("verdict")
    .select((row) => [sql<string>`substr(judged_at, 1, 13)`.as("hour"), row.fn.countAll<number>().as("count")])
    .where("judged_at", ">=", from)
    .where("judged_at", "<", until)
    .groupBy("hour")
    .execute();
  return found.map((each) => ({ ...each, stage: "quality", is_page: 1 }));
}

async function keepTallies(database: Database): Promise<void> {
  for (;;) {
    const span = await database.read((rows) => settledSpan(database, rows));
    if (!span) return;
    await database.change((change) => keepStep(change, span));
  }
}

interface EventSpan {
  readonly mark: number;
  readonly last: number;
}

async function settledSpan(database: Database, rows: Rows): Promise<EventSpan | undefined> {
  const mark = await markOf(rows);
  const settled = await rows
    .selectFrom("event")
    .select("number")
    .where("ended_at", "<", database.now(-SETTLED_AFTER_SECONDS))
    .where("number", ">", mark)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  const last = Number(settled?.number ?? mark);
  return last - mark < EVENTS_WORTH_KEEPING ? undefined : { mark, last: Math.min(last, mark + EVENTS_A_STEP) };
}

/** Moving the mark first keeps another process out: it finds the mark moved, and nothing is counted twice. */
async function keepStep(change: Change, { mark, last }: EventSpan): Promise<void> {
  const { numUpdatedRows } = await change
    .updateTable("work_tally_mark")
    .set({ event_number: last })
    .where("id", "=", 1)
    .where("event_number", "=", mark)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) return;
  for (const count of await hourCounts(change, mark, last)) {
    await change
      .insertInto("work_tally")
      .values(count)
      .onConflict((conflict) =>
        conflict
          .columns(["hour", "stage", "is_page"])
          .doUpdateSet((row) => ({ count: row("work_tally.count", "+", row.ref("excluded.count")) })),
      )
      .execute();
  }
}
