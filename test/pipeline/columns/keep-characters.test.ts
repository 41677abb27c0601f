import fc from "fast-check";
import { expect, test } from "vitest";
import { keepCharacters } from "../../../pipeline/columns/keep-characters.ts";
import { pairUnits } from "../../../pipeline/columns/pair-units.ts";
import type { Character } from "../../../pipeline/text-layer.ts";

const PLACE = { box: { x: 10, y: 0, width: 40, height: 400 }, writingMode: "vertical-rl" as const };

function read(text: string): readonly Character[] {
  return [...text].map((each, at) => ({
    text: each,
    box: { x: 12, y: 40 * at, width: 36, height: 38 },
    confidence: 0.6,
    alternatives: [{ text: "又", confidence: 0.2 }],
  }));
}

test("unchanged characters keep everything, also behind insertions and deletions, also beyond the first plane", () => {
  const before = read("𤾓𢆥𥪞𡎝𠊛些");
  const after = keepCharacters(before, [..."𤾓𥪞𡎝一𠊛些"], PLACE);
  expect(after.map(({ text }) => text).join("")).toBe("𤾓𥪞𡎝一𠊛些");
  expect(after[0]).toBe(before[0]);
  expect(after[1]).toBe(before[2]);
  expect(after[4]).toBe(before[4]);
});

test("a new character between two that touch lies over half of each, one at a free end takes the room there", () => {
  const before = read("大越");
  const between = keepCharacters(before, [..."大史越"], PLACE)[1];
  expect(between?.box).toEqual({ x: 10, y: 19, width: 40, height: 40 });
  const [, , first, second] = keepCharacters(before, [..."大越史記"], PLACE);
  expect([first?.box.y, first?.box.height, second?.box.y]).toEqual([78, 161, 239]);
});

test("what was written over can be taken back as the first alternative", () => {
  const [changed] = keepCharacters(read("吏"), ["史"], PLACE);
  expect(changed?.alternatives.map(({ text }) => text)).toEqual(["吏", "又"]);
  const [back] = keepCharacters([changed as Character], ["吏"], PLACE);
  expect([back?.text, back?.alternatives.map(({ text }) => text)]).toEqual(["吏", ["史", "又"]]);
});

test("text in a column without any characters is spread over it", () => {
  const spread = keepCharacters([], [..."金雲翹新"], PLACE);
  expect(spread.map(({ box }) => box.y)).toEqual([0, 100, 200, 300]);
});

test("pairs rise, unit by unit equal where the edit distance allows, however much was typed", () => {
  const units = fc.array(fc.constantFrom(..."大越史記全"), { maxLength: 20 });
  fc.assert(
    fc.property(units, units, (before, after) => {
      const pairs = pairUnits(before, after);
      const given = pairs.filter((each) => each !== undefined);
      expect(pairs).toHaveLength(after.length);
      expect([...given].sort((a, b) => a - b)).toEqual(given);
      expect(new Set(given).size).toBe(given.length);
    }),
  );
  const many = Array.from({ length: 200_000 }, (_, at) => `${at % 7}`);
  expect(pairUnits(many, ["x", ...many]).filter((each) => each === undefined)).toHaveLength(1);
  expect(pairUnits(["大"], many)).toHaveLength(200_000);
  expect(pairUnits(many, [...many].reverse())).toHaveLength(200_000);
});
