/**
 * A lot of pages judged by a sample. Pages that something was found on are looked at all; of the others some are drawn at random,
 * and what people say of those says with an interval what the rest is like. Pure.
 */
import type { SampleRow, SampleRule, VerdictRow } from "../../pipeline/ledger-rows.ts";
import { badInLot, type Interval } from "./bad-in-lot.ts";
import type { PageQuality } from "./page-quality.ts";

/** What can be said of a lot at this moment. */
export interface LotStatement {
  /** open: somebody must still look; accepted, refused: by the rule of the sample. */
  readonly state: "open" | "accepted" | "refused";
  readonly rule: SampleRule;
  readonly drawnBy: string;
  readonly drawnAt: string;
  /** Pages that the sample was drawn from. */
  readonly lot: number;
  readonly drawn: number;
  /** Pages of the sample that a person judged, by the picture that was drawn. */
  readonly looked: number;
  readonly bad: number;
  /** Pages of the sample that were scanned again before anybody judged them: they say nothing, and another is to be drawn. */
  readonly gone: number;
  /** Pages with warnings that nobody has judged yet: no lot is accepted over them. */
  readonly unjudgedMarks: number;
  /** In 95 of 100 such samples so many pages of the lot are bad; null while nobody has looked at one. */
  readonly badInLot: Interval | null;
  /** Pages still to be judged, in the order in which they were drawn. */
  readonly toJudge: readonly string[];
}

/** True where something was found that a person must say something about. */
const isMarked = ({ standing }: PageQuality): boolean => standing === "warning" || standing === "rescan";

/** Pages with open findings: they are looked at all, and drawn by no sample. */
export function unjudgedMarks(pages: readonly PageQuality[]): readonly PageQuality[] {
  return pages.filter((page) => isMarked(page) && page.verdict === null);
}

/** Pages that a sample is drawn from: measured, and nothing found that asks for a person anyway. */
export function lotOf(pages: readonly PageQuality[]): readonly PageQuality[] {
  return pages.filter(({ worst, standing }) => standing !== "unmeasured" && worst !== "warning" && worst !== "rescan");
}

/** How many pages the rule asks for. */
export function sampleSize({ share, least }: SampleRule, lot: number): number {
  return Math.min(lot, Math.max(least, Math.ceil(share * lot)));
}

/**
 * Draw without repetition.
 * @param randomBelow a whole number from 0 up to, but not with, the limit; every one as likely as another
 */
export function drawPages<T>(lot: readonly T[], size: number, randomBelow: (limit: number) => number): readonly T[] {
  const rest = [...lot];
  return Array.from({ length: Math.min(size, lot.length) }, () => rest.splice(randomBelow(rest.length), 1)[0] as T);
}

/** @param verdicts all of the item, in order */
export function lotStatement(sample: SampleRow, pages: readonly PageQuality[], verdicts: readonly VerdictRow[]): LotStatement {
  const last = new Map(verdicts.map((row) => [`${row.subject}\n${row.master}`, row.verdict]));
  const masters = new Map(pages.map(({ page, facts }) => [page.id, facts.master]));
  const said = sample.pages.map(({ subject, master }) => ({
    subject,
    verdict: last.get(`${subject}\n${master}`),
    isThere: masters.get(subject) === master,
  }));
  const judged = said.filter(({ verdict }) => verdict !== undefined);
  const bad = judged.filter(({ verdict }) => verdict === "rescan").length;
  const toJudge = said.filter(({ verdict, isThere }) => verdict === undefined && isThere).map(({ subject }) => subject);
  const gone = said.length - judged.length - toJudge.length;
  const marks = unjudgedMarks(pages).length;
  const { rule, lot, agent, drawnAt } = sample;
  return {
    state: toJudge.length + gone + marks > 0 ? "open" : bad <= rule.tolerated * judged.length ? "accepted" : "refused",
    ...{ rule, lot, drawnBy: agent, drawnAt, bad, gone, toJudge },
    drawn: sample.pages.length,
    looked: judged.length,
    unjudgedMarks: marks,
    badInLot: judged.length === 0 ? null : badInLot({ lot, looked: judged.length, bad }),
  };
}
