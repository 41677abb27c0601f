/**
 * How long people worked at the gates, as far as the desks logged it. An answer without a log took nobody knows how long: it is
 * counted as unknown and never guessed.
 */
import { WORK_KINDS, type WorkKind } from "../work-log/port.ts";
import { weekEnds, weekOf } from "./throughput.ts";
import type { WorkSources } from "./work-facts.ts";

/** One kind of work in the weeks. */
export interface KindTime {
  readonly kind: WorkKind;
  /** Minutes of each week, with one decimal. */
  readonly minutes: readonly number[];
  readonly totalMinutes: number;
  /** Answers that people gave, and of them those at whose page or item somebody logged time. */
  readonly answers: number;
  readonly logged: number;
  readonly unknown: number;
}

/** The weeks, each by its last day, and all kinds. */
export interface ExpertTime {
  readonly weeks: readonly string[];
  readonly kinds: readonly KindTime[];
}

/** Sum it up. */
export function expertTimeOf(
  { worked, covered, done }: Pick<WorkSources, "worked" | "covered" | "done">,
  date: string,
  weeks: number,
): ExpertTime {
  const ends = weekEnds(date, weeks);
  const kinds = WORK_KINDS.map((kind) => {
    const seconds = ends.map(() => 0);
    for (const each of worked) {
      const at = each.kind === kind ? weekOf(each.day, ends) : undefined;
      if (at !== undefined) seconds[at] = (seconds[at] ?? 0) + each.seconds;
    }
    const given = done.filter((each) => each.stage === kind && weekOf(each.day, ends) !== undefined);
    const answers = given.reduce((sum, each) => sum + each.count, 0);
    const logged = Math.min(answers, covered.find((each) => each.kind === kind)?.answers ?? 0);
    const total = seconds.reduce((sum, each) => sum + each, 0);
    return { kind, minutes: seconds.map(asMinutes), totalMinutes: asMinutes(total), answers, logged, unknown: answers - logged };
  });
  return { weeks: ends, kinds };
}

function asMinutes(seconds: number): number {
  return Math.round(seconds / 6) / 10;
}
