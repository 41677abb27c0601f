/**
 * The place at which a list goes on (OAI-PMH 3.5). A token holds all that the next request needs, so the server remembers nothing
 * and tokens never expire. It is no secret and opens nothing that a request without it would not; its check digits are there so
 * that a token which was cut off or mistyped is refused instead of giving another list.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { SET_KINDS } from "../../pipeline/publication-log.ts";
import { ITEM } from "./identifier.ts";
import { METADATA_PREFIXES } from "./metadata-formats.ts";
import { SLUG } from "./set-spec.ts";

const count = z.int().min(0).max(1e12);
const second = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
const kind = z.enum(SET_KINDS);

const recordsPlace = z.strictObject({
  of: z.enum(["ListRecords", "ListIdentifiers"]),
  prefix: z.enum(METADATA_PREFIXES),
  from: second.optional(),
  until: second.optional(),
  set: z.strictObject({ kind, slug: z.string().regex(SLUG).optional() }).optional(),
  /** The last record that was sent. */
  after: z.strictObject({ at: second, itemId: z.string().regex(ITEM) }),
  /** How many were sent. */
  cursor: count,
  /** How many there were when the list was begun. */
  size: count,
});

const setsPlace = z.strictObject({
  of: z.literal("ListSets"),
  after: z.strictObject({ kind, slug: z.string().regex(SLUG) }),
  cursor: count,
});

const place = z.discriminatedUnion("of", [recordsPlace, setsPlace]);

/** Where a list of records or headers goes on. */
export type RecordsPlace = Readonly<z.infer<typeof recordsPlace>>;
/** Where the list of sets goes on. */
export type SetsPlace = Readonly<z.infer<typeof setsPlace>>;

const LONGEST = 2000;
const CHECK_DIGITS = 8;

/** The token for a place. */
export function resumptionToken(value: RecordsPlace | SetsPlace): string {
  const text = Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${text}.${checkDigits(text)}`;
}

/** The place of a token, or undefined for a text that is none. */
export function readResumptionToken(token: string): RecordsPlace | SetsPlace | undefined {
  const [text = "", digits, ...rest] = token.split(".");
  if (token.length > LONGEST || rest.length > 0 || digits !== checkDigits(text)) return undefined;
  try {
    return place.safeParse(JSON.parse(Buffer.from(text, "base64url").toString("utf8"))).data;
  } catch {
    return undefined;
  }
}

function checkDigits(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, CHECK_DIGITS);
}
