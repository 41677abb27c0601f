/** Canonical JSON of a value that is too large to be held as one text. */
import { canonicalJson } from "./derive.ts";
import { type JsonForm, jsonParts } from "./json-parts.ts";

const CANONICAL: JsonForm = {
  textOf: canonicalJson,
  // As an object keeps them: names that are numbers stand before all others.
  fieldsOf: (value) => Object.entries(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))),
};

/** The text of `canonicalJson(value)` in parts; see `jsonParts`. */
export function canonicalParts(value: unknown): AsyncGenerator<string, void> {
  return jsonParts(value, CANONICAL);
}
