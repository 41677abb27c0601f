import type { PageOutline } from "../../pipeline/quality-report.ts";

/**
 * A test for points of the upright master: do they lie on the page, `inset` pixels or more within its edge on the ground?
 * Without an outline every point does.
 */
export function pageTest(outline: PageOutline | null, inset: number): (x: number, y: number) => boolean {
  if (outline === null) return () => true;
  const { step, left, right, top, bottom } = outline;
  const edge = (values: readonly number[], at: number): number =>
    values[Math.min(values.length - 1, Math.max(0, Math.floor(at / step)))] as number;
  const isAfter = (x: number, edgeAt: number): boolean => edgeAt <= 0 || x >= edgeAt + inset;
  const width = Math.max(...right);
  const height = Math.max(...bottom);
  const isBefore = (x: number, edgeAt: number, rim: number): boolean => edgeAt >= rim || x < edgeAt - inset;
  return (x, y) =>
    isAfter(x, edge(left, y)) &&
    isBefore(x, edge(right, y), width) &&
    isAfter(y, edge(top, x)) &&
    isBefore(y, edge(bottom, x), height);
}
