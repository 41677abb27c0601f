/**
 * The centre strip (版心) of an unfolded leaf carries book title, fish-tail, volume and folio: a running title, no body.
 * On a spread it is the column over the middle of the frame; on a half-leaf what is left of it is a narrow column at the edge.
 */

import type { Span } from "./mask.ts";
import type { RuledPage } from "./page-analysis.ts";

/** Which columns (by index, left to right) are no body text, and whether the page shows two half-leaves. */
export interface TitleStrip {
  readonly kind: "single" | "spread";
  readonly columns: readonly number[];
}

const SPREAD_ASPECT = 1.02;
const NARROW = 0.74;

/** Decide which columns are the strip. `frame`: inner width of the frame, or of the page when there is no frame. */
export function findTitleStrip(columns: readonly Span[], pitchPixels: number, page: RuledPage, frame: Span): TitleStrip {
  const isSpread = page.mask.width > SPREAD_ASPECT * page.mask.height && columns.length >= 5;
  const isFramed = page.horizontal.filter((rule) => rule.coverage >= 0.4).length >= 2 && page.vertical.length >= 1;
  if (isSpread) return { kind: "spread", columns: isFramed ? [nearest(columns, (frame.from + frame.to) / 2)] : [] };
  if (!isFramed) return { kind: "single", columns: [] };
  const edges = [0, columns.length - 1].filter((i) => {
    const column = columns[i];
    return column !== undefined && columns.length > 2 && column.to - column.from < NARROW * pitchPixels;
  });
  return { kind: "single", columns: edges };
}

function nearest(columns: readonly Span[], place: number): number {
  let best = 0;
  const distance = (i: number) => Math.abs(((columns[i]?.from ?? 0) + (columns[i]?.to ?? 0)) / 2 - place);
  for (let i = 1; i < columns.length; i++) if (distance(i) < distance(best)) best = i;
  return best;
}
