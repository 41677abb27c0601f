/**
 * Vertical or horizontal, by neighbours: in horizontal lines the next piece of ink stands close on the right and far below;
 * in vertical columns it stands close below. Looking at neighbours only, sparse pages and lists are judged like full ones.
 */
import type { Blob } from "./components.ts";

/** A writing mode with the certainty of the choice, 0 to 1. */
export interface WritingModeGuess {
  readonly writingMode: "vertical-rl" | "horizontal-tb";
  readonly confidence: number;
}

const SAMPLES = 500;

/** Judge a page by the pieces of its ink, rules left out. A blank page counts as vertical, the direction of the books this is for. */
export function detectWritingMode(pieces: readonly Blob[]): WritingModeGuess {
  const blobs = piecesOfText(pieces);
  const step = Math.max(1, Math.floor(blobs.length / SAMPLES));
  const right: number[] = [];
  const below: number[] = [];
  for (let i = 0; i < blobs.length; i += step) {
    const blob = blobs[i];
    if (blob === undefined) continue;
    right.push(gapTo(blob, blobs, "right") / blob.height);
    below.push(gapTo(blob, blobs, "below") / blob.height);
  }
  if (right.length < 12) return { writingMode: "vertical-rl", confidence: 0.5 };
  const ratio = (median(right) + 0.02) / (median(below) + 0.02);
  const isVertical = ratio > 0.5;
  return {
    writingMode: isVertical ? "vertical-rl" : "horizontal-tb",
    confidence: Math.min(1, 0.5 + Math.abs(Math.log2(ratio / 0.5)) / 4),
  };
}

function piecesOfText(blobs: readonly Blob[]): readonly Blob[] {
  const solid = blobs.filter((blob) => blob.area >= 6);
  const size = median(solid.map((blob) => Math.max(blob.width, blob.height)));
  return solid.filter((blob) => Math.max(blob.width, blob.height) >= 0.6 * size && Math.max(blob.width, blob.height) <= 5 * size);
}

function gapTo(blob: Blob, all: readonly Blob[], side: "right" | "below"): number {
  let nearest = 20 * blob.height;
  for (const other of all) {
    if (other === blob) continue;
    const isRight = side === "right";
    const gap = isRight ? other.x - blob.x - blob.width : other.y - blob.y - blob.height;
    if (gap < -1 || gap >= nearest) continue;
    const overlap = isRight
      ? Math.min(blob.y + blob.height, other.y + other.height) - Math.max(blob.y, other.y)
      : Math.min(blob.x + blob.width, other.x + other.width) - Math.max(blob.x, other.x);
    const smaller = isRight ? Math.min(blob.height, other.height) : Math.min(blob.width, other.width);
    if (overlap >= 0.4 * smaller) nearest = Math.max(0, gap);
  }
  return nearest;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
