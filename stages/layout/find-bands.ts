/**
 * Bands: the horizontal storeys of a page between long horizontal rules. The frame's inside is the body; verse has two
 * storeys (registers), some books a low storey of head notes above the text; what stands below the frame is no text.
 */
import type { Rule } from "./find-rules.ts";
import type { Mask, Span } from "./mask.ts";
import { rowProfile } from "./mask.ts";

/** One storey of the page. */
export interface Band extends Span {
  readonly kind: "body" | "head-note" | "outside";
}

/** Rules shorter than this part of the text width are strokes, box edges or damage, not frames. */
const LEAST_COVERAGE = 0.45;
/** A storey lower than this part of the main one holds head notes, not a register of verse. */
const HEAD_NOTE_SHARE = 0.36;

/** Divide the page at its long horizontal rules. `mask` has no rules any more; `columns` is the width of the text. */
export function findBands(mask: Mask, horizontalRules: readonly Rule[], columns: Span): readonly Band[] {
  const rules = horizontalRules.filter((rule) => rule.coverage * mask.width >= LEAST_COVERAGE * (columns.to - columns.from));
  const profile = rowProfile(mask, columns);
  const edges = [0, ...rules.flatMap((rule) => [Math.max(0, rule.from), rule.to]), mask.height];
  const spans: InkedSpan[] = [];
  for (let i = 0; i < edges.length; i += 2) {
    const from = edges[i] ?? 0;
    const to = edges[i + 1] ?? mask.height;
    if (to - from < 0.02 * mask.height) continue;
    let ink = 0;
    for (let y = from; y < to; y++) ink += profile[y] ?? 0;
    spans.push({ from, to, ink });
  }
  const main = spans.reduce((best, span) => (span.ink > best.ink ? span : best), { from: 0, to: mask.height, ink: 0 });
  const inked = spans.filter((span) => span.ink > 0);
  return inked.map((span) => ({ from: span.from, to: span.to, kind: kindOf(span, main, inked, rules) }));
}

interface InkedSpan extends Span {
  readonly ink: number;
}

function kindOf(span: InkedSpan, main: InkedSpan, spans: readonly InkedSpan[], rules: readonly Rule[]): Band["kind"] {
  if (span.from === main.from) return "body";
  const isFramed = (each: Span) => rules.some((rule) => rule.at < each.from + 1) && rules.some((rule) => rule.at > each.to - 1);
  const isTable = isFramed(span) && spans.filter(isFramed).length > 2;
  const isRegister = span.to - span.from >= HEAD_NOTE_SHARE * (main.to - main.from) && span.ink >= 0.15 * main.ink;
  if (isTable || isRegister) return "body";
  return span.from < main.from ? "head-note" : "outside";
}
