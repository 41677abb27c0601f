import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COLUMN_FIELDS, type WorkingColumn } from "../../pipeline/text-version.ts";
import { diffTexts } from "../../pipeline/text-version-diff.ts";
import { type Merge, mergeTexts, type TextConflict } from "../../pipeline/text-version-merge.ts";
import { pageOfTexts, workingColumn, workingText } from "../fixtures/working-text.ts";

const textsOf = ({ columns }: Pick<Merge, "columns">) => columns.map(({ text }) => text);

/** What a person may do to a page. `at` counts columns round and round. */
type Act =
  | { readonly act: "write"; readonly at: number; readonly field: "text" | "phienAm" | "note"; readonly text: string }
  | { readonly act: "move"; readonly at: number; readonly to: number }
  | { readonly act: "add"; readonly at: number; readonly text: string }
  | { readonly act: "remove"; readonly at: number }
  | { readonly act: "nest"; readonly at: number; readonly to: number };

const place = fc.nat({ max: 20 });
const text = fc.string({ unit: fc.constantFrom("百", "年", "𢆥", "𥪞", "a", " ", "<"), maxLength: 4 });
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    act: fc.constant("write" as const),
    at: place,
    field: fc.constantFrom("text" as const, "phienAm" as const, "note" as const),
    text,
  }),
  fc.record({ act: fc.constant("move" as const), at: place, to: place }),
  fc.record({ act: fc.constant("add" as const), at: place, text }),
  fc.record({ act: fc.constant("remove" as const), at: place }),
  fc.record({ act: fc.constant("nest" as const), at: place, to: place }),
);
const base = fc.array(text, { minLength: 1, maxLength: 6 }).map((texts) => pageOfTexts(...texts).columns);
const acts = fc.array(act, { maxLength: 6 });

/** Do what a person did; new columns get names of their own, as the browser gives them. */
function done(columns: readonly WorkingColumn[], all: readonly Act[], who: string): readonly WorkingColumn[] {
  return all.reduce((before, each, count) => doneOne(before, each, `${who}${count}`), columns);
}

function doneOne(columns: readonly WorkingColumn[], each: Act, id: string): readonly WorkingColumn[] {
  const at = columns.length === 0 ? 0 : each.at % columns.length;
  const column = columns[at];
  if (each.act === "add") return columns.toSpliced(at, 0, workingColumn(id, each.text));
  if (!column) return columns;
  if (each.act === "write") return columns.toSpliced(at, 1, { ...column, [each.field]: each.text });
  if (each.act === "move") return columns.toSpliced(at, 1).toSpliced(each.to % columns.length, 0, column);
  if (each.act === "remove") {
    return columns.toSpliced(at, 1).map((other) => (other.parent === column.id ? { ...other, parent: undefined } : other));
  }
  const parent = columns[each.to % columns.length];
  const isFree = parent && parent !== column && !parent.parent && columns.every((other) => other.parent !== column.id);
  return isFree ? columns.toSpliced(at, 1, { ...column, parent: parent.id }) : columns;
}

/** What is absent is the same as what is empty. */
const plain = (column: WorkingColumn) => [column.id, ...COLUMN_FIELDS.map((field) => column[field] || "")];

const LAYERS = ["text", "phienAm", "note"] as const;

/** Every part that somebody wrote. */
function writtenIn(base: readonly WorkingColumn[], all: readonly WorkingColumn[]) {
  const before = new Map(base.map((each) => [each.id, each]));
  const pairs = all.flatMap((column) => LAYERS.map((field) => [column, field] as const));
  return pairs.filter(([column, field]) => (column[field] ?? "") !== (before.get(column.id)?.[field] ?? ""));
}

/** True when a conflict shows what somebody wrote there. */
function tellsOf(conflict: TextConflict, written: WorkingColumn, field: "text" | "phienAm" | "note"): boolean {
  if (!("column" in conflict) || conflict.column !== written.id) return false;
  if (conflict.kind === "removed") return conflict.kept[field] === written[field];
  return conflict.kind === "field" && conflict.field === field && [conflict.theirs, conflict.mine].includes(written[field]);
}

const situation = fc.tuple(base, acts, acts).map(([columns, theirs, mine]) => ({
  base: { columns },
  theirs: { columns: done(columns, theirs, "t") },
  mine: { columns: done(columns, mine, "m") },
}));

