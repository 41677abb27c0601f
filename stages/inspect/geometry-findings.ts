import type { QualityFinding } from "../../pipeline/quality-report.ts";
import type { Objects } from "./find-objects.ts";
import type { LevelFrame } from "./level-frame.ts";
import type { Turn } from "./measure-turn.ts";

/** A page so much longer one way than the other was folded out. */
const FOLDOUT_ASPECT = 2.6;
/** A wrong position is told from this on; below it is a guess. */
export const TOLD_CONFIDENCE = 0.8;

/** What a person should look at in how the page lies. */
export function geometryFindings(turn: Turn | undefined, objects: Objects | undefined, frame: LevelFrame): QualityFinding[] {
  return [...ofTurn(turn), ...ofObjects(objects), ...ofShape(frame)];
}

function ofTurn(turn: Turn | undefined): QualityFinding[] {
  if (turn === undefined) return [];
  const found: QualityFinding[] = [];
  const percent = (share: number): number => Math.floor(share * 1000) / 10;
  if (turn.turnDegrees !== 0 && turn.confidence >= TOLD_CONFIDENCE) {
    const facts = { degrees: turn.turnDegrees, percent: percent(turn.confidence) };
    found.push({
      code: "QC-ORIENTATION",
      value: turn.turnDegrees,
      unit: "deg",
      threshold: 0,
      severity: "warning",
      facts,
      where: null,
    });
  }
  if (turn.mirrorConfidence >= TOLD_CONFIDENCE) {
    const facts = { percent: percent(turn.mirrorConfidence) };
    const value = Math.round(turn.mirrorConfidence * 1000) / 1000;
    found.push({
      code: "QC-MIRRORED",
      value,
      unit: "share",
      threshold: TOLD_CONFIDENCE,
      severity: "warning",
      facts,
      where: null,
    });
  }
  return found;
}

function ofObjects(objects: Objects | undefined): QualityFinding[] {
  if (objects === undefined) return [];
  const flag = { value: null, unit: "", threshold: null, severity: "warning", facts: {} } as const;
  const books = objects.secondPage === null ? [] : [{ code: "QC-TWO-BOOKS", ...flag, where: objects.secondPage }];
  return [...books, ...objects.others.map((where) => ({ code: "QC-OBJECT", ...flag, where }))];
}

function ofShape({ width, height }: LevelFrame): QualityFinding[] {
  const aspect = Math.round((Math.max(width, height) / Math.max(1, Math.min(width, height))) * 10) / 10;
  if (aspect < FOLDOUT_ASPECT) return [];
  const facts = { value: aspect };
  return [{ code: "QC-FOLDOUT", value: aspect, unit: "ratio", threshold: FOLDOUT_ASPECT, severity: "note", facts, where: null }];
}
