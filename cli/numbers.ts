/** Readers of numbers in options; what is no such number is a usage error. */
import { InvalidArgumentError } from "commander";
import type { Box } from "../pipeline/geometry.ts";

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

/** A box in pixels, as `x,y,width,height`. */
export function boxInPixels(text: string): Box {
  const [x = -1, y = -1, width = 0, height = 0, ...rest] = text.split(",").map((part) => wholeNumber(part));
  if (rest.length > 0 || x < 0 || y < 0 || width < 1 || height < 1) throw new InvalidArgumentError("");
  return { x, y, width, height };
}
