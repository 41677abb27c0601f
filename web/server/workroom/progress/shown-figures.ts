/** The figures as a page is told them: numbers as numbers, names of steps in the reader's language. */
import { dayInVietnam } from "../../../../catalogue/calendar-day.ts";
import type { RegisterImport } from "../../../../catalogue/holdings/port.ts";
import type { Forecast } from "../../../../catalogue/progress/forecast.ts";
import type { TargetStanding } from "../../../../catalogue/progress/report.ts";
import type { Share } from "../../../../catalogue/progress/share.ts";
import type { Language } from "../../language.ts";
import type { Workroom } from "../workroom.ts";
import type { Shown } from "./kept-figures.ts";

/** The burn-up goes back thirteen months at most; older imports are no part of it. */
const MOST_IMPORTS = 60;

/** A step of the workflow in the reader's language. */
export type StageWords = (stage: string) => string;

/** How steps are called in reports. */
export function stageWords({ phrase, say }: Workroom, language: Language): StageWords {
  return (stage) => phrase(language, `work.stage-${stage}`) ?? say(language, `stage.${stage}`);
}

/** All of it. */
export function shownFigures({ figures, isCurrent }: Shown, words: StageWords) {
  const { report, date, countedAt, work, imports } = figures;
  const { throughput, people, backlog, funnel } = report.work;
  return {
    ...{ date, countedAt, isCurrent, people, funnel },
    register: { entries: work.registered.size, ...newest(imports) },
    imports: imports
      .filter(({ isUndone }) => !isUndone)
      .slice(0, MOST_IMPORTS)
      .map(shownImport),
    targets: report.targets.map(shownTarget),
    throughput: { ...throughput, stages: throughput.stages.map((each) => ({ ...each, words: words(each.stage) })) },
    backlog: backlog?.map((each) => ({ ...each, words: words(each.stage) })) ?? null,
  };
}

/** The import that the denominator was last changed by; null where the register never had one that counts. */
function newest(imports: readonly RegisterImport[]) {
  const last = imports.find(({ isUndone }) => !isUndone);
  return { import: last ? shownImport(last) : null };
}

const shownImport = ({ id, at, file, counts }: RegisterImport) => ({ id, on: dayInVietnam(at), file, counts });

function shownTarget({ rows: _, target, share, items, pages, ...rest }: TargetStanding) {
  return { target, share: plain(share), items: items && plain(items), pages: pages && plain(pages), ...rest, ...told(rest) };
}

/** JSON has no undefined: what nobody knows is null. */
const plain = ({ numerator, denominator, percentage }: Share) => ({ numerator, denominator, percentage: percentage ?? null });

function told({
  forecast,
  byHolder,
  byClass,
  burnUp,
  daysLeft,
}: Omit<TargetStanding, "rows" | "target" | "share" | "items" | "pages">) {
  const part = ({ name, items, pages }: TargetStanding["byHolder"][number]) => ({
    name,
    items: plain(items),
    pages: plain(pages),
  });
  return {
    byHolder: byHolder.map(part),
    byClass: byClass.map(part),
    burnUp: burnUp.map(({ date, share }) => ({ date, share: plain(share) })),
    forecast: shownForecast(forecast),
    overdueDays: Math.max(0, -daysLeft),
  };
}

function shownForecast(forecast: Forecast) {
  if (forecast.kind !== "range") return forecast;
  const { until = null, neededPerWeek = null, ...rest } = forecast;
  return { ...rest, until, neededPerWeek };
}
