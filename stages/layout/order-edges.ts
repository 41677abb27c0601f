/** Why each line follows the one before it, told from where the two stand. */
import type { OrderEdge } from "../../pipeline/reading-order.ts";
import type { FoundLine } from "./page-analysis.ts";

/** The reason that leads from a line to the next in reading order. */
export function reasonBetween(line: FoundLine, next: FoundLine, writingMode: "vertical-rl" | "horizontal-tb"): OrderEdge["why"] {
  if (line.region !== next.region) return "next-region";
  if (writingMode === "horizontal-tb") return "next-line";
  const shared = Math.min(line.box.y + line.box.height, next.box.y + next.box.height) - Math.max(line.box.y, next.box.y);
  const isPair = line.kind === "commentary" && next.kind === "commentary" && shared > 0 && next.box.x < line.box.x;
  if (isPair && distance(line, next) < 1.6 * Math.max(line.box.width, next.box.width)) return "left-after-right";
  if (next.box.y <= line.box.y || distance(line, next) > 0.75 * Math.max(line.box.width, next.box.width)) return "next-column";
  return line.storey === next.storey ? "down-the-column" : "next-register";
}

function distance(line: FoundLine, next: FoundLine): number {
  return Math.abs(line.box.x + line.box.width / 2 - next.box.x - next.box.width / 2);
}
