import { describe, expect, test } from "vitest";
import { readDecisions } from "../../../catalogue/quality/decisions.ts";
import { pageQuality } from "../../../catalogue/quality/page-quality.ts";
import { book } from "./pages.ts";

const pages = book(4).map((facts, at) => {
  const page = { id: facts.id, itemId: "A", batchId: "A", sequence: at + 1, label: "", sourceName: facts.name };
  return pageQuality({ page, facts, cleanup: null, ofItem: [], verdicts: [], hasEarlierText: false, thumbnail: null });
});
const read = (text: string) => readDecisions(Buffer.from(text), pages);
const codes = (text: string) => read(text).problems.map((each) => each.code);

describe("a table of decisions", () => {
  test("gives verdicts on the pictures that are there, by page id or by file name", () => {
    const { verdicts, undecided, problems } = read(
      "page,verdict,reason,note\np1,accept,,\n0002.tif,rescan,QC-BLUR,by hand\n0003.tif,,,\n",
    );
    expect({ problems, undecided }).toEqual({ problems: [], undecided: 1 });
    expect(verdicts).toEqual([
      { subject: "p1", master: pages[0]?.facts.master, verdict: "accept", reason: "", note: "" },
      { subject: "p2", master: pages[1]?.facts.master, verdict: "rescan", reason: "QC-BLUR", note: "by hand" },
    ]);
  });

  test("may come from a spreadsheet: byte-order mark, semicolons, Vietnamese words, cells guarded against formulas", () => {
    const text = "\ufeffTrang;Kết luận;Lý do;Ghi chú\r\n0001.tif;Quét lại;'=mờ; nhòe;\r\n".replace("'=mờ; nhòe", `"'=mờ; nhòe"`);
    expect(read(text).verdicts).toMatchObject([{ subject: "p1", verdict: "rescan", reason: "=mờ; nhòe" }]);
    expect(read("page;verdict;reason\n0001.tif;rescan;too dark, blurred\n").verdicts).toMatchObject([
      { reason: "too dark, blurred" },
    ]);
  });

  test("tells all that is wrong with it, each with its row", () => {
    const text = "page,verdict,reason,note\nnope,accept,,\np1,perhaps,,\np2,rescan,,\np3,accept,,\np3,rescan,twice,\n";
    expect(read(text).problems).toMatchObject([
      { code: "DEC-PAGE", facts: { row: 2, page: "nope" } },
      { code: "DEC-VERDICT", facts: { row: 3, value: "perhaps" } },
      { code: "DEC-REASON", facts: { row: 4 } },
      { code: "DEC-TWICE", facts: { row: 6, first: 5 } },
    ]);
  });

  test("that names the judged pictures is refused for pages that were replaced since", () => {
    const [one, two] = pages;
    const text = `page,verdict,master\np1,accept,${one?.facts.master}\np2,accept,${one?.facts.master}\n`;
    expect(codes(text)).toEqual(["DEC-STALE"]);
    expect(codes(`page,verdict,master\np2,accept,${two?.facts.master.toUpperCase()}\n`)).toEqual([]);
  });

  test("without its columns, in an old code page, or that is no table is refused as a whole", () => {
    expect(codes("file,what\np1,accept\n")).toEqual(["DEC-COLUMNS"]);
    expect(codes("")).toEqual(["DEC-COLUMNS"]);
    expect(readDecisions(Uint8Array.from([0x70, 0xe1, 0x67, 0x65]), pages).problems).toMatchObject([{ code: "DEC-ENCODING" }]);
    expect(codes('page,verdict\n"p1,accept\n')).toEqual(["DEC-TABLE"]);
  });
});
