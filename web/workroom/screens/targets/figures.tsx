/** Figures that lead to the list behind them, and days and shares in the reader's form. */
import { say } from "../../words/targets.ts";
import { number } from "../../words/words.ts";
import type { Share, ShowList } from "./progress.ts";

/** 31-12-2025, as Vietnamese writes days; the English sentences do the same, so that both say the same of a report. */
export const dayText = (day: string): string => day.split("-").reverse().join("-");

/** "61,4 %"; a dash where nothing counts. The server has rounded it down. */
export const shareText = ({ percentage }: Share): string => (percentage === null ? say("nothing") : `${number(percentage, 1)} %`);

interface FigureProps {
  readonly value: number;
  readonly title: string;
  readonly path: string;
  readonly show: ShowList;
  readonly digits?: number;
}

/** A figure. Nothing stands behind a zero. */
export function Figure({ value, title, path, show, digits = 0 }: FigureProps) {
  if (value === 0) return <span>{number(value)}</span>;
  return (
    <button type="button" class="figure" aria-label={`${title}: ${number(value, digits)}`} onClick={() => show({ title, path })}>
      {number(value, digits)}
    </button>
  );
}
