import { describe, expect, test } from "vitest";
import type { Column, PageColumns } from "../../../pipeline/columns/column.ts";
import { moveColumns, orderAsPointed } from "../../../pipeline/columns/move-columns.ts";
import { type SortRule, sortColumns } from "../../../pipeline/columns/sort-columns.ts";

/** A page of twelve columns in the order in which it is really read. */
interface ReadPage {
  readonly name: string;
  readonly right: readonly Column[];
  readonly rule: SortRule;
}

const column = (id: string, [x, y, width, height]: readonly number[], more: Partial<Column> = {}): Column => ({
  id,
  kind: "body",
  box: { x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0 },
  text: "金",
  confidence: 1,
  characters: [],
  ...more,
});
const twelve = Array.from({ length: 12 }, (_, at) => at);

const raised = twelve.map((at) => column(`c${at}`, [1100 - 90 * at, at % 5 === 2 ? 10 : 60, 60, at % 4 === 3 ? 200 : 480]));
const registers = twelve.map((at) => column(`c${at}`, [900 - 120 * (at % 6), at < 6 ? 40 : 330, 70, at < 6 ? 260 : 350]));
const verse = twelve.map((at) =>
  column(`c${at}`, [900 - 120 * (at >> 1), at % 2 === 0 ? 40 : 330, 70, at % 2 === 0 ? 260 : 350]),
);
const leaf = twelve.map((at) =>
  column(`c${at}`, [(at < 6 ? 1500 : 700) - 110 * (at % 3) - 0, at % 6 < 3 ? 40 : 330, 70, at % 6 < 3 ? 260 : 350]),
);
const glosses = [
  column("c0", [1000, 40, 60, 500]),
  column("c1", [900, 40, 60, 200]),
  column("c2", [930, 250, 28, 100], { kind: "commentary", parent: "c1" }),
  column("c3", [900, 250, 28, 100], { kind: "commentary", parent: "c1" }),
  column("c4", [900, 360, 60, 180]),
  ...[5, 6, 7, 8, 9].map((at) => column(`c${at}`, [800 - 100 * (at - 5), 40, 60, 500])),
  column("c10", [330, 40, 28, 500], { kind: "commentary" }),
  column("c11", [300, 40, 28, 500], { kind: "commentary" }),
];
const PAGES: readonly ReadPage[] = [
  { name: "raised and short columns of prose", right: raised, rule: { by: "registers" } },
  { name: "two registers, the upper one first", right: registers, rule: { by: "registers" } },
  { name: "verse read down each column", right: verse, rule: { by: "columns" } },
  { name: "a leaf of two halves in two registers", right: leaf, rule: { by: "registers", gutter: 1000 } },
  { name: "double small columns within and beside a column", right: glosses, rule: { by: "registers" } },
];

const pageOf = (columns: readonly Column[]): PageColumns => ({
  writingMode: "vertical-rl",
  width: 1600,
  height: 700,
  columns,
  setAside: [],
});
const ids = ({ columns }: Pick<PageColumns, "columns">) => columns.map(({ id }) => id);

/** Always the same shuffles (Lehmer's generator with Fisher and Yates). */
function shuffles(columns: readonly Column[], count: number): readonly (readonly Column[])[] {
  let state = 7;
  const next = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  return Array.from({ length: count }, () => {
    const mixed = [...columns];
    for (let at = mixed.length - 1; at > 0; at--) {
      const other = next(at + 1);
      [mixed[at], mixed[other]] = [mixed[other] as Column, mixed[at] as Column];
    }
    return mixed;
  });
}

/** What a person does who sees which run of columns stands in the wrong place: one move after the other. */
function moveRuns(page: PageColumns, right: readonly string[]): { readonly page: PageColumns; readonly moves: number } {
  let [now, moves] = [page, 0];
  while (ids(now).join() !== right.join() && moves < 20) {
    const wrong = ids(now).findIndex((id, at) => id !== right[at]);
    const run: string[] = [];
    const from = ids(now).indexOf(right[wrong] as string);
    for (let i = 0; from + i < right.length && ids(now)[from + i] === right[wrong + i]; i++) run.push(right[wrong + i] as string);
    now = moveColumns(now, run, ids(now)[wrong]);
    moves++;
  }
  return { page: now, moves };
}

describe("a scrambled order of twelve columns", () => {
  test.each(PAGES)("is repaired by one action: $name", ({ right, rule }) => {
    expect(right).toHaveLength(12);
    for (const mixed of shuffles(right, 200)) expect(ids(sortColumns(pageOf(mixed), rule))).toEqual(ids({ columns: right }));
  });

  test.each(PAGES)(
    "is repaired by at most three actions where a run is read elsewhere than its place says: $name",
    ({ right, rule }) => {
      const counts: number[] = [];
      for (const [at, mixed] of shuffles(right, 200).entries()) {
        const [from, length] = [at % 10, 1 + (at % 3)];
        const odd = right.slice(from, from + length);
        const rest = right.filter((each) => !odd.includes(each));
        const wanted = [...rest.slice(0, (at * 5) % rest.length), ...odd, ...rest.slice((at * 5) % rest.length)].map(
          ({ id }) => id,
        );
        const flat = mixed.map(({ parent: _parent, ...each }) => each);
        const { page, moves } = moveRuns(sortColumns(pageOf(flat), rule), wanted);
        expect(ids(page)).toEqual(wanted);
        counts.push(1 + moves);
      }
      expect(Math.max(...counts)).toBeLessThanOrEqual(3);
      expect(Math.max(...counts)).toBeGreaterThan(1);
    },
  );

  test("of any kind at all is repaired by pointing at the columns in the order in which they are read", () => {
    for (const wanted of shuffles(raised, 100)) {
      expect(ids(orderAsPointed(pageOf(raised), ids({ columns: wanted })))).toEqual(ids({ columns: wanted }));
    }
  });
});

describe("ordering by place", () => {
  test("leaves what stands before the named column, and titles and head notes where they are", () => {
    const title = column("title", [20, 40, 30, 500], { kind: "running-title" });
    const mixed = [raised[3], raised[0], title, raised[2], raised[1]] as readonly Column[];
    expect(ids(sortColumns(pageOf(mixed), { by: "registers", from: "c0" }))).toEqual(["c3", "c0", "title", "c1", "c2"]);
  });

  test("goes from top to bottom where lines are horizontal", () => {
    const lines = [2, 0, 1].map((at) => column(`l${at}`, [10, 40 * at, 500, 30]));
    expect(ids(sortColumns({ ...pageOf(lines), writingMode: "horizontal-tb" }, { by: "registers" }))).toEqual(["l0", "l1", "l2"]);
  });

  test("lets small columns go with the column they belong to when it is moved", () => {
    expect(ids(moveColumns(pageOf(glosses), ["c1"], "c6")).slice(0, 6)).toEqual(["c0", "c4", "c5", "c1", "c2", "c3"]);
  });
});
