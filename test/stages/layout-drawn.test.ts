import { expect, test } from "vitest";
import { scorePage } from "../../bench/layout/score-page.ts";
import { layoutSchema } from "../../pipeline/layout.ts";
import { orderFromEdges } from "../../pipeline/reading-order.ts";
import { analysePage } from "../../stages/layout/analyse-page.ts";
import { toLayout } from "../../stages/layout/to-layout.ts";
import { drawLeaf } from "../fixtures/drawn-leaf.ts";

test("most columns of drawn leaves are found alone and in order, and their edges give the order of the lines", async () => {
  let [columns, inOrder] = [0, 0];
  for (let seed = 1; seed <= 6; seed++) {
    const leaf = await drawLeaf(seed);
    const layout = layoutSchema.parse(toLayout(analysePage(leaf.grey, "auto"), leaf.grey, leaf.grey));
    const ids = layout.lines.map((line) => line.id);
    expect(orderFromEdges([...ids].sort(), layout.order).order).toEqual(ids);
    const score = scorePage(
      layout.lines.filter((line) => line.kind !== "running-title"),
      leaf.runs,
    );
    columns += score.columns;
    inOrder += score.inOrder;
  }
  expect(columns).toBeGreaterThan(60);
  expect(inOrder / columns).toBeGreaterThan(0.75);
}, 60_000);
