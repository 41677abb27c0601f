/** The work log in the catalogue's database. */
import { InputError } from "../../pipeline/errors.ts";
import { dayInVietnam, firstHourOf } from "../calendar-day.ts";
import { chunksOf } from "../chunks.ts";
import type { Database, Rows } from "../database.ts";
import { type CoveredAnswers, type DaySpan, WORK_KINDS, type Work, type WorkKind, type WorkLog, workSchema } from "./port.ts";

/** The log over an open database. */
export function workLogOver(database: Database): WorkLog {
  return {
    async logWork(work) {
      const rows = summed(work, database.now());
      await database.change(async (change) => {
        for (const chunk of chunksOf(rows)) {
          await change
            .insertInto("work_log")
            .values([...chunk])
            .onConflict((conflict) =>
              conflict
                .columns(["account", "item_id", "page", "kind", "hour"])
                .doUpdateSet((row) => ({ seconds: row("work_log.seconds", "+", row.ref("excluded.seconds")) })),
            )
            .execute();
        }
      });
    },

    workByDay: (span) =>
      database.read(async (rows) => {
        const found = await inSpan(rows, span)
          .select((row) => ["kind", "hour", row.fn.sum<number>("seconds").as("seconds")])
          .groupBy(["kind", "hour"])
          .execute();
        const days = new Map<string, { day: string; kind: WorkKind; seconds: number }>();
        for (const { kind, hour, seconds } of found) {
          const day = dayInVietnam(`${hour}:00:00Z`);
          const known = days.get(`${day} ${kind}`) ?? { day, kind: kind as WorkKind, seconds: 0 };
          days.set(`${day} ${kind}`, { ...known, seconds: known.seconds + Number(seconds) });
        }
        return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
      }),

    workByItem: (span) =>
      database.read(async (rows) => {
        const found = await inSpan(rows, span)
          .select((row) => ["item_id", "kind", row.fn.sum<number>("seconds").as("seconds")])
          .groupBy(["item_id", "kind"])
          .execute();
        return found
          .map(({ item_id, kind, seconds }) => ({ itemId: item_id, kind: kind as WorkKind, seconds: Number(seconds) }))
          .sort((a, b) => b.seconds - a.seconds || (a.itemId < b.itemId ? -1 : 1));
      }),

    coveredAnswers: (span) => database.read((rows) => coveredAnswers(rows, span)),
  };
}

/** One row for each hour: a call may carry several pieces of the same. @throws {InputError} WORK-INVALID */
function summed(work: readonly Work[], now: string) {
  const rows = new Map<string, { account: string; item_id: string; page: string; kind: string; hour: string; seconds: number }>();
  for (const each of work) {
    const checked = workSchema.safeParse(each);
    if (!checked.success) {
      const detail = checked.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
      throw new InputError({ code: "WORK-INVALID", subject: each.itemId, facts: { detail } });
    }
    const { account, itemId, page = "", kind, seconds, at = now } = checked.data;
    const hour = at.slice(0, 13);
    const key = JSON.stringify([account, itemId, page, kind, hour]);
    const before = rows.get(key)?.seconds ?? 0;
    rows.set(key, { account, item_id: itemId, page, kind, hour, seconds: before + seconds });
  }
  return [...rows.values()];
}

function inSpan(rows: Rows, { from, until }: DaySpan) {
  return rows.selectFrom("work_log").where("hour", ">=", firstHourOf(from)).where("hour", "<", firstHourOf(until));
}

/** From the log to the answers, because the log of some weeks is short and the history of answers is long. */
async function coveredAnswers(rows: Rows, span: DaySpan): Promise<readonly CoveredAnswers[]> {
  const until = firstHourOf(span.until);
  const logs = await rows
    .selectFrom("work_log")
    .select((row) => ["item_id", "page", "kind", row.fn.min("hour").as("hour")])
    .where("hour", "<", until)
    .groupBy(["item_id", "page", "kind"])
    .execute();
  const first = new Map(logs.map((log) => [keyOf(log.kind, log.item_id, log.page), log.hour]));
  const counts = await Promise.all(
    WORK_KINDS.map(async (kind): Promise<CoveredAnswers> => {
      const items = [...new Set(logs.filter((log) => log.kind === kind).map((log) => log.item_id))];
      let answers = 0;
      for (const chunk of chunksOf(items)) {
        const given = await answersOf(rows, kind, chunk, { from: firstHourOf(span.from), until });
        answers += given.filter(({ item_id, subject, at }) =>
          [subject, ""].some((page) => (first.get(keyOf(kind, item_id, page)) ?? "~") < at),
        ).length;
      }
      return { kind, answers };
    }),
  );
  return counts.filter(({ answers }) => answers > 0);
}

function keyOf(kind: string, itemId: string, page: string): string {
  return JSON.stringify([kind, itemId, page]);
}

/** Answers of people about some items: at the gates by the events, of the quality by the verdicts. */
async function answersOf(rows: Rows, kind: WorkKind, items: readonly string[], { from, until }: DaySpan) {
  if (kind === "quality")
    return await rows
      .selectFrom("verdict")
      .select(["item_id", "subject", "judged_at as at"])
      .where("item_id", "in", [...items])
      .where("judged_at", ">=", from)
      .where("judged_at", "<", until)
      .execute();
  return await rows
    .selectFrom("event")
    .select(["item_id", "subject", "ended_at as at"])
    .where("stage", "=", kind)
    .where("item_id", "in", [...items])
    .where("ended_at", ">=", from)
    .where("ended_at", "<", until)
    .where("outcome", "=", "answered")
    .execute();
}
