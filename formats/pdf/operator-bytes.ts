/**
 * The operators of a page, gathered as bytes: a dense page has some thousand codes and numbers, and one string for each of them
 * would cost more than all the rest that is done for the page.
 */
import { decimal } from "./values.ts";

/** Operators gathered in order. Room for them is asked for before. */
export interface OperatorBytes {
  ascii(text: string): void;
  /** As {@link decimal} writes it. */
  number(value: number): void;
  /** A two-byte code as four hexadecimal digits. */
  code(code: number): void;
  /** Everything so far. */
  toString(): string;
}

const DIGITS = Uint8Array.from("0123456789ABCDEF", (digit) => digit.charCodeAt(0));
const [ZERO, POINT, MINUS] = [0x30, 0x2e, 0x2d];
/** Up to here a number counted in thousandths is a small integer to the engine. */
const MOST_THOUSANDTHS = 2 ** 30;

/** Nothing yet, and room for so many bytes. @throws {RangeError} where more is written. */
export function createOperatorBytes(room: number): OperatorBytes {
  const bytes = Buffer.allocUnsafe(room);
  let end = 0;

  function ascii(text: string): void {
    if (end + text.length > room) throw new RangeError("operators outgrow their room");
    for (let at = 0; at < text.length; at++) bytes[end++] = text.charCodeAt(at);
  }

  function whole(value: number): void {
    const tenth = (value / 10) | 0;
    if (tenth > 0) whole(tenth);
    bytes[end++] = ZERO + value - tenth * 10;
  }

  function fraction(thousandths: number): void {
    bytes[end++] = POINT;
    for (let [left, unit] = [thousandths, 100]; left > 0; unit /= 10) {
      const digit = (left / unit) | 0;
      bytes[end++] = ZERO + digit;
      left -= digit * unit;
    }
  }

  return {
    ascii,
    number(value) {
      const thousandths = Math.round(value * 1000);
      if (!(Math.abs(thousandths) < MOST_THOUSANDTHS) || end + 12 > room) return ascii(decimal(value));
      if (thousandths < 0) bytes[end++] = MINUS;
      const positive = Math.abs(thousandths) | 0;
      whole((positive / 1000) | 0);
      if (positive % 1000 > 0) fraction(positive % 1000);
    },
    code(code) {
      if (end + 4 > room) throw new RangeError("operators outgrow their room");
      bytes[end++] = DIGITS[code >> 12] ?? 0;
      bytes[end++] = DIGITS[(code >> 8) & 15] ?? 0;
      bytes[end++] = DIGITS[(code >> 4) & 15] ?? 0;
      bytes[end++] = DIGITS[code & 15] ?? 0;
    },
    toString: () => bytes.toString("latin1", 0, end),
  };
}