describe("two corrections of one page", () => {
  test("are both taken where they are about different columns or parts of one", () => {
    const [b, t, m] = [pageOfTexts("一", "二", "三"), pageOfTexts("一百", "二", "三"), pageOfTexts("一", "二", "三千")];
    const withNote = workingText(m.columns.map((each, at) => (at === 0 ? { ...each, note: "húy" } : each)));
    const { columns, conflicts } = mergeTexts(b, t, withNote);
    expect(conflicts).toEqual([]);
    expect(textsOf({ columns })).toEqual(["一百", "二", "三千"]);
    expect(columns[0]?.note).toBe("húy");
  });

  test("are a conflict with all three texts where both wrote the same part of a column differently", () => {
    const { columns, conflicts } = mergeTexts(pageOfTexts("一"), pageOfTexts("一百"), pageOfTexts("一千"));
    expect(conflicts).toEqual([{ kind: "field", column: "c1", field: "text", base: "一", theirs: "一百", mine: "一千" }]);
    expect(textsOf({ columns })).toEqual(["一百"]);
  });

  test("keep a column that one removed and the other corrected, and say so", () => {
    const b = pageOfTexts("一", "二");
    const without = workingText(b.columns.slice(0, 1));
    expect(mergeTexts(b, without, pageOfTexts("一", "二百"))).toMatchObject({
      columns: [{ text: "一" }, { text: "二百" }],
      conflicts: [{ kind: "removed", column: "c2", by: "theirs", base: { text: "二" }, kept: { text: "二百" } }],
    });
    expect(mergeTexts(b, without, b)).toMatchObject({ columns: [{ text: "一" }], conflicts: [] });
  });

  test("keep a split and a correction elsewhere, and put both new columns in their places", () => {
    const b = pageOfTexts("一二", "三");
    const split = workingText([{ ...b.columns[0]!, text: "一" }, workingColumn("n1", "二"), b.columns[1]!]);
    const added = workingText([b.columns[0]!, b.columns[1]!, workingColumn("m1", "四")]);
    expect(textsOf(mergeTexts(b, split, added))).toEqual(["一", "二", "三", "四"]);
    expect(mergeTexts(b, split, added).conflicts).toEqual([]);
  });

  test("take the order of whoever moved columns, and contest it only where both did, and not alike", () => {
    const b = pageOfTexts("一", "二", "三");
    const [c1, c2, c3] = b.columns as [WorkingColumn, WorkingColumn, WorkingColumn];
    const moved = workingText([c3, c1, c2]);
    expect(textsOf(mergeTexts(b, moved, pageOfTexts("一", "二百", "三")))).toEqual(["三", "一", "二百"]);
    expect(textsOf(mergeTexts(b, pageOfTexts("一", "二百", "三"), moved))).toEqual(["三", "一", "二百"]);
    expect(mergeTexts(b, moved, moved).conflicts).toEqual([]);
    expect(mergeTexts(b, moved, workingText([c2, c1, c3]))).toMatchObject({
      conflicts: [{ kind: "order", theirs: ["c3", "c1", "c2"], mine: ["c2", "c1", "c3"] }],
    });
  });

  test("let a small column stand by itself when its parent went, and say so", () => {
    const b = pageOfTexts("一", "二");
    const nested = workingText([b.columns[0]!, { ...b.columns[1]!, parent: "c1" }]);
    const { columns, conflicts } = mergeTexts(b, nested, workingText([b.columns[1]!]));
    expect(columns).toMatchObject([{ id: "c2", text: "二" }]);
    expect(columns[0]).not.toHaveProperty("parent");
    expect(conflicts).toContainEqual({ kind: "parent", column: "c2", parent: "c1" });
  });
});

describe("the merge, whatever two people did,", () => {
  test("is theirs when I did nothing, mine when they did nothing, and either when both did the same", () => {
    fc.assert(
      fc.property(situation, ({ base: b, theirs, mine }) => {
        for (const [merge, wanted] of [
          [mergeTexts(b, theirs, b), theirs],
          [mergeTexts(b, b, mine), mine],
          [mergeTexts(b, mine, mine), mine],
        ] as const) {
          expect(merge.conflicts).toEqual([]);
          expect(merge.columns.map(plain)).toEqual(wanted.columns.map(plain));
        }
      }),
      { numRuns: 500 },
    );
  });

  test("drops no text: what either wrote stands in the merged text or in a conflict", () => {
    fc.assert(
      fc.property(situation, ({ base: b, theirs, mine }) => {
        const { columns, conflicts } = mergeTexts(b, theirs, mine);
        const after = new Map(columns.map((each) => [each.id, each]));
        for (const [column, field] of writtenIn(b.columns, [...theirs.columns, ...mine.columns])) {
          const isMerged = (after.get(column.id)?.[field] ?? "") === (column[field] ?? "");
          expect(isMerged || conflicts.some((conflict) => tellsOf(conflict, column, field))).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("is a sound page: every column once, every parent there and no small column itself", () => {
    fc.assert(
      fc.property(situation, ({ base: b, theirs, mine }) => {
        const { columns } = mergeTexts(b, theirs, mine);
        const byId = new Map(columns.map((each) => [each.id, each]));
        expect(byId.size).toBe(columns.length);
        for (const { parent } of columns) {
          if (parent !== undefined) expect([byId.has(parent), byId.get(parent)?.parent]).toEqual([true, undefined]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("says the same whoever was first, as far as nothing is contested", () => {
    fc.assert(
      fc.property(situation, ({ base: b, theirs, mine }) => {
        const [one, other] = [mergeTexts(b, theirs, mine), mergeTexts(b, mine, theirs)];
        // A small column that lost its parent follows from whose parent was taken.
        const about = ({ conflicts }: Merge) =>
          conflicts
            .filter(({ kind }) => kind !== "parent")
            .map((each) => [each.kind, "column" in each ? each.column : ""].join(" "))
            .sort();
        expect(about(other)).toEqual(about(one));
        if (one.conflicts.length > 0) return;
        const named = ({ columns }: Merge) =>
          new Map(columns.map((each) => [each.id, COLUMN_FIELDS.map((field) => each[field] ?? "")]));
        expect(named(other)).toEqual(named(one));
      }),
      { numRuns: 500 },
    );
  });

  test("is told whole by the differences of the two texts", () => {
    fc.assert(
      fc.property(situation, ({ theirs, mine }) => {
        const { changes } = diffTexts(theirs, mine);
        const rebuilt = new Map(theirs.columns.map((each) => [each.id, each]));
        for (const each of changes) {
          if (each.change === "removed") rebuilt.delete(each.column);
          else rebuilt.set(each.column, each.after);
        }
        const named = (all: Iterable<WorkingColumn>) =>
          new Map([...all].map((each) => [each.id, COLUMN_FIELDS.map((field) => each[field] ?? "")]));
        expect(named(rebuilt.values())).toEqual(named(mine.columns));
      }),
      { numRuns: 300 },
    );
  });
});
