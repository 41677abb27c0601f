/** Places for characters that have none, between neighbours that have one. */
import type { Box } from "../geometry.ts";
import type { TextLayer } from "../text-layer.ts";
import { alongWriting, partOfBox, tenth } from "./column.ts";

/** Where the characters stand. */
export interface ColumnPlace {
  readonly box: Box;
  readonly writingMode: TextLayer["writingMode"];
}

/** From a place to a place in the direction of writing. */
interface Span {
  readonly start: number;
  readonly length: number;
}

/** Least share of a usual character's length that a new one gets before it may lie over its neighbours. */
const LEAST_SHARE = 0.5;

/** All boxes; given ones stay as they are. New ones share the room between their neighbours, or lie over halves of them. */
export function placeBetween(boxes: readonly (Box | undefined)[], place: ColumnPlace): readonly Box[] {
  const spans = boxes.map((box) => (box === undefined ? undefined : alongWriting(place, box)));
  const placed: Box[] = [];
  for (const [at, box] of boxes.entries()) {
    if (box !== undefined) placed.push(box);
    else if (at === 0 || spans[at - 1] !== undefined) placed.push(...placeRun(spans, at, place));
  }
  return placed;
}

/** The boxes of the run of new characters that begins at `at`. */
function placeRun(spans: readonly (Span | undefined)[], at: number, place: ColumnPlace): readonly Box[] {
  const next = spans.findIndex((span, index) => index > at && span !== undefined);
  const count = (next < 0 ? spans.length : next) - at;
  const [from, to] = roomBetween(spans[at - 1], spans[next], {
    whole: alongWriting(place, place.box),
    least: count * leastOf(spans),
  });
  const share = Math.max(0, to - from) / count;
  return Array.from({ length: count }, (_, i) =>
    partOfBox(place, place.box, tenth(from + i * share), tenth(from + (i + 1) * share)),
  );
}

function roomBetween(
  above: Span | undefined,
  below: Span | undefined,
  { whole, least }: { readonly whole: Span; readonly least: number },
): readonly [number, number] {
  const from = above === undefined ? whole.start : above.start + above.length;
  const to = below === undefined ? whole.start + whole.length : below.start;
  if (to - from >= least) return [from, to];
  return [
    above === undefined ? Math.min(from, to) : above.start + above.length / 2,
    below === undefined ? Math.max(from, to) : below.start + below.length / 2,
  ];
}

function leastOf(spans: readonly (Span | undefined)[]): number {
  const known = spans.filter((span) => span !== undefined);
  return known.length === 0 ? 0 : (LEAST_SHARE * known.reduce((sum, span) => sum + span.length, 0)) / known.length;
}
