import { expect, test } from "vitest";
import { readingsOf } from "../../hannom/readings.ts";
import { READINGS_TABLE } from "../../hannom/readings-table.ts";

test("knows the readings of Hán and Nôm characters, within and beyond the basic plane", () => {
  expect(readingsOf("人")).toContain("nhân");
  expect(readingsOf("𠊛")).toContain("người");
  expect(readingsOf("𦊚")).toContain("bốn");
});

test("knows none where none is recorded, and is never asked about more than one character", () => {
  expect(readingsOf("\u{F0029}")).toEqual([]);
  expect(readingsOf("a")).toEqual([]);
  expect(readingsOf("")).toEqual([]);
  expect(readingsOf("人人")).toEqual([]);
});

test("gives every reading once, composed", () => {
  const rows = READINGS_TABLE.split(";");
  const characters = new Set(rows.flatMap((row) => [...(row.split(" ")[1] ?? "")]));
  expect(characters.size).toBe(8307);
  for (const character of characters) {
    const readings = readingsOf(character);
    expect(new Set(readings).size).toBe(readings.length);
    for (const reading of readings) expect(reading).toBe(reading.normalize("NFC"));
  }
});
