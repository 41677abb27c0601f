import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Contents, contentsProblems, flatParts } from "../../../pipeline/folios/contents.ts";
import {
  addPart,
  changePart,
  holderOf,
  movePartIn,
  movePartOut,
  partOf,
  removePart,
} from "../../../pipeline/folios/contents-edit.ts";
import { contentsSchema } from "../../../pipeline/folios/contents-schema.ts";

const pages = Array.from({ length: 20 }, (_, at) => `p${at + 1}`);
const add = (contents: Contents, id: string, page: number, holder?: string) =>
  addPart(
    contents,
    pages,
    { id, kind: holder === undefined ? "fascicle" : "chapter", title: `卷 ${id}`, first: `p${page}` },
    holder,
  );
const shape = (contents: Contents) => flatParts(contents, pages).map(({ id, first, last, depth }) => [id, first, last, depth]);

describe("the tree of contents", () => {
  const two = add(add([], "q1", 2), "q2", 11);
  const chapters = add(add(two, "c1", 2, "q1"), "c2", 6, "q1");

  test("lets a part reach to where the next begins, and the last to the end of what holds it", () => {
    expect(shape(chapters)).toEqual([
      ["q1", 2, 10, 0],
      ["c1", 2, 5, 1],
      ["c2", 6, 10, 1],
      ["q2", 11, 20, 0],
    ]);
    expect(contentsProblems(chapters, pages)).toEqual([]);
  });

  test("puts a part between others by its page", () => {
    expect(shape(add(two, "q0", 5))).toEqual([
      ["q1", 2, 4, 0],
      ["q0", 5, 10, 0],
      ["q2", 11, 20, 0],
    ]);
  });

  test("deletes a part and keeps those inside it", () => {
    expect(shape(removePart(chapters, "q1"))).toEqual([
      ["c1", 2, 5, 0],
      ["c2", 6, 10, 0],
      ["q2", 11, 20, 0],
    ]);
  });

  test("moves a part into the one before it and out again", () => {
    const inside = movePartIn(two, "q2");
    expect(shape(inside)).toEqual([
      ["q1", 2, 20, 0],
      ["q2", 11, 20, 1],
    ]);
    expect(shape(movePartOut(inside, pages, "q2"))).toEqual(shape(two));
    expect(shape(movePartIn(two, "q1"))).toEqual(shape(two));
  });

  test("renames a part wherever it is", () => {
    const renamed = changePart(chapters, "c2", (part) => ({ ...part, title: "第二回" }));
    expect(partOf(renamed, "c2")?.title).toBe("第二回");
    expect(holderOf(renamed, "c2")?.id).toBe("q1");
  });

  test("lets a chapter end on the page where the next begins, but no further", () => {
    const shared = changePart(chapters, "c1", (part) => ({ ...part, last: "p6" }));
    expect(contentsProblems(shared, pages)).toEqual([]);
    const over = changePart(chapters, "c1", (part) => ({ ...part, last: "p7" }));
    expect(contentsProblems(over, pages)).toMatchObject([{ part: "c2", code: "overlap" }]);
  });

  test("says everything that is wrong at once", () => {
    const wrong = changePart(
      changePart(chapters, "c1", (part) => ({ ...part, first: "p9", last: "p3" })),
      "q2",
      (part) => ({ ...part, id: "q1", last: "p99" }),
    );
    expect(contentsProblems(wrong, pages).map(({ code }) => code)).toEqual(["backwards", "twice", "unknown-page"]);
    expect(
      contentsProblems(
        changePart(two, "q1", (part) => ({ ...part, id: "contents" })),
        pages,
      ),
    ).toMatchObject([{ code: "reserved" }]);
    const outside = changePart(chapters, "c2", (part) => ({ ...part, last: "p12" }));
    expect(contentsProblems(outside, pages)).toMatchObject([{ part: "c2", code: "outside" }]);
  });

  test("takes no part without a title, and keeps Han-Nom titles code point by code point", () => {
    expect(contentsSchema.safeParse([{ ...two[0], title: "" }]).success).toBe(false);
    expect(contentsSchema.parse([{ ...two[0], title: "卷𡨸\u{e0100}" }])[0]?.title).toBe("卷𡨸\u{e0100}");
  });
});

const step = fc.record({
  act: fc.constantFrom("add" as const, "child" as const, "in" as const, "out" as const, "remove" as const),
  page: fc.integer({ min: 1, max: 20 }),
  which: fc.nat(20),
});

interface Step {
  readonly act: "add" | "child" | "in" | "out" | "remove";
  readonly page: number;
  readonly which: number;
}

/** One change as a person may make it: a part begins where no other of its level does. */
function changed(contents: Contents, { act, page, which }: Step, id: string): Contents {
  const flat = flatParts(contents, pages);
  const isFree = (depth: number) => !flat.some((each) => each.depth === depth && each.first === page);
  if (act === "add") return isFree(0) ? add(contents, id, page) : contents;
  const chosen = flat[which % Math.max(1, flat.length)];
  if (!chosen) return contents;
  if (act === "remove") return removePart(contents, chosen.id);
  if (act === "out") return movePartOut(contents, pages, chosen.id);
  if (act === "in") return flat.some(({ depth }) => depth === 5) ? contents : movePartIn(contents, chosen.id);
  const isInside = page >= chosen.first && page <= chosen.last && chosen.depth < 4;
  return isInside && isFree(chosen.depth + 1) ? add(contents, id, page, chosen.id) : contents;
}

test("whatever is done to a tree from the beginning, it stays one without faults", () => {
  let parts = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const contents = steps.reduce((tree: Contents, each, at) => changed(tree, each, `n${at}`), []);
      expect(contentsProblems(contents, pages)).toEqual([]);
      parts += flatParts(contents, pages).length;
    }),
    { numRuns: 500 },
  );
  expect(parts).toBeGreaterThan(100);
});
