/** Checks a working text that comes from outside: its form by a schema, its characters by `refuseUnfit`. */
import { z } from "zod";
import { InputError } from "./errors.ts";
import type { WorkingColumn, WorkingText } from "./text-version.ts";

/** Code points of all layers of a page together. A page has a few hundred; this is a book by mistake. */
export const MOST_CHARACTERS = 200_000;
const MOST_COLUMNS = 2_000;
const MOST_PIXELS = 1_000_000;
/** Half of a character beyond U+FFFF: no text, and no database keeps it. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

const id = z.string().min(1).max(100);
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const length = z.number().min(0).max(MOST_PIXELS);
const place = z.number().min(-MOST_PIXELS).max(MOST_PIXELS);

const column = z.strictObject({
  id,
  kind: z.enum(["body", "commentary", "running-title", "head-note"]),
  box: z.strictObject({ x: place, y: place, width: length, height: length }),
  parent: id.optional(),
  text: z.string(),
  phienAm: z.string().optional(),
  translation: z.string().optional(),
  note: z.string().optional(),
});

/** The form of a working text; call `refuseUnfit` as well. */
export const workingTextSchema = z.strictObject({
  v: z.literal(1),
  width: z.int().positive().max(MOST_PIXELS),
  height: z.int().positive().max(MOST_PIXELS),
  script: z.enum(["han-nom", "quoc-ngu", "latin"]),
  writingMode: z.enum(["vertical-rl", "horizontal-tb"]),
  from: z.strictObject({
    role: z.enum(["text/machine", "text/reviewed", "text/earlier"]),
    text: digest,
    picture: digest.nullable(),
  }),
  columns: z.array(column).max(MOST_COLUMNS),
});

/**
 * Refuse what can be no text or no page; everything else, markup included, is text and stays as it is.
 * @throws {InputError} TEXT-TOO-LONG, TEXT-NUL, TEXT-SURROGATE, TEXT-COLUMN-TWICE, TEXT-PARENT
 */
export function refuseUnfit({ columns }: WorkingText): void {
  let characters = 0;
  for (const each of columns) {
    for (const text of textsOf(each)) {
      characters += lengthOf(text, each.id);
      if (characters > MOST_CHARACTERS) throw new InputError({ code: "TEXT-TOO-LONG", facts: { most: MOST_CHARACTERS } });
    }
  }
  refuseBrokenStructure(columns);
}

function textsOf(each: WorkingColumn): readonly string[] {
  return [each.id, each.text, each.phienAm ?? "", each.translation ?? "", each.note ?? ""];
}

function lengthOf(text: string, columnId: string): number {
  // Before anything is counted: most texts are far too short to be worth the look.
  if (text.length > 2 * MOST_CHARACTERS) return MOST_CHARACTERS + 1;
  const facts = { column: columnId.replaceAll("\u0000", "").replaceAll(LONE_SURROGATE, "\ufffd") };
  if (text.includes("\u0000")) throw new InputError({ code: "TEXT-NUL", facts });
  if (text.search(LONE_SURROGATE) >= 0) throw new InputError({ code: "TEXT-SURROGATE", facts });
  return [...text].length;
}

function refuseBrokenStructure(columns: readonly WorkingColumn[]): void {
  const byId = new Map(columns.map((each) => [each.id, each]));
  if (byId.size < columns.length) {
    const twice = columns.find((each, at) => columns.findIndex((other) => other.id === each.id) !== at);
    throw new InputError({ code: "TEXT-COLUMN-TWICE", facts: { column: twice?.id ?? "" } });
  }
  for (const { id: own, parent } of columns) {
    // A small column stands in a whole one, never in another small one or in itself.
    const isSound = parent === undefined || (parent !== own && byId.has(parent) && byId.get(parent)?.parent === undefined);
    if (!isSound) throw new InputError({ code: "TEXT-PARENT", facts: { column: own } });
  }
}
