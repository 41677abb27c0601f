/** Whether the numbers in file names are complete and say one order only. Nothing is decided here; a person is told. */
import { gaps, type Numbered, numberOf } from "../../formats/file-numbers.ts";
import type { Finding } from "../../formats/image-structure.ts";
import { groupBy } from "./group-by.ts";
import { inPageOrder } from "./page-order.ts";

/** Names listed in one message. */
const MAX_LISTED = 20;

/** SEQ-GAP for missing numbers, SEQ-AMBIG (with the proposed order) where names leave the order open. */
export function judgeSequence(names: readonly string[]): readonly Finding[] {
  const numbered = names.map(numberOf);
  const series = groupBy(
    numbered.filter((each) => each !== undefined),
    (each) => each.series,
  );
  const findings = [...series.values()].flatMap((members) => [...gaps(members), ...ambiguities(members)]);
  const loose = names.filter((_, index) => numbered[index] === undefined);
  if (series.size > 1 || (series.size === 1 && loose.length > 0)) findings.push(mixed(names, series.size, loose.length));
  return findings;
}

/** One number written in several ways, or with and without a letter. */
function ambiguities(members: readonly Numbered[]): Finding[] {
  const doubtful = [...groupBy(members, (each) => each.value).values()].filter((alike) => {
    const isWrittenTwice = new Set(alike.map((each) => each.letter)).size < alike.length;
    const isHalfLettered = alike.length > 1 && alike.some((each) => each.letter === "");
    return isWrittenTwice || isHalfLettered;
  });
  return doubtful.slice(0, MAX_LISTED).map((alike) => {
    const order = inPageOrder(alike).map((each) => each.name);
    return { code: "SEQ-AMBIG", severity: "warning", facts: { order: order.slice(0, MAX_LISTED).join(" < ") } } as const;
  });
}

/** Several naming patterns in one folder: their order among each other is only alphabetical. */
function mixed(names: readonly string[], seriesCount: number, looseCount: number): Finding {
  const order = inPageOrder(names.map((name) => ({ name }))).map((each) => each.name);
  const shown = order.length <= 6 ? order : [...order.slice(0, 3), "…", ...order.slice(-3)];
  return { code: "SEQ-AMBIG", severity: "warning", facts: { order: shown.join(" < "), patterns: seriesCount + looseCount } };
}
