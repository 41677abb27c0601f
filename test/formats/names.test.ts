import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { guardCell, unguardCell } from "../../formats/cell.ts";
import { foldColumnName } from "../../formats/column-name.ts";
import { safeFileName } from "../../formats/safe-file-name.ts";
import { nfcLatin } from "../../hannom/latin-nfc.ts";

describe("a cell", () => {
  test("never begins like a formula, and comes back as it was", () => {
    const cell = fc.array(fc.constantFrom(..."=+-@'\t ＝x喃"), { maxLength: 6 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(cell, (text) => {
        expect(guardCell(text)).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
        expect(unguardCell(guardCell(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

describe("a column name", () => {
  test.each(["Ký hiệu kho", "KÝ HIỆU KHO", "ky_hieu_kho", "Ký hiệu kho:".normalize("NFD")])("%s is one name", (name) => {
    expect(foldColumnName(name)).toBe("ky hieu kho");
  });
});

describe("a safe file name", () => {
  test.each([
    ["Tờ số 1 đầu.tif", "To_so_1_dau.tif"],
    ["../../etc/passwd", "etc_passwd"],
    ["傳翹.jpg", "file.jpg"],
    ["", "file"],
    [".htaccess", "file.htaccess"],
    ["a.b.tif.", "a.b.tif"],
  ])("of %s is %s", (name, safe) => {
    expect(safeFileName(name)).toBe(safe);
  });

  test("is short, ASCII and no path, whatever it was made of", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (name) => {
        expect(safeFileName(name)).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,79}$/);
      }),
    );
  });
});

describe("composition of Quoc ngu", () => {
  test("composes Latin letters and leaves every ideograph as it was typed", () => {
    expect(nfcLatin("Kiều".normalize("NFD"))).toBe("Kiều");
    expect(nfcLatin("豈更車")).toBe("豈更車");
    expect(nfcLatin("葛\u{E0100}か\u3099")).toBe("葛\u{E0100}か\u3099");
  });
});
