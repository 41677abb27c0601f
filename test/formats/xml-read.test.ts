import { describe, expect, test } from "vitest";
import { element, xmlDocument } from "../../formats/xml.ts";
import { readXml, textOf } from "../../formats/xml-read.ts";

const problemOf = (text: string) => readXml(text).problem;

describe("reading XML", () => {
  test("gives back what was written, with namespaces, whatever the characters", () => {
    const text = 'A & B <c> "𡨸喃" 󰀀\r\n\tend';
    const { xml } = xmlDocument(element("m:a", { "xmlns:m": "urn:m", "xml:lang": "vi-Hani", n: text }, element("m:b", {}, text)));
    const { root } = readXml(xml);
    expect(root).toMatchObject({ namespace: "urn:m", name: "a", attributes: { "xml:lang": "vi-Hani", n: text } });
    expect(root && textOf(root)).toBe(text);
  });

  test("refuses every document type, so that no entity is defined, fetched or multiplied", () => {
    const bomb = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><l>&b;</l>';
    for (const text of [bomb, '<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>', "<!DOCTYPE html><html/>"]) {
      expect(problemOf(text)?.code).toBe("XML-DOCTYPE");
    }
    expect(problemOf("<a>&secret;</a>")?.code).toBe("XML-FORM");
  });

  test("says where a document is broken, and does not go on with a part of it", () => {
    expect(problemOf("<a>\n<b></a>")).toMatchObject({ code: "XML-FORM", line: 2 });
    for (const text of ["", "plain", "<a>", "<a/><b/>", "<x:a/>", "<a b=1/>", "<a>\u0001</a>"]) {
      expect(problemOf(text)?.code, JSON.stringify(text)).toBe("XML-FORM");
    }
  });

  test("goes no deeper than any record does", () => {
    expect(problemOf("<a>".repeat(100_000))?.code).toBe("XML-DEPTH");
    expect(problemOf(`${"<a>".repeat(50)}${"</a>".repeat(50)}`)).toBeUndefined();
  });
});
