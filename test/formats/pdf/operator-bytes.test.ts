import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createOperatorBytes } from "../../../formats/pdf/operator-bytes.ts";
import { decimal } from "../../../formats/pdf/values.ts";

function written(value: number): string {
  const operators = createOperatorBytes(64);
  operators.number(value);
  return operators.toString();
}

describe("operators gathered as bytes", () => {
  test("have every number as the rest of the file has it", () => {
    for (const value of [0, -0, 1, -1, 0.001, 0.0004, -0.0004, 0.05, 10.01, 100.1, -33.264, 792.48, 1_073_741.823, 5_000_000.5])
      expect(written(value)).toBe(decimal(value));
    const range = fc.double({ min: -2e6, max: 2e6, noNaN: true });
    fc.assert(
      fc.property(range, (value) => {
        expect(written(value)).toBe(decimal(value));
      }),
    );
  });

  test("have codes as four hexadecimal digits, and text as it is", () => {
    const operators = createOperatorBytes(64);
    operators.ascii("<");
    for (const code of [1, 0x0f10, 0xffff]) operators.code(code);
    operators.ascii("> Tj\n");
    expect(operators.toString()).toBe("<00010F10FFFF> Tj\n");
  });

  test("are refused where their room ends, and nothing is cut off in silence", () => {
    const operators = createOperatorBytes(5);
    operators.code(1);
    expect(() => operators.code(2)).toThrow(RangeError);
    expect(() => operators.ascii("Tj")).toThrow(RangeError);
    expect(() => operators.number(12.5)).toThrow(RangeError);
  });
});
