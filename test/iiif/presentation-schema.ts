/** The IIIF Presentation 3 JSON Schema, when this machine has it. Its licence does not allow keeping it in the project. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { SCHEMAS } from "../fixtures/material.ts";

/** True when the schema is here; tests that need it skip visibly otherwise. */
export const hasPresentationSchema = SCHEMAS !== undefined;

/** Everything the schema has against a value; empty when it is valid. */
export function schemaErrors(value: unknown): readonly string[] {
  const schema = JSON.parse(readFileSync(join(SCHEMAS ?? "", "iiif/iiif_3_0.json"), "utf8"));
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  // Through JSON and back, as a viewer gets it.
  return validate(JSON.parse(JSON.stringify(value)))
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
