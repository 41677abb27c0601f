import { describe, expect, test } from "vitest";
import { proposalsOf } from "../../catalogue/record/draft.ts";
import { openProposals } from "../../catalogue/record/open-proposals.ts";
import { draftRecord } from "../../formats/record-draft.ts";
import { type TextLayer, textLayerSchema } from "../../pipeline/text-layer.ts";

type Column = readonly [text: string, size: number, kind?: TextLayer["lines"][number]["kind"]];

function page(...columns: readonly Column[]): TextLayer {
  return textLayerSchema.parse({
    v: 1,
    status: "machine",
    width: 1000,
    height: 1400,
    script: "han-nom",
    writingMode: "vertical-rl",
    engine: { name: "x", version: "1" },
    isWithoutText: columns.length === 0,
    lines: columns.map(([text, size, kind = "body"], at) => ({
      id: `c${at}`,
      kind,
      text,
      confidence: 0.9,
      characters: [],
      box: { x: 900 - at * 100, y: 50, width: size, height: size * [...text].length },
    })),
  });
}

const BODY: readonly Column[] = Array.from({ length: 9 }, (): Column => ["百年𥪞𡎝𠊛些𡨸才𡨸命窖𱺵恄饒", 40]);
const leaf = (strip: string) => page(...BODY, [strip, 30, "running-title"]);

describe("what the pages say of their record", () => {
  const pages = [
    undefined,
    page(["嗣德十九年丙寅新鐫", 50], ["金雲翹新傳", 160], ["多文堂藏板", 50]),
    leaf("金雲翹新傳卷一三"),
    leaf("金雲翹新傳卷一四"),
    leaf("金雲新傳五"),
    page(...BODY),
  ];

  test("is the largest line of the title leaf, with its page and how it was read", () => {
    const [title] = proposalsOf(pages);
    expect(title).toEqual({
      field: "titles",
      value: [{ language: "lzh", text: "金雲翹新傳", kind: "as-written" }],
      evidence: { source: "title-leaf", pages: [2], text: "金雲翹新傳", confidence: 0.9 },
    });
  });

  test("is the running title that most strips agree on, without fascicle and leaf", () => {
    const strip = proposalsOf(pages).find(({ evidence }) => evidence.source === "centre-strip");
    expect(strip?.value).toEqual([{ language: "lzh", text: "金雲翹新傳", kind: "as-written" }]);
    expect(strip?.evidence).toMatchObject({ pages: [3, 4], confidence: 0.67 });
  });

  test("is the date of an era, as it stands, and for machines only when it can mean one thing", () => {
    const dates = proposalsOf(pages).filter(({ evidence }) => evidence.source === "dated-line");
    expect(dates.map(({ field, value }) => [field, value])).toEqual([
      ["dateAsWritten", "嗣德十九年丙寅"],
      ["dateEdtf", "1866"],
    ]);
    const doubtful = proposalsOf([page(["明命二十五年春", 40], ["重刊", 40])]);
    expect(doubtful.map(({ field }) => field)).not.toContain("dateEdtf");
  });

  test("is nothing where there is no title leaf, no strip and no date", () => {
    expect(proposalsOf([page(...BODY), page(...BODY), page(), undefined])).toEqual([]);
    expect(proposalsOf([])).toEqual([]);
  });
});

describe("a draft and what the pages say beside it", () => {
  const pages = [
    undefined,
    page(["嗣德十九年丙寅新鐫", 50], ["金雲翹新傳", 160]),
    leaf("金雲翹新傳卷一三"),
    leaf("金雲翹新傳卷一四"),
  ];

  test("stays as it is, and one proposal stands for title leaf and centre strip that agree", () => {
    const draft = draftRecord({ shelfmark: "AB.1" });
    const before = JSON.stringify(draft);
    const [title, ...dates] = openProposals(draft, proposalsOf(pages));
    expect(title).toMatchObject({ field: "titles", value: [{ text: "金雲翹新傳" }], instead: undefined });
    expect(title?.evidence.map(({ source, pages: where }) => [source, where])).toEqual([
      ["title-leaf", [2]],
      ["centre-strip", [3, 4]],
    ]);
    expect(dates.map(({ field }) => field)).toEqual(["dateAsWritten", "dateEdtf"]);
    expect(JSON.stringify(draft)).toBe(before);
  });

  test("keeps the titles of the register behind the one that was read, and proposes nothing that is said already", () => {
    const registerRow = { title: "Kim Vân Kiều", "Niên đại": "嗣德十九年丙寅", EDTF: "1866" };
    const draft = draftRecord({ shelfmark: "AB.1", registerRow });
    const open = openProposals(draft, proposalsOf(pages));
    expect(open.map(({ field, value }) => [field, (value as { text: string }[]).map(({ text }) => text)])).toEqual([
      ["titles", ["金雲翹新傳", "Kim Vân Kiều"]],
    ]);
    const taken = { ...draft, titles: open[0]?.value as typeof draft.titles };
    expect(openProposals(taken, proposalsOf(pages))).toEqual([]);
  });
});
