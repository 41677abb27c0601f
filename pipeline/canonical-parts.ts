/** Canonical JSON of a value that is too large to be held as one text. */
import { canonicalJson } from "./derive.ts";

/** Text that is given out at a time, in characters. */
const PART_LENGTH = 1 << 16;

/** A value of which the canonical JSON is written somewhere: read while it is written once more, and never parsed. */
export class CanonicalText {
  readonly parts: () => AsyncIterable<string>;

  constructor(parts: () => AsyncIterable<string>) {
    this.parts = parts;
  }
}

/**
 * The text of `canonicalJson(value)` in parts. Within objects a list may be an async iterable: it is read while it is written.
 * @param value plain data, as JSON has it
 */
export async function* canonicalParts(value: unknown): AsyncGenerator<string, void> {
  if (value instanceof CanonicalText) yield* value.parts();
  else if (Array.isArray(value) || isAsyncList(value)) yield* list(value);
  else if (value !== null && typeof value === "object") yield* fields(value);
  else yield canonicalJson(value);
}

function isAsyncList(value: unknown): value is AsyncIterable<unknown> {
  return value !== null && typeof value === "object" && Symbol.asyncIterator in value;
}

async function* fields(value: object): AsyncGenerator<string, void> {
  const told = Object.entries(value).filter(([, each]) => each !== undefined);
  // As an object keeps them: names that are numbers stand before all others.
  const ordered = Object.fromEntries(told.sort(([a], [b]) => (a < b ? -1 : 1)));
  let before = "{";
  for (const [name, each] of Object.entries(ordered)) {
    yield `${before}${JSON.stringify(name)}:`;
    yield* canonicalParts(each);
    before = ",";
  }
  yield before === "{" ? "{}" : "}";
}

async function* list(rows: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<string, void> {
  let [part, before] = ["[", ""];
  for await (const row of rows) {
    part += before + canonicalJson(row ?? null);
    before = ",";
    if (part.length < PART_LENGTH) continue;
    yield part;
    part = "";
  }
  yield `${part}]`;
}
