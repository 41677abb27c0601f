/** Everything that a report of targets is made from, read from the catalogue. */
import { dayInVietnam } from "../../catalogue/calendar-day.ts";
import { type TargetReport, targetReport } from "../../catalogue/progress/report.ts";
import type { Services } from "../compose.ts";

/** The report of a day, with the rows behind each number when they are asked for. */
export async function gatherReport(
  { holdings }: Pick<Services, "holdings">,
  date: string,
  isExplained: boolean,
): Promise<TargetReport> {
  const [targets, register, organisations, evidence] = await Promise.all([
    holdings.targets(),
    holdings.register(),
    holdings.organisations(),
    holdings.digitized(),
  ]);
  const names = [...new Set(targets.flatMap(({ counted }) => (counted === null ? [] : [counted])))];
  const counted = new Map(await Promise.all(names.map(async (name) => [name, await holdings.counted(name)] as const)));
  return targetReport({ targets, register, organisations, evidence, counted }, date, isExplained);
}

/** Today in Vietnam: reports count its days. */
export function today(services: Pick<Services, "clock">): string {
  return dayInVietnam(services.clock.now());
}
