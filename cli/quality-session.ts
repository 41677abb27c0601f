/** What the charts of an item's capture sessions say, beside the quality of its pages. */
import { judgeSession, type SessionVerdict, sessionLimitsOf } from "../pipeline/chart-limits.ts";
import type { ItemRow } from "../pipeline/ledger-rows.ts";
import { sessionCharts } from "../pipeline/session-charts.ts";
import type { Context } from "./command.ts";
import type { Services } from "./compose.ts";

/** Charts of an item, and how many demands of its quality profile they fulfil. */
export interface SessionStanding {
  readonly charts: number;
  readonly met: number;
  readonly missed: number;
  readonly unmeasured: number;
}

/** How the sessions of an item stand; null when no chart was shot. */
export async function sessionOf(services: Pick<Services, "ledger" | "cache">, item: ItemRow): Promise<SessionStanding | null> {
  const charts = await sessionCharts(services, item.id);
  if (charts.length === 0) return null;
  const verdicts = judgeSession(
    charts.map((chart) => chart.report),
    sessionLimitsOf(item.profile),
  );
  const of = (verdict: SessionVerdict["verdict"]): number => verdicts.filter((each) => each.verdict === verdict).length;
  return { charts: charts.length, met: of("met"), missed: of("missed"), unmeasured: of("unmeasured") };
}

/** One line, where there is anything to tell. */
export function sessionText({ say, printer }: Context, session: SessionStanding | null, item: string): readonly string[] {
  if (session === null) return [];
  const { met, missed, unmeasured } = session;
  const isDemanded = met + missed + unmeasured > 0;
  const mark = missed > 0 ? "bad" : unmeasured > 0 || !isDemanded ? "idle" : "ok";
  return [`${printer.mark(mark)} ${say(isDemanded ? "quality.session" : "quality.session-plain", { ...session, item })}`];
}
