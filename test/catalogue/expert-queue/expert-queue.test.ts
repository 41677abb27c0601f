import { describe, expect, test } from "vitest";
import { doubtOf, pageDoubt } from "../../../catalogue/expert-queue/doubt.ts";
import { type ItemValue, itemValues } from "../../../catalogue/expert-queue/item-value.ts";
import { orderQueue, type WaitingPage } from "../../../catalogue/expert-queue/queue.ts";
import { matchHolding, progressOf } from "../../../catalogue/progress/progress.ts";
import { targetSchema } from "../../../catalogue/target.ts";
import type { Character, TextLayer } from "../../../pipeline/text-layer.ts";

const BOX = { x: 0, y: 0, width: 10, height: 10 };
const read = (text: string, confidence: number, alternatives: Character["alternatives"] = []): Character => ({
  text,
  box: BOX,
  confidence,
  alternatives,
});

describe("doubt", () => {
  test("is what the confidence lacks, more for a character that the library has never met, and none for a person's", () => {
    expect(doubtOf(read("史", 0.7)).doubt).toBeCloseTo(0.3);
    expect(doubtOf(read("史", 0.7), () => false).doubt).toBeCloseTo(0.375);
    expect(doubtOf(read("史", 0), () => false).doubt).toBe(1);
    expect(doubtOf(read("史", 1), () => false)).toEqual({ doubt: 0, reasons: [] });
  });

  test("is told with its reasons", () => {
    const close = read("史", 0.5, [{ text: "吏", confidence: 0.4 }]);
    expect(doubtOf(close).reasons).toEqual(["low-confidence", "close-alternative"]);
    expect(doubtOf(read("\u{F1EAA}", 0.95)).reasons).toEqual(["private-use"]);
    expect(doubtOf(read("𡨸", 0.7), () => false).reasons).toEqual(["low-confidence", "unfamiliar"]);
    expect(doubtOf(read("史", 0.99)).reasons).toEqual([]);
  });

  test("of a page adds up to the errors to expect, and names the places to stop at", () => {
    const line = { id: "c1", kind: "body" as const, box: BOX, text: "大越史", confidence: 0.9 };
    const characters = [read("大", 0.9), read("越", 0.4), read("史", 0.79)];
    const layer: TextLayer = {
      v: 1,
      status: "machine",
      width: 10,
      height: 10,
      script: "han-nom",
      writingMode: "vertical-rl",
      engine: { name: "hannom", version: "1" },
      isWithoutText: false,
      lines: [{ ...line, characters }],
    };
    const found = pageDoubt(layer);
    expect(found.expectedErrors).toBeCloseTo(0.91);
    expect(found.places.map(({ at }) => at)).toEqual([1, 2]);
    expect(pageDoubt({ ...layer, status: "reviewed" })).toEqual({ characters: 3, expectedErrors: 0, places: [] });
  });
});

describe("the value of an item", () => {
  const entry = (shelfmark: string, holdingClass: string) => ({
    shelfmark,
    title: shelfmark,
    holder: "Thư viện",
    holdingClass,
    extentPages: 100,
    effectiveFrom: undefined,
    effectiveUntil: undefined,
  });
  const item = (itemId: string, isShown = false) => ({
    itemId,
    shelfmark: itemId.toUpperCase(),
    pages: 100,
    shown: isShown ? [{ from: "2026-01-01", until: undefined }] : [],
    archivedOn: undefined,
    describedOn: undefined,
    publication: undefined,
    aip: undefined,
    damage: [],
  });
  const holding = matchHolding({
    register: [entry("A", "quý"), entry("B", "quý"), entry("C", "thường"), entry("D", "quý")] as never,
    organisations: [],
    evidence: [item("a"), item("b"), item("c"), item("d", true)] as never,
  });
  const near = targetSchema.parse({ name: "Gần", classes: ["quý"], percentage: 100, deadline: "2026-12-31" });
  const far = targetSchema.parse({ name: "Xa", percentage: 100, deadline: "2030-12-31" });
  const standing = (target: typeof near) => progressOf(target, holding, "2026-11-21");
  const left = new Map([
    ["a", 50],
    ["b", 2],
    ["c", 50],
    ["d", 3],
    ["e", 1],
  ]);

  test("is highest where few pages are left, then where the deadline is near, and least where no target counts it", () => {
    const values = itemValues([standing(near), standing(far)], left);
    const value = (id: string) => (values.get(id) as ItemValue).value;
    expect(value("b")).toBe(1);
    expect(value("b")).toBeGreaterThan(value("a"));
    expect(value("a")).toBeGreaterThan(value("c"));
    expect(value("d")).toBeLessThan(value("a"));
    expect(values.get("b")?.target?.name).toBe("Gần");
    expect(values.get("c")?.target?.name).toBe("Xa");
    expect([values.get("d")?.target, values.get("e")?.target]).toEqual([undefined, undefined]);
  });

  test("needs no target at all", () => {
    const values = itemValues([], left);
    expect([...values.values()].every(({ value, target }) => value > 0 && target === undefined)).toBe(true);
  });
});

describe("the queue", () => {
  const page = (item: string, place: number, expectedErrors: number): WaitingPage => ({
    page: `${item}-${place}`,
    item,
    place,
    characters: 140,
    expectedErrors,
    doubtful: Math.round(expectedErrors),
  });
  const value = (share: number, pagesLeft: number): ItemValue => ({
    value: share,
    target: { name: "Gần", deadline: "2026-12-31", daysLeft: 40 },
    pagesLeft,
  });

  test("is ordered by doubt times value, and says why", () => {
    const values = new Map([
      ["a", value(0.1, 40)],
      ["b", value(1, 2)],
    ]);
    const queue = orderQueue([page("a", 0, 4), page("a", 1, 20), page("b", 0, 1), page("b", 1, 3)], values);
    expect(queue.map((each) => each.page)).toEqual(["b-1", "a-1", "b-0", "a-0"]);
    expect(queue[0]?.reasons).toEqual([
      { code: "doubt", expectedErrors: 3, characters: 140 },
      { code: "target", name: "Gần", deadline: "2026-12-31", daysLeft: 40 },
      { code: "almost-complete", pagesLeft: 2 },
    ]);
  });

  test("keeps the order of the item where nothing tells pages apart, and leaves none out", () => {
    const pages = [page("b", 1, 0), page("a", 2, 0.1), page("a", 0, 0.2)];
    expect(orderQueue(pages, new Map()).map((each) => each.page)).toEqual(["a-0", "a-2", "b-1"]);
  });
});
