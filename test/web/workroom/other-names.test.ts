import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { namesIn, namesLine } from "../../../web/workroom/screens/record/other-names.ts";

describe("tự, hiệu and other names in one line", () => {
  test("are read by the word before each, and kept code point by code point", () => {
    expect(namesIn("tự Tố Như; hiệu 清軒;  Nguyễn Tiên Điền ; thụy 𡨸\u{e0100}")).toEqual([
      { kind: "courtesy", name: "Tố Như" },
      { kind: "art", name: "清軒" },
      { kind: "other", name: "Nguyễn Tiên Điền" },
      { kind: "posthumous", name: "𡨸\u{e0100}" },
    ]);
    expect(namesIn(" ; ")).toBeUndefined();
    expect(namesIn("hiệu")).toEqual([{ kind: "other", name: "hiệu" }]);
  });

  test("come back as they were from the line that they make", () => {
    const name = fc.stringMatching(/^[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8})?$/);
    const kind = fc.constantFrom("courtesy" as const, "art" as const, "posthumous" as const, "other" as const);
    fc.assert(
      fc.property(fc.array(fc.record({ kind, name }), { minLength: 1, maxLength: 5 }), (names) => {
        expect(namesIn(namesLine(names))).toEqual(names);
      }),
    );
  });
});
