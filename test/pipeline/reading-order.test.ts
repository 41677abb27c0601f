import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moveLine, type OrderEdge, orderFromEdges } from "../../pipeline/reading-order.ts";

const LINES = ["c1", "c2", "c3", "c4"];

function chain(lines: readonly string[]): OrderEdge[] {
  return lines.slice(1).map((to, i) => ({ from: lines[i] as string, to, why: "next-column" }));
}

describe("the reading order of a page", () => {
  test("follows the edges, whatever order the lines are listed in", () => {
    expect(orderFromEdges(["c3", "c1", "c4", "c2"], chain(LINES)).order).toEqual(LINES);
    expect(orderFromEdges(["c1"], []).order).toEqual(["c1"]);
    expect(orderFromEdges([], []).order).toEqual([]);
  });

  test("is refused with the lines concerned when a line would be read twice, never, or in a circle", () => {
    const problemsOf = (edges: OrderEdge[]) => orderFromEdges(LINES, edges).problems;
    const edge = (from: string, to: string): OrderEdge => ({ from, to, why: "by-person" });
    expect(problemsOf([...chain(LINES), edge("c4", "c1")])).toEqual([{ code: "cycle", lines: LINES }]);
    expect(problemsOf([...chain(LINES), edge("c1", "c3")])).toEqual([
      { code: "two-followers", lines: ["c1"] },
      { code: "two-leaders", lines: ["c3"] },
    ]);
    expect(problemsOf([edge("c1", "c2"), edge("c3", "c4")])).toEqual([{ code: "not-joined", lines: ["c1", "c3"] }]);
    expect(problemsOf([...chain(LINES), edge("c4", "c9")])).toEqual([{ code: "unknown-line", lines: ["c9"] }]);
    expect(problemsOf([edge("c2", "c2"), edge("c1", "c3"), edge("c3", "c4")])).toEqual([{ code: "cycle", lines: ["c2"] }]);
  });

  test("is repaired by moving a line behind another or to the front, and stays an order after any such repairs", () => {
    const repaired = moveLine(LINES, chain(LINES), { line: "c4", after: "c1" });
    expect(orderFromEdges(LINES, repaired).order).toEqual(["c1", "c4", "c2", "c3"]);
    expect(repaired.filter((edge) => edge.why === "by-person")).toHaveLength(2);
    const front = moveLine(LINES, repaired, { line: "c3", after: undefined });
    expect(orderFromEdges(LINES, front).order).toEqual(["c3", "c1", "c4", "c2"]);
    const move = fc.record({ line: fc.constantFrom(...LINES), after: fc.option(fc.constantFrom(...LINES), { nil: undefined }) });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 12 }), (moves) => {
        const expected = moves.reduce((order, { line, after }) => {
          if (line === after) return order;
          const others = order.filter((each) => each !== line);
          const at = after === undefined ? 0 : others.indexOf(after) + 1;
          return [...others.slice(0, at), line, ...others.slice(at)];
        }, LINES);
        const edges = moves.reduce<readonly OrderEdge[]>((current, each) => moveLine(LINES, current, each), chain(LINES));
        expect(orderFromEdges(LINES, edges).order).toEqual(expected);
      }),
    );
  });
});
