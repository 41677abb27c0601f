import { describe, expect, test } from "vitest";
import { believePage, inMirror } from "../../../../stages/ocr/hannom/believe-page.ts";
import type { InkedColumn, Sight } from "../../../../stages/ocr/hannom/look-at-column.ts";
import type { Model } from "../../../../stages/ocr/hannom/model-description.ts";

const CHARACTERS = ["", "一", "大", "越"];
const model = { characters: CHARACTERS } as unknown as Model;
const column: InkedColumn = {
  picture: { width: 3, height: 2, pixels: Uint8Array.from([1, 2, 3, 4, 5, 6]) },
  ink: { threshold: 100, left: 0, right: 2 },
};

/** A sight of characters at one certainty. */
function sight(text: string, certainty: number): Sight {
  const spans = [...text].map((each, i) => {
    const classIndex = CHARACTERS.indexOf(each);
    return {
      firstFrame: i,
      lastFrame: i,
      middleFrame: i + 0.5,
      peak: certainty,
      certainty,
      classIndex,
      candidates: [{ classIndex, share: 1 }],
    };
  });
  return { spans, middles: spans.map((_, i) => i * 10), stretch: 1 };
}

/** What is left of each column when the mirror shows `mirrored`. */
async function left(
  sights: readonly Sight[],
  mirrored: Sight = sight("", 0),
  columns: readonly InkedColumn[] = sights.map(() => column),
): Promise<readonly number[]> {
  const believed = await believePage(columns, sights, model, async () => mirrored);
  return believed.map((each) => each.spans.length);
}

describe("what is believed of a page", () => {
  test("is a sure reading, without a look in the mirror, and a doubtful one that the mirror does not better", async () => {
    const never = () => Promise.reject(new Error("looked"));
    expect(await believePage([column], [sight("大越", 0.9)], model, never)).toHaveLength(1);
    expect(await left([sight("大越", 0.5), sight("越", 0.55)], sight("大", 0.55))).toEqual([2, 1]);
  });

  test("is not what shines through: a column that reads better in a mirror, and the whole page where many do", async () => {
    const sure = Array.from({ length: 4 }, () => sight("大越", 0.9));
    expect(await left([...sure, sight("越大", 0.4)], sight("大越", 0.8))).toEqual([2, 2, 2, 2, 0]);
    expect(await left([sight("大越", 0.9), sight("越大", 0.4)], sight("大越", 0.8))).toEqual([0, 0]);
  });

  test("is not a guess, nor bare strokes with nothing else on the page", async () => {
    expect(await left([sight("大越", 0.9), sight("越越越", 0.1)])).toEqual([2, 0]);
    expect(await left([sight("一", 0.95), sight("一一", 0.9)])).toEqual([0, 0]);
    expect(await left([sight("一", 0.95), sight("大", 0.9)])).toEqual([1, 1]);
    expect(await left([])).toEqual([]);
  });

  test("is not a doubtful character or two with nothing else on the page", async () => {
    expect(await left([sight("大", 0.78)])).toEqual([0]);
    expect(await left([sight("大", 0.85), sight("越", 0.85)])).toEqual([0, 0]);
    expect(await left([sight("大", 0.95)])).toEqual([1]);
    expect(await left([sight("大越", 0.7), sight("越", 0.7)])).toEqual([2, 1]);
  });

  test("is not a likeness here and there on a page of long columns, but a manuscript full of doubtful ones is", async () => {
    const places = (count: number, lineConfidence = 0.9): InkedColumn => ({
      ...column,
      picture: { ...column.picture, height: 10 * count, usualBreadthPixels: 10, lineConfidence },
    });
    const long = Array.from({ length: 4 }, () => places(10));
    const here = [sight("大越大", 0.7), sight("大", 0.9), sight("越大", 0.8), sight("", 0)];
    expect(await left(here, sight("", 0), long)).toEqual([0, 0, 0, 0]);
    const doubtful = long.map(() => sight("大越大越大越大", 0.53));
    expect(await left(doubtful, sight("", 0), long)).toEqual([7, 7, 7, 7]);
    // The lines of a map with names between them, and a caption under ornament that layout takes for columns.
    const map = [places(10, 0.1), places(10, 0.1), places(2), places(2)];
    expect(await left([sight("", 0), sight("大", 0.5), sight("大越", 0.9), sight("越大", 0.7)], sight("", 0), map)).toEqual([
      0, 0, 2, 2,
    ]);
    expect(await left([...here.slice(1), sight("大越大", 0.95)], sight("", 0), long)).toEqual([0, 0, 0, 3]);
  });
});

test("a mirror exchanges left and right of picture and ink, and twice gives the column back", () => {
  expect([...inMirror(column).picture.pixels]).toEqual([3, 2, 1, 6, 5, 4]);
  expect(inMirror(column).ink).toMatchObject({ left: 1, right: 3 });
  expect(inMirror(inMirror(column))).toEqual(column);
});
