/**
 * Double small columns: commentary set in two half-width columns inside one column, read right, then left. They are looked
 * for along a white line down the middle of the column; the stretch with the strongest evidence is taken first, and what
 * follows directly on commentary is likelier to be commentary, too: columns lean, so one line seldom parts all of it.
 */
import type { Box } from "../../pipeline/geometry.ts";
import { blocksOf, type ColumnRows, columnRows, whiteStretches } from "./column-rows.ts";
import { commentaryEvidence } from "./commentary-evidence.ts";
import type { Mask, Span } from "./mask.ts";

/** Rows of small columns, parted at `middle`. */
export interface PartedRows {
  readonly rows: Span;
  readonly middle: number;
}

/** A stretch of a column: one line of full width, or half-width ones. `evidence`: log-odds that its kind is right. */
export type Stretch =
  | { readonly kind: "body"; readonly rows: Span; readonly evidence: number }
  | { readonly kind: "commentary"; readonly parts: readonly PartedRows[]; readonly evidence: number };

interface Candidate extends PartedRows {
  readonly evidence: number;
}

/** How far the parting line may stand from the middle of the column, in characters. */
const REACH = 0.16;
/** Half the width that must be white, in characters. */
const HALF_GUTTER = 0.035;
/** Shortest stretch that is looked at, in characters. */
const LEAST_LENGTH = 0.4;
/** Widest empty stretch inside commentary, in characters. */
const WIDEST_GAP = 1.3;
/** What being next to commentary adds to the evidence. */
const NEXT_TO_COMMENTARY = 2;
/** Longest run of blocks that is tried as a whole: longer ones are found in parts. */
const MOST_BLOCKS = 24;

/**
 * Part a column into stretches, top to bottom. `mask` holds this column's ink only, `centre` is the middle of its full
 * characters, `sizePixels` their width.
 */
export function splitCommentary(mask: Mask, column: Box, centre: number, sizePixels: number): readonly Stretch[] {
  const reach = Math.max(1, Math.round(REACH * sizePixels));
  const views: ColumnRows[] = [];
  for (let middle = Math.round(centre) - reach; middle <= Math.round(centre) + reach; middle++) {
    views.push(columnRows(mask, column, middle));
  }
  const found = part(views, { from: 0, to: column.height, isUnder: false, isOver: false }, { centre, sizePixels });
  return joined(found, WIDEST_GAP * sizePixels).map((stretch) => onPage(stretch, column.y));
}

interface ColumnPlace {
  readonly centre: number;
  readonly sizePixels: number;
}

/** Rows to part, and whether commentary borders on them above or below. */
interface Rows extends Span {
  readonly isUnder: boolean;
  readonly isOver: boolean;
}

function part(views: readonly ColumnRows[], rows: Rows, place: ColumnPlace): readonly Stretch[] {
  if (views[0] === undefined || blocksOf(views[0], rows).length === 0) return [];
  const best = strongest(views, rows, place);
  if (best === undefined || best.evidence <= 0) {
    return [
      { kind: "body", rows: { from: rows.from, to: rows.to }, evidence: best === undefined ? 4 : Math.min(4, -best.evidence) },
    ];
  }
  return [
    ...part(views, { ...rows, to: best.rows.from, isOver: true }, place),
    { kind: "commentary", parts: [{ rows: best.rows, middle: best.middle }], evidence: best.evidence },
    ...part(views, { ...rows, from: best.rows.to, isUnder: true }, place),
  ];
}

function strongest(views: readonly ColumnRows[], rows: Rows, place: ColumnPlace): Candidate | undefined {
  let best: Candidate | undefined;
  for (const view of views) {
    for (const candidate of candidatesOf(view, rows, place)) {
      if (candidate.evidence > (best?.evidence ?? Number.NEGATIVE_INFINITY)) best = candidate;
    }
  }
  return best;
}

/** Stretches along one line that may be commentary, with what speaks for each. */
function candidatesOf(view: ColumnRows, rows: Rows, { centre, sizePixels }: ColumnPlace): readonly Candidate[] {
  const off = (2 * Math.abs(view.middle - centre)) / sizePixels;
  const isLong = (span: Span) => span.to - span.from >= LEAST_LENGTH * sizePixels;
  const isNext = (span: Span) =>
    (rows.isUnder && span.from - rows.from < sizePixels) || (rows.isOver && rows.to - span.to < sizePixels);
  return whiteStretches(view, rows, Math.max(1, HALF_GUTTER * sizePixels))
    .filter(isLong)
    .flatMap((stretch) => spansOf(blocksOf(view, stretch), WIDEST_GAP * sizePixels))
    .filter(isLong)
    .map((span) => {
      const evidence = commentaryEvidence(view, span, sizePixels) - off + (isNext(span) ? NEXT_TO_COMMENTARY : 0);
      return { rows: span, middle: view.middle, evidence };
    });
}

function spansOf(blocks: readonly Span[], gapPixels: number): readonly Span[] {
  const spans: Span[] = [];
  for (const [i, first] of blocks.entries()) {
    let to = first.to;
    for (const last of blocks.slice(i, i + MOST_BLOCKS)) {
      if (last.from - to > gapPixels) break;
      to = last.to;
      spans.push({ from: first.from, to });
    }
  }
  return spans;
}

/** Commentary directly under commentary is one; specks between them are left out. */
function joined(stretches: readonly Stretch[], gapPixels: number): readonly Stretch[] {
  const result: Stretch[] = [];
  for (const [at, stretch] of stretches.entries()) {
    const last = result.at(-1);
    const isBetween = last?.kind === "commentary" && stretches[at + 1]?.kind === "commentary";
    if (isBetween && stretch.kind === "body" && stretch.rows.to - stretch.rows.from < 0.25 * gapPixels) continue;
    const bottom = last?.kind === "commentary" ? (last.parts.at(-1)?.rows.to ?? 0) : 0;
    const isOne =
      last?.kind === "commentary" && stretch.kind === "commentary" && (stretch.parts[0]?.rows.from ?? 0) - bottom <= gapPixels;
    if (!isOne) result.push(stretch);
    else {
      const evidence = Math.max(last.evidence, stretch.evidence);
      result[result.length - 1] = { kind: "commentary", parts: [...last.parts, ...stretch.parts], evidence };
    }
  }
  return result;
}

function onPage(stretch: Stretch, top: number): Stretch {
  const shift = (rows: Span): Span => ({ from: rows.from + top, to: rows.to + top });
  if (stretch.kind === "body") return { ...stretch, rows: shift(stretch.rows) };
  return { ...stretch, parts: stretch.parts.map((each) => ({ ...each, rows: shift(each.rows) })) };
}
