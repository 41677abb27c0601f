import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatNotation, notationFaults, parseNotation, textOnPage, textToRead } from "../../hannom/gap-notation.ts";
import { notationFromTei, notationToTei } from "../../hannom/gap-notation-tei.ts";

const EXAMPLE = "大□□〓[…]⸢史⸣〔記〕⟦全⟧〖辰|時〗書";
const someText = fc.array(fc.constantFrom(..."大𡨸𖿱□〓[]…⸢⸣〔〕⟦⟧〖〗| 𠊛⿰亻󠄀"), { maxLength: 20 }).map((each) => each.join(""));

describe("the notation of gaps", () => {
  test("is read and written kind by kind", () => {
    expect(parseNotation(EXAMPLE)).toEqual([
      { kind: "text", text: "大" },
      { kind: "illegible", count: 2 },
      { kind: "unread", count: 1 },
      { kind: "unknown-count" },
      { kind: "damaged", text: "史" },
      { kind: "supplied", text: "記" },
      { kind: "deleted", text: "全" },
      { kind: "taboo", text: "辰", base: "時" },
      { kind: "text", text: "書" },
    ]);
    expect(notationFaults(EXAMPLE)).toEqual([]);
  });

  test("gives back every text as it was, broken notation included", () => {
    fc.assert(
      fc.property(fc.oneof(someText, fc.string({ unit: "binary" })), (text) => {
        expect(formatNotation(parseNotation(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test("goes to TEI and back without loss", () => {
    fc.assert(
      fc.property(someText, (text) => {
        expect(formatNotation(notationFromTei(notationToTei(parseNotation(text))))).toBe(text);
      }),
    );
    const names = notationToTei(parseNotation(EXAMPLE)).map((node) => (typeof node === "string" ? node : node.name));
    expect(names).toEqual(["大", "gap", "gap", "gap", "unclear", "supplied", "del", "choice", "書"]);
    expect(notationToTei(parseNotation("[…]"))).toEqual([
      { name: "gap", attributes: { reason: "illegible", extent: "unknown" }, children: [] },
    ]);
  });

  test("tells every bracket that means nothing, and where it stands", () => {
    expect(notationFaults("大〔史")).toEqual([{ code: "not-closed", at: 1 }]);
    expect(notationFaults("𡨸史〕")).toEqual([{ code: "not-opened", at: 3 }]);
    expect(notationFaults("〖辰〗")).toEqual([
      { code: "no-base", at: 0 },
      { code: "not-opened", at: 2 },
    ]);
    expect(notationFaults("⸢大〔史〕")).toEqual([{ code: "not-closed", at: 0 }]);
    expect(notationFaults("⸢大〔史")).toEqual([
      { code: "nested", at: 0 },
      { code: "not-closed", at: 2 },
    ]);
  });

  test("knows what stands on the page and what is to be read", () => {
    expect(textOnPage(EXAMPLE)).toBe("大□□〓[…]史全辰書");
    expect(textToRead(EXAMPLE)).toBe("大□□〓[…]史記時書");
  });
});
