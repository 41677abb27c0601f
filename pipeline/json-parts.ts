/** JSON of a value that is too large to be held as one text. */

/** Text that is given out at a time, in characters. */
const PART_LENGTH = 1 << 16;

/** How a kind of JSON is written. */
export interface JsonForm {
  /** The text of a value that is held. */
  readonly textOf: (value: unknown) => string;
  /** The fields of an object, in the order in which they are written. */
  readonly fieldsOf: (value: object) => Iterable<readonly [name: string, value: unknown]>;
}

const PLAIN: JsonForm = { textOf: JSON.stringify, fieldsOf: Object.entries };

/** A value of which the text is written somewhere: read while it is written once more, and never parsed. */
export class WrittenText {
  readonly parts: () => AsyncIterable<string>;

  constructor(parts: () => AsyncIterable<string>) {
    this.parts = parts;
  }
}

/**
 * The text of `JSON.stringify(value)`, or of another form, in parts. Within objects a list may be an async iterable: it is read
 * while it is written.
 * @param value plain data, as JSON has it
 */
export async function* jsonParts(value: unknown, form: JsonForm = PLAIN): AsyncGenerator<string, void> {
  if (value instanceof WrittenText) yield* value.parts();
  else if (Array.isArray(value) || isAsyncList(value)) yield* list(value, form);
  else if (value !== null && typeof value === "object") yield* fields(value, form);
  else yield form.textOf(value);
}

function isAsyncList(value: unknown): value is AsyncIterable<unknown> {
  return value !== null && typeof value === "object" && Symbol.asyncIterator in value;
}

async function* fields(value: object, form: JsonForm): AsyncGenerator<string, void> {
  let before = "{";
  for (const [name, each] of form.fieldsOf(value)) {
    if (each === undefined) continue;
    yield `${before}${JSON.stringify(name)}:`;
    yield* jsonParts(each, form);
    before = ",";
  }
  yield before === "{" ? "{}" : "}";
}

async function* list(rows: Iterable<unknown> | AsyncIterable<unknown>, form: JsonForm): AsyncGenerator<string, void> {
  let [part, before] = ["[", ""];
  for await (const row of rows) {
    part += before + form.textOf(row ?? null);
    before = ",";
    if (part.length < PART_LENGTH) continue;
    yield part;
    part = "";
  }
  yield `${part}]`;
}
