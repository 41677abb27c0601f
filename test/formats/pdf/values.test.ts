import { describe, expect, test } from "vitest";
import { ascii, name, reference, serialized, text } from "../../../formats/pdf/values.ts";

describe("objects of a PDF", () => {
  test("are written without what is undefined, numbers without exponent or negative zero", () => {
    const dictionary = {
      A: [1, -0, 0.00001, 12.34567, true],
      B: undefined,
      C: { D: reference(7), E: name("X"), F: ascii("vi-Hani") },
    };
    expect(serialized(dictionary)).toBe("<</A [1 0 0 12.346 true] /C <</D 7 0 R /E /X /F (vi-Hani)>>>>");
  });

  test("hold any text as UTF-16 with its mark, brackets and surrogate pairs included", () => {
    expect(serialized(text("(𠀀)"))).toBe("<FEFF0028D840DC000029>");
  });
});
