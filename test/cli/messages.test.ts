import { describe, expect, test } from "vitest";
import { fill, Messages, visible } from "../../cli/messages.ts";

describe("text from outside", () => {
  test.each([
    ["\u001b[31mred", "<U+001B>[31mred"],
    ["new\nline", "new<U+000A>line"],
    ["gnp\u202e.tif", "gnp<U+202E>.tif"],
    ["zero\u200bwidth", "zero<U+200B>width"],
    ["lone \ud800", "lone <U+D800>"],
    ["𡨸喃 Truyện", "𡨸喃 Truyện"],
  ])("%j is shown as %s", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });
});

describe("a phrase with facts", () => {
  test("shows numbers in the reader's form and dangerous characters as code points", () => {
    expect(fill("{n} tệp {name}", { n: 1960, name: "a\u001b" }, "vi")).toBe("1.960 tệp a<U+001B>");
    expect(fill("{n} files", { n: 1960.5 }, "en")).toBe("1,960.5 files");
  });

  test("says one page and two pages in English, whatever stands between", () => {
    const text = "{count} {count|page is|pages are} of {item}";
    expect(fill(text, { count: 1, item: "A" }, "en")).toBe("1 page is of A");
    expect(fill(text, { count: 0, item: "A" }, "en")).toBe("0 pages are of A");
    expect(fill(text, { count: 1200, item: "A" }, "en")).toBe("1,200 pages are of A");
    expect(fill(text, { item: "A" }, "en")).toBe("{count} {count|page is|pages are} of A");
    const english = new Messages("en");
    expect(english.say("retry.done", { count: 1 })).toBe("1 task will be tried again.");
  });

  test("leaves a place that has no fact, and never fills twice", () => {
    expect(fill("{a} {b}", { a: "{b}" }, "vi")).toBe("{b} {b}");
  });
});

describe("a failure", () => {
  test("of unknown code still shows what is known", () => {
    expect(new Messages("vi").failure("NEW-CODE", { page: 7 })).toEqual({ message: "NEW-CODE page=7", advice: "" });
  });

  test("of known code says what happened and what to do, in either language", () => {
    for (const language of ["vi", "en"] as const) {
      const { message, advice } = new Messages(language).failure("PAGE-UNKNOWN", { subject: "9.tif", item: "AB.1" });
      expect(message).toContain("9.tif");
      expect(advice).toContain("sohoa errors AB.1");
    }
  });
});

test("a phrase that nobody wrote is its own key, and is not found", () => {
  const messages = new Messages("vi");
  expect(messages.say("no.such")).toBe("no.such");
  expect(messages.find("no.such")).toBeUndefined();
});
