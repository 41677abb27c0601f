/** Rows as lines of JSON, the same for both databases. */
import type { Row } from "./port.ts";

const BYTES = "~bytes";

/** One line, without its end. */
export function lineOf(row: Row): string {
  const plain = Object.entries(row).map(([column, value]) => [
    column,
    value instanceof Uint8Array ? { [BYTES]: Buffer.from(value).toString("base64") } : value,
  ]);
  return JSON.stringify(Object.fromEntries(plain));
}

/** The row of a line. @throws {SyntaxError} */
export function rowOf(line: string): Row {
  const found: unknown = JSON.parse(line);
  if (typeof found !== "object" || found === null) throw new SyntaxError("a line that is no row");
  return Object.fromEntries(Object.entries(found).map(([column, value]) => [column, bytesOf(value) ?? value]));
}

function bytesOf(value: unknown): Buffer | undefined {
  const text = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[BYTES] : undefined;
  return typeof text === "string" ? Buffer.from(text, "base64") : undefined;
}
