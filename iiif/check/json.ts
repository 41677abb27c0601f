/** Walking JSON of unknown shape. */

/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** One thing that is wrong: a fixed word for what, and the place as a JSON path. */
export interface Problem {
  readonly code: string;
  readonly at: string;
}

/** The value when it is an object. */
export function at(value: Json | undefined): JsonObject | undefined {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

/** The objects in a list property; empty when it is missing or no list. */
export function listOf(object: JsonObject | undefined, key: string): readonly JsonObject[] {
  const value: unknown = object?.[key];
  return Array.isArray(value) ? value.map((each: Json) => at(each)).filter((each) => each !== undefined) : [];
}

/** A text property, or undefined. */
export function textOf(object: JsonObject | undefined, key: string): string | undefined {
  const value = object?.[key];
  return typeof value === "string" ? value : undefined;
}

/** Every object inside, the value itself included, with its JSON path. */
export function* allObjects(value: Json, path = "$"): Generator<readonly [path: string, object: JsonObject]> {
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) yield* allObjects(each, `${path}[${index}]`);
    return;
  }
  const object = at(value);
  if (!object) return;
  yield [path, object];
  for (const [key, each] of Object.entries(object)) yield* allObjects(each, `${path}.${key}`);
}
