import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { element, serialize, xmlDocument } from "../../formats/xml.ts";
import { hasTool } from "../fixtures/tools.ts";

describe("XML", () => {
  test("escapes what would be markup, in text and in attributes", () => {
    const { xml } = serialize(element("a", { b: '<"&\n\t>' }, "<&>\r]]>"));
    expect(xml).toBe('<a b="&lt;&quot;&amp;&#10;&#9;&gt;">&lt;&amp;&gt;&#13;]]&gt;</a>');
  });

  test("leaves out what XML cannot hold and says so", () => {
    const { xml, droppedCodePoints } = serialize(element("a", {}, "喃\u0000𡨸\uFFFE\uD840字"));
    expect(xml).toBe("<a>喃𡨸字</a>");
    expect(droppedCodePoints).toEqual([0, 0xfffe, 0xd840]);
  });

  test("keeps every plane, private use and variation selectors as they are", () => {
    const text = "㐀\u{20000}\u{3134A}\u{31350}\u{F0073}\uE000葛\u{E0100}豈⿰氵㐬e\u0302\u0301";
    expect(serialize(element("a", {}, text))).toEqual({ xml: `<a>${text}</a>`, droppedCodePoints: [] });
  });

  test("refuses a name that is no XML name", () => {
    expect(() => element("a b")).toThrow(TypeError);
    expect(() => element("a", { "x><": "1" })).toThrow(TypeError);
  });

  test.skipIf(!hasTool("xmllint"))("is well-formed whatever the text, and a parser reads the text back", () => {
    const texts = fc.sample(fc.string({ unit: "binary", maxLength: 30 }), { numRuns: 60, seed: 7 });
    const { xml } = xmlDocument(element("all", {}, ...texts.map((text) => element("t", { a: text }, text))));
    const input = Buffer.from(xml, "utf8");
    const read = (path: string) => execFileSync("xmllint", ["--nonet", "--xpath", path, "-"], { input, encoding: "utf8" });
    const kept = texts.map((text) => serialize(element("t", {}, text)).xml.replace(/^<t>|<\/t>$|^<t\/>$/g, ""));
    expect(kept.length).toBe(60);
    expect(read("count(/all/t)").trim()).toBe("60");
    expect(read("count(/all/t[string(.) = string(@a)])").trim()).toBe("60");
  });
});
