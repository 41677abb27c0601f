/** Readers of numbers in options; what is no such number is a usage error. */
import { InvalidArgumentError } from "commander";

function read(text: string, isGood: (value: number) => boolean): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!isGood(value)) throw new InvalidArgumentError("");
  return value;
}

/** A whole number, zero included. */
export function wholeNumber(text: string): number {
  return read(text, (value) => Number.isSafeInteger(value) && value >= 0);
}

/** A whole number from one. */
export function countingNumber(text: string): number {
  return read(text, (value) => Number.isSafeInteger(value) && value >= 1);
}

/** A number above zero, with or without decimals. */
export function positiveNumber(text: string): number {
  return read(text, (value) => Number.isFinite(value) && value > 0);
}
