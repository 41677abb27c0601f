/** Scale a column for the network, let it look, and find the characters on its frames. */
import type { LinePicture } from "../engine.ts";
import { calibrated } from "./calibrate.ts";
import { type ColumnInk, cutAcross } from "./column-ink.ts";
import { decodeGreedy, type FrameSpan, toLogProbabilities } from "./decode-greedy.ts";
import type { Recognizer } from "./model-session.ts";
import { prepareColumn, toNetworkWidth } from "./prepare-column.ts";

/** A column of which something can be read. */
export interface InkedColumn {
  readonly picture: LinePicture;
  readonly ink: ColumnInk;
}

/** One character the network saw. */
export interface SeenCharacter extends FrameSpan {
  /** Share of such readings that are right, as far as the model's calibration tells. */
  readonly certainty: number;
}

/** What the network saw on a column. */
export interface Sight {
  readonly spans: readonly SeenCharacter[];
  /** Middles of the spans in rows of the picture. */
  readonly middles: readonly number[];
  /** How many times taller than its width asks for the column was shown. */
  readonly stretch: number;
}

/** Chosen class and alternatives. */
const CANDIDATES = 6;
/** Narrowest writing taken as a full column, in usual breadths: 一 alone must not be blown up. */
const LEAST_BREADTH_SHARE = 0.7;

/** Look at a column, made `stretch` times taller than its width asks for. @throws what the recognizer's `look` throws. */
export async function lookAtColumn({ picture, ink }: InkedColumn, stretch: number, recognizer: Recognizer): Promise<Sight> {
  const { description } = recognizer.model;
  const [left, right] = atLeast(ink, Math.round((picture.usualBreadthPixels ?? 0) * LEAST_BREADTH_SHARE));
  const scaled = toNetworkWidth(cutAcross(picture, left, right), description.widthPixels, stretch);
  const scores = await recognizer.look(prepareColumn(scaled, description));
  const decoded = decodeGreedy(description.outputKind === "logits" ? toLogProbabilities(scores) : scores, CANDIDATES);
  const spans = decoded.map((span) => ({ ...span, certainty: calibrated(span.peak, description.calibration) }));
  const middles = spans.map((span) => {
    const row = span.middleFrame * description.rowsPerFrame - description.paddingRows;
    return Math.max(0, Math.min(picture.height - 1, (row * picture.height) / scaled.height));
  });
  return { spans, middles, stretch };
}

function atLeast(ink: ColumnInk, breadth: number): readonly [number, number] {
  if (ink.right - ink.left >= breadth) return [ink.left, ink.right];
  const left = Math.round((ink.left + ink.right - breadth) / 2);
  return [left, left + breadth];
}
