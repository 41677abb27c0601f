import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { WorkingColumn, WorkingText } from "../../../../pipeline/text-version.ts";
import type { Merge } from "../../../../pipeline/text-version-merge.ts";
import { mergeTexts } from "../../../../pipeline/text-version-merge.ts";
import { doubtFrom, doubtsOf, placedCharacters } from "../../../../web/workroom/screens/text/doubts.ts";
import { editorReducer, openDesk } from "../../../../web/workroom/screens/text/editor-state.ts";
import { takeCandidate, typed, wrapped } from "../../../../web/workroom/screens/text/edits.ts";
import { settleConflicts } from "../../../../web/workroom/screens/text/settle-conflicts.ts";
import { contentOf, pageOf } from "../../../../web/workroom/screens/text/working-page.ts";
import { textOf } from "../../../fixtures/book.ts";

const BOX = { x: 0, y: 0, width: 10, height: 100 };
const column = (id: string, text: string): WorkingColumn => ({ id, kind: "body", box: BOX, text });
const content = (...columns: readonly WorkingColumn[]): WorkingText => ({
  v: 1,
  width: 400,
  height: 560,
  script: "han-nom",
  writingMode: "vertical-rl",
  from: { role: "text/machine", text: "a".repeat(64), picture: null },
  columns,
});

/** A layer in which the third character of the first column is doubtful, and the last of the second. */
function doubtfulLayer() {
  const layer = textOf({}, 2);
  const lines = layer.lines.map((line, index) => ({
    ...line,
    characters: [...line.text].map((text, at) => ({
      text,
      box: { x: line.box.x, y: 20 + at * 40, width: 30, height: 40 },
      confidence: (index === 0 && at === 2) || (index === 1 && at === [...line.text].length - 1) ? 0.4 : 0.99,
      alternatives: [{ text: "百", confidence: 0.3 }],
    })),
  }));
  return { ...layer, lines };
}

const shownText = (layer: ReturnType<typeof doubtfulLayer>): WorkingText =>
  content(...layer.lines.map(({ id, kind, box, text }) => ({ id, kind, box, text })));

describe("the page on the desk", () => {
  test("is kept as it was opened when nothing was changed", () => {
    const layer = doubtfulLayer();
    const opened = shownText(layer);
    expect(contentOf(pageOf(opened, layer), opened)).toEqual(opened);
  });

  test("keeps place and doubt of every character that was not typed over", () => {
    const layer = doubtfulLayer();
    const page = pageOf(shownText(layer), layer);
    const [first] = page.columns;
    const after = typed(page, "c1", `新${first?.text}`, "han-nom");
    expect(after.columns[0]?.characters.slice(1)).toEqual(first?.characters);
  });

  test("goes from doubt to doubt and stays at the last", () => {
    const layer = doubtfulLayer();
    const page = pageOf(shownText(layer), layer);
    const doubts = doubtsOf(page);
    expect(doubts.map(({ column: id }) => id)).toEqual(["c1", "c2"]);
    const first = doubtFrom(page, { column: "c1", offset: 0 }, 1);
    expect(first).toMatchObject({ column: "c1", offset: "𤾓𢆥".length });
    const second = doubtFrom(page, first, 1);
    expect(second?.column).toBe("c2");
    expect(doubtFrom(page, second, 1)).toBeUndefined();
    expect(doubtFrom(page, second, -1)).toEqual(expect.objectContaining({ column: "c1" }));
  });

  test("puts a candidate in the place of exactly one character, beyond the basic plane too", () => {
    const layer = doubtfulLayer();
    const page = pageOf(shownText(layer), layer);
    const placed = placedCharacters(page.columns[0]!)[2]!;
    const after = takeCandidate(page, "c1", placed, "𥪞", "han-nom");
    expect([...(after.columns[0]?.text ?? "")]).toEqual([..."𤾓𢆥𥪞𡎝𠊛些"]);
    expect(doubtsOf(after)).toHaveLength(1);
  });

  test("takes marks round what is selected and keeps the caret behind it", () => {
    expect(wrapped("𤾓年", 0, 2, ["⸢", "⸣"])).toEqual({ text: "⸢𤾓⸣年", offset: 3 });
    expect(wrapped("年", 1, 1, ["□", ""])).toEqual({ text: "年□", offset: 2 });
  });
});

describe("steps back", () => {
  test("lead through every character typed, and forth again", () => {
    const layer = doubtfulLayer();
    const opened = shownText(layer);
    let state = openDesk(pageOf(opened, layer));
    const pages = [state.page];
    for (const text of ["新", "新字", "新字𤾓"]) {
      state = editorReducer(state, { do: "change", change: (page) => typed(page, "c1", text, "han-nom") });
      pages.push(state.page);
    }
    for (const page of pages.slice(0, -1).reverse()) {
      state = editorReducer(state, { do: "undo" });
      expect(state.page).toBe(page);
    }
    expect(editorReducer(state, { do: "undo" })).toBe(state);
    for (const page of pages.slice(1)) {
      state = editorReducer(state, { do: "redo" });
      expect(state.page).toBe(page);
    }
  });
});

describe("a conflict", () => {
  test("is decided for each difference, and drops nothing that nobody decided", () => {
    const base = content(column("c1", "甲"), column("c2", "乙"), column("c3", "丙"));
    const theirs = content(column("c1", "甲一"), column("c2", "乙"), column("c3", "丙"));
    const mine = content(column("c1", "甲二"), column("c2", "乙二"));
    const merge = mergeTexts(base, theirs, mine);
    expect(merge.conflicts.map(({ kind }) => kind)).toEqual(["field"]);
    const texts = (side: "theirs" | "mine" | undefined) => settleConflicts(theirs, merge, [side]).columns.map(({ text }) => text);
    expect(texts("mine")).toEqual(["甲二", "乙二"]);
    expect(texts("theirs")).toEqual(["甲一", "乙二"]);
    expect(texts(undefined)).toEqual(["甲一", "乙二"]);
  });

  test("between removing and changing is decided by a person", () => {
    const base = content(column("c1", "甲"), column("c2", "乙"));
    const merge = mergeTexts(base, content(column("c1", "甲"), column("c2", "乙一")), content(column("c1", "甲")));
    const texts = (side: "theirs" | "mine") => settleConflicts(base, merge, [side]).columns.map(({ text }) => text);
    expect(texts("theirs")).toEqual(["甲", "乙一"]);
    expect(texts("mine")).toEqual(["甲"]);
  });

  test("about the order takes the chosen one and keeps every column", () => {
    const ids = ["a", "b", "c", "d", "e"];
    const order = fc.shuffledSubarray(ids, { minLength: 5, maxLength: 5 });
    fc.assert(
      fc.property(order, order, order, (base, theirs, mine) => {
        const textOfOrder = (each: readonly string[]) => content(...each.map((id) => column(id, id)));
        const merge: Merge = mergeTexts(textOfOrder(base), textOfOrder(theirs), textOfOrder(mine));
        const settled = settleConflicts(
          textOfOrder(theirs),
          merge,
          merge.conflicts.map(() => "mine"),
        );
        expect(settled.columns.map(({ id }) => id).toSorted()).toEqual(ids);
        if (merge.conflicts.some(({ kind }) => kind === "order")) expect(settled.columns.map(({ id }) => id)).toEqual(mine);
      }),
    );
  });
});
