import fc from "fast-check";
import { expect, test } from "vitest";
import { componentsOf, readDescription } from "../../hannom/ideographic-description.ts";

const componentsIn = (text: string): readonly string[] | undefined => {
  const read = readDescription(text);
  return "fault" in read ? undefined : componentsOf(read.description);
};
const faultOf = (text: string) => {
  const read = readDescription(text);
  return "fault" in read ? read.fault : undefined;
};

test.each([
  ["⿰氵走", ["氵", "走"]],
  ["⿱⿰亻人山", ["亻", "人", "山"]],
  ["⿲彳氵亍", ["彳", "氵", "亍"]],
  ["⿾止", ["止"]],
  ["⿿⿰人人", ["人", "人"]],
  ["㇯清氵", ["清", "氵"]],
  ["⿰𠊛？", ["𠊛", "？"]],
  ["人", ["人"]],
])("%s is put together of %j", (text, components) => {
  expect(componentsIn(text)).toEqual(components);
});

test.each([
  ["⿰氵", "incomplete", 2],
  ["", "incomplete", 0],
  ["⿰氵走人", "too-long", 3],
  ["⿰氵a", "not-a-component", 2],
  ["⿰氵\u{16ff1}", "not-a-component", 2],
])("%j is none: %s at %i", (text, code, at) => {
  expect(faultOf(text)).toEqual({ code, at });
});

test("a sequence put together of any operators is read back with the same components", () => {
  const part = fc.letrec<{ description: string }>((tie) => ({
    description: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom("人", "𠊛", "⺡"),
      fc.tuple(fc.constantFrom("⿰", "⿱", "㇯"), tie("description"), tie("description")).map((each) => each.join("")),
      fc.tuple(fc.constant("⿳"), tie("description"), tie("description"), tie("description")).map((each) => each.join("")),
    ),
  })).description;
  fc.assert(fc.property(part, (text) => componentsIn(text)?.join("") === text.replace(/[⿰⿱㇯⿳]/gu, "")));
});
