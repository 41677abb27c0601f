import { expect, test } from "vitest";
import { isWrong, looksOf, type ReviewOrder, review } from "../../bench/expert-queue/simulate.ts";
import type { ReadPage } from "../../bench/expert-queue/true-pages.ts";

/** Pages of 100 characters: of the doubtful ones (confidence 0.4) two thirds are wrong, of the others one in fifty. */
function pageOf(name: string, doubtful: number): ReadPage {
  const box = { x: 0, y: 0, width: 10, height: 10 };
  const isDoubtful = (at: number) => at % 10 < doubtful;
  const isWrongAt = (at: number) => (isDoubtful(at) ? at % 3 !== 0 : at % 50 === 49);
  const characters = Array.from({ length: 100 }, (_, at) => ({
    text: isWrongAt(at) ? "吏" : "史",
    box,
    confidence: isDoubtful(at) ? 0.4 : 0.98,
    alternatives: [],
  }));
  return {
    item: "book",
    page: name,
    layer: {
      v: 1,
      status: "machine",
      width: 10,
      height: 10,
      script: "han-nom",
      writingMode: "vertical-rl",
      engine: { name: "planted", version: "1" },
      isWithoutText: false,
      lines: [{ id: "c1", kind: "body", box, text: characters.map(({ text }) => text).join(""), confidence: 1, characters }],
    },
    pictures: new Map(),
    truth: new Map([["c1", characters.map(() => "史")]]),
    missed: 1,
  };
}

const PAGES = [0, 0, 1, 4, 0, 3, 0, 1].map((doubtful, at) => pageOf(`page${at}`, doubtful));
const ORDERS: readonly ReviewOrder[] = ["page-order", "stops-in-page-order", "queue-of-pages", "queue-of-places"];

test("a reviewer looks at every character once, in whatever order", () => {
  for (const order of ORDERS) {
    const looks = looksOf(PAGES, order);
    expect(looks).toHaveLength(800);
    expect(new Set(looks.map(({ page, line, at }) => `${page.page} ${line} ${at}`)).size).toBe(800);
    expect(review(PAGES, order, 800).after).toBe(8);
    expect(review(PAGES, order, 0).corrected).toBe(0);
  }
  expect(looksOf(PAGES, "page-order").filter(isWrong)).toHaveLength(review(PAGES, "page-order", 0).before - 8);
});

test("the queue leaves at least 30 % fewer errors than the order of the pages, with looks for an eighth of the book", () => {
  const after = (order: ReviewOrder) => review(PAGES, order, 100).after;
  expect(after("queue-of-pages")).toBeLessThanOrEqual(0.7 * after("page-order"));
  expect(after("queue-of-places")).toBeLessThanOrEqual(0.7 * after("page-order"));
  expect(after("queue-of-pages")).toBeLessThanOrEqual(after("stops-in-page-order"));
});
