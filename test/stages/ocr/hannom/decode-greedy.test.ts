import { describe, expect, test } from "vitest";
import { decodeGreedy, toLogProbabilities } from "../../../../stages/ocr/hannom/decode-greedy.ts";

/** Frames of probabilities over blank and three characters. */
function scores(rows: readonly (readonly number[])[], frames: readonly number[] = rows.map((_, t) => t)) {
  return { frames, classes: 4, values: Float32Array.from(rows.flat(), (each) => Math.log(each)) };
}

const BLANK = [0.97, 0.01, 0.01, 0.01];

describe("the likeliest path", () => {
  test("joins repeats, drops blanks, and reads a character twice only with a blank between", () => {
    const one = [0.1, 0.8, 0.05, 0.05];
    const two = [0.1, 0.05, 0.8, 0.05];
    const read = decodeGreedy(scores([BLANK, one, one, two, BLANK, two, BLANK]), 3);
    expect(read.map((span) => span.classIndex)).toEqual([1, 2, 2]);
    expect(read.map((span) => [span.firstFrame, span.lastFrame])).toEqual([
      [1, 2],
      [3, 3],
      [5, 5],
    ]);
    expect(read[0]?.middleFrame).toBeCloseTo(2);
  });

  test("takes the frames that were not looked at for blanks", () => {
    const one = [0.1, 0.8, 0.05, 0.05];
    const read = decodeGreedy(scores([one, one, one, BLANK], [4, 5, 7, 9]), 3);
    expect(read.map((span) => [span.classIndex, span.firstFrame, span.lastFrame])).toEqual([
      [1, 4, 5],
      [1, 7, 7],
    ]);
    expect(read.map((span) => Math.round(10 * span.middleFrame))).toEqual([50, 75]);
  });

  test("offers other characters with their shares, the blank left out", () => {
    const [span] = decodeGreedy(scores([[0.2, 0.5, 0.25, 0.05]]), 2);
    expect(span?.peak).toBeCloseTo(0.5);
    expect(span?.candidates.map((each) => each.classIndex)).toEqual([1, 2]);
    expect(span?.candidates.map((each) => Math.round(each.share * 1000))).toEqual([625, 313]);
  });

  test("reads nothing where the blank wins everywhere, and nothing on no frames", () => {
    expect(decodeGreedy(scores([BLANK, BLANK]), 3)).toEqual([]);
    expect(decodeGreedy(scores([]), 3)).toEqual([]);
  });

  test("makes log-probabilities of logits, however large", () => {
    const { values } = toLogProbabilities({
      frames: [0],
      classes: 3,
      values: Float32Array.from([1000, 1000 + Math.log(2), 900]),
    });
    expect([...values].map((each) => Math.round(Math.exp(each) * 1000))).toEqual([333, 667, 0]);
  });
});
