/** JSON of a value that is too large to be held as one text. */

/** Text that is given out at a time, in characters. */
const PART_LENGTH = 1 << 16;

/**
 * The text of `JSON.stringify(value)` in parts. Within objects a list may be an async iterable: it is read while it is written.
 * @param value plain data, as JSON has it
 */
export async function* jsonParts(value: unknown): AsyncGenerator<string, void> {
  if (isAsyncList(value)) yield* list(value);
  else if (value !== null && typeof value === "object" && !Array.isArray(value)) yield* fields(value);
  else yield JSON.stringify(value);
}

function isAsyncList(value: unknown): value is AsyncIterable<unknown> {
  return value !== null && typeof value === "object" && Symbol.asyncIterator in value;
}

async function* fields(value: object): AsyncGenerator<string, void> {
  let before = "{";
  for (const [name, each] of Object.entries(value)) {
    if (each === undefined) continue;
    yield `${before}${JSON.stringify(name)}:`;
    yield* jsonParts(each);
    before = ",";
  }
  yield before === "{" ? "{}" : "}";
}

async function* list(rows: AsyncIterable<unknown>): AsyncGenerator<string, void> {
  let [part, before] = ["[", ""];
  for await (const row of rows) {
    part += before + JSON.stringify(row ?? null);
    before = ",";
    if (part.length < PART_LENGTH) continue;
    yield part;
    part = "";
  }
  yield `${part}]`;
}
