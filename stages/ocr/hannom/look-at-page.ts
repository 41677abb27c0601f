/**
 * Look at all columns of a page at the height that suits their hand. A network learnt characters about as tall as wide;
 * books that crowd flat characters into a column are read far better when the column is stretched. Which stretch suits
 * is a matter of the hand, so a few columns decide for all of their kind, by what the network is surest of.
 */
import type { InkedColumn, Sight } from "./look-at-column.ts";

const STRETCHES = [1, 1.15, 1.35] as const;
/** Columns tried at every stretch: the longest ones. */
const TRIED_COLUMNS = 4;
/** Certainty from which on no other stretch is tried. */
const SURE_ENOUGH = 0.9;
/** How much more evidence another stretch must bring. */
const LEAST_GAIN = 0.05;
/** Certainty at which a character speaks neither for nor against a stretch. */
const EVEN_CERTAINTY = 0.5;

/** Shows a column to the network, stretched. */
export type Look = (column: InkedColumn, stretch: number) => Promise<Sight>;

/** One sight a column, in the same order. @throws what `look` throws. */
export async function lookAtPage(columns: readonly InkedColumn[], look: Look): Promise<readonly Sight[]> {
  const sights = new Map<InkedColumn, Sight>();
  for (const kind of byKind(columns)) {
    const { stretch, tried } = await bestStretch(kind, look);
    for (const column of kind) sights.set(column, tried.get(column) ?? (await look(column, stretch)));
  }
  return columns.map((column) => sights.get(column) as Sight);
}

interface Trial {
  readonly stretch: number;
  readonly tried: ReadonlyMap<InkedColumn, Sight>;
}

async function bestStretch(columns: readonly InkedColumn[], look: Look): Promise<Trial> {
  const longest = [...columns].sort((a, b) => b.picture.height - a.picture.height).slice(0, TRIED_COLUMNS);
  let best: (Trial & { readonly evidence: number }) | undefined;
  for (const stretch of STRETCHES) {
    const tried = new Map<InkedColumn, Sight>();
    for (const column of longest) tried.set(column, await look(column, stretch));
    const certainties = [...tried.values()].flatMap((sight) => sight.spans.map((span) => span.certainty));
    const evidence = certainties.reduce((sum, each) => sum + each - EVEN_CERTAINTY, 0);
    if (best === undefined || evidence > best.evidence * (1 + LEAST_GAIN)) best = { stretch, tried, evidence };
    if (evidence >= (SURE_ENOUGH - EVEN_CERTAINTY) * certainties.length) break;
  }
  return best ?? { stretch: 1, tried: new Map() };
}

/** Columns of one kind share their usual breadth: body apart from commentary, title strip and head notes. */
function byKind(columns: readonly InkedColumn[]): readonly (readonly InkedColumn[])[] {
  const kinds = new Map<number | undefined, InkedColumn[]>();
  for (const column of columns) {
    const key = column.picture.usualBreadthPixels;
    kinds.set(key, [...(kinds.get(key) ?? []), column]);
  }
  return [...kinds.values()];
}
