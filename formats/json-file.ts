/** JSON artifacts, read with their schema. */
import { readFile } from "node:fs/promises";
import type { z } from "zod";
import { StageError } from "../pipeline/errors.ts";

/**
 * Read one JSON artifact.
 * @throws {StageError} JSON-FORM when it is not JSON or not of this form: it was made by another version of the program.
 */
export async function readJson<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readFile(path, "utf8");
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const detail = (cause instanceof Error ? cause.message : String(cause)).slice(0, 300);
    throw new StageError({ code: "JSON-FORM", facts: { detail }, cause });
  }
}

/** Read JSON artifacts one after the other, in order; stops when `signal` aborts. @throws {StageError} JSON-FORM. */
export async function readJsonList<T>(
  files: readonly { readonly path: string }[],
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<readonly T[]> {
  const values: T[] = [];
  for (const { path } of files) {
    signal.throwIfAborted();
    values.push(await readJson(path, schema));
  }
  return values;
}
