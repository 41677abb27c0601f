import { describe, expect, test } from "vitest";
import { asRecordCells, detailsOf, provenanceOf } from "../../catalogue/register-details.ts";
import { differencesOf } from "../../catalogue/register-differences.ts";
import { asState } from "../../catalogue/register-states.ts";
import { draftRecord } from "../../formats/record-draft.ts";
import type { Terms } from "../../formats/record-terms.ts";
import { readRegister } from "../fixtures/read-register.ts";

const HEADINGS = {
  decision: ["Quyết định công nhận quý hiếm", "Số quyết định", "Rarity decision"],
  condition: ["Tình trạng", "Hiện trạng", "Condition"],
  consent: ["Sự đồng ý", "Thỏa thuận", "THOẢ THUẬN", "Consent"],
  provenance: ["Nguồn gốc", "Xuất xứ", "Provenance"],
  village: ["Làng xã", "Thôn", "Village"],
  clan: ["Dòng họ", "Họ tộc", "Clan"],
  household: ["Hộ gia đình", "Chủ hộ", "Household"],
} as const;

const read = async (...lines: readonly string[]) => (await readRegister(Buffer.from(lines.join("\n")))).entries;

describe("what the register tells of an item beside holder and extent", () => {
  test("is known by Vietnamese and English headings, with and without marks", async () => {
    for (const [detail, headings] of Object.entries(HEADINGS)) {
      for (const heading of headings) {
        const [entry] = await read(`Ký hiệu;Nhan đề;${heading}`, "A;x;giá trị");
        expect(detailsOf(entry?.row ?? {}), heading).toEqual({ [detail]: "giá trị" });
      }
    }
  });

  test("is found in rows that were imported when these were no fields yet", () => {
    expect(detailsOf({ shelfmark: "A", title: "x", "Tình trạng": " mọt ", "Dòng họ": "Lê" })).toEqual({
      condition: "mọt",
      clan: "Lê",
    });
  });

  test("gives the draft of a record its provenance, class, extent, condition and consent", async () => {
    const terms: Terms = {
      find: (list, text) => (list === "consents" && text === "đã đồng ý" ? "granted" : undefined),
      label: () => undefined,
    };
    const [entry] = await read(
      "Ký hiệu;Nhan đề;Loại;Số trang;Quyết định;Tình trạng;Sự đồng ý;Nguồn gốc;Làng xã;Dòng họ;Hộ gia đình",
      "A;Gia phả;Quý hiếm;68 tờ;QĐ 12;gáy rách, thiếu bìa;đã đồng ý;hiến tặng;Phước Tích;Lê Trọng;ông Phú",
    );
    const draft = draftRecord({ shelfmark: "A", registerRow: asRecordCells(entry?.row ?? {}) }, terms);
    expect(draft).toMatchObject({
      holdingClass: "Quý hiếm",
      extent: { leaves: 68 },
      conditionNote: "gáy rách, thiếu bìa",
      consent: "granted",
      provenance: "Phước Tích; Lê Trọng; ông Phú; hiến tặng",
    });
    expect(draft.condition).toBeUndefined();
    expect(JSON.stringify(draft)).not.toContain("QĐ 12");
  });

  test("makes one line of where an item comes from", () => {
    expect(provenanceOf({ household: "ông Phú", village: "Phước Tích" })).toBe("Phước Tích; ông Phú");
    expect(provenanceOf({})).toBe("");
  });
});

describe("what an import changes of a shelfmark", () => {
  const state = async (heading: string, line: string) =>
    asState((await read(heading, line))[0] as Awaited<ReturnType<typeof read>>[0]);

  test("is told cell by cell, the columns that nobody knows included", async () => {
    const before = [await state("Ký hiệu;Nhan đề;Tình trạng;Ghi chú", "A;x;tốt;kệ 3")];
    const after = [await state("Ký hiệu;Nhan đề;Tình trạng;Ghi chú", "A;x;bị mọt;kệ 4")];
    expect(differencesOf({ before, after })).toEqual([
      {
        kind: "changed",
        from: "",
        until: "",
        cells: [
          { column: "condition", before: "tốt", after: "bị mọt" },
          { column: "Ghi chú", before: "kệ 3", after: "kệ 4" },
        ],
      },
    ]);
    expect(differencesOf({ before, after: before })).toEqual([]);
  });

  test("is every cell of a state that begins, and the last day of the one that ends", async () => {
    const before = [await state("Ký hiệu;Nhan đề;Loại", "A;x;thường")];
    const ended = { ...(before[0] as (typeof before)[0]), valid_until: "2026-01-01" };
    const after = [ended, await state("Ký hiệu;Nhan đề;Loại;Từ ngày", "A;x;cổ;2026-01-01")];
    const [old, now] = differencesOf({ before, after });
    expect(old?.cells).toEqual([{ column: "until", before: "", after: "2026-01-01" }]);
    expect(now).toMatchObject({ kind: "new", from: "2026-01-01" });
    expect(now?.cells.map(({ column, after: value }) => [column, value])).toContainEqual(["class", "cổ"]);
  });
});
