/** Descriptions of items as other installations wrote them, read with distrust: what a catalogue would believe is checked for form. */
import { z } from "zod";
import { isDigest, ROLES, type Role } from "./artifact.ts";
import type { ItemHistory } from "./item-history.ts";
import type { ItemDescription } from "./ledger-rows.ts";
import { profileSchema } from "./profile.ts";
import { SET_KINDS } from "./publication-log.ts";
import { structureSchema } from "./structure.ts";

const text = z.string().max(4096);
const digest = z.string().refine(isDigest);
const at = z.iso.datetime({ offset: true });
const role = z.string().refine((name): name is Role => Object.hasOwn(ROLES, name));
/** As the store accepts it in a name. */
const itemId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/);
const artifact = z.object({ digest, sizeBytes: z.int().nonnegative(), mediaType: text });
const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const event = z.looseObject({
  derivation: digest,
  subject: text,
  itemId,
  stage: text,
  stageVersion: z.int().positive(),
  agent: text,
  startedAt: at,
  endedAt: at,
  outcome: z.enum(["made", "recalled", "answered", "received"]),
  inputs: z.array(z.object({ name: text, role, artifacts: z.array(artifact) })),
  outputs: z.array(z.object({ role, artifact })),
  params: z.unknown(),
});

const verdict = z.looseObject({
  subject: text,
  master: digest,
  verdict: z.enum(["accept", "rescan"]),
  reason: text,
  note: z.string(),
  itemId,
  ordinal: z.int().positive(),
  agent: text,
  judgedAt: at,
});

const sample = z.looseObject({
  rule: profileSchema.shape.sample.unwrap(),
  lot: z.int().min(0),
  pages: z.array(z.object({ subject: text, master: digest })),
  itemId,
  ordinal: z.int().positive(),
  agent: text,
  drawnAt: at,
});

const batch = z.looseObject({
  id: text,
  itemId,
  shelfmark: text,
  profile: profileSchema,
  state: z.enum(["open", "closed", "cancelled"]),
  paused: z.boolean(),
  createdAt: at,
});

const page = z.looseObject({
  id: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/),
  itemId,
  batchId: text,
  sequence: z.int().positive(),
  label: text,
  sourceName: text,
});

const activity = z.looseObject({
  number: z.int().positive(),
  itemId,
  kind: z.enum(["create", "update", "delete"]),
  at: z.iso.datetime(),
  publication: digest,
  sets: z.array(z.looseObject({ kind: z.enum(SET_KINDS), slug: text, name: text })),
});

/** Fields that later releases add stay. */
const description = z.looseObject({
  v: z.literal(1),
  item: z.looseObject({ id: itemId, shelfmark: text, profile: profileSchema, version: z.int().nonnegative() }),
  batches: z.array(batch),
  pages: z.array(page),
  current: z.array(z.object({ subject: text, role, artifact })),
  rejections: z.record(z.string(), z.array(z.object({ sourcePath: text, code: text, facts }))),
  events: z.array(event),
  structure: structureSchema.optional(),
  verdicts: z.array(verdict).optional(),
  samples: z.array(sample).optional(),
  activities: z.array(activity).optional(),
  absent: z.array(digest).optional(),
});

const fixityRow = z.object({
  digest,
  outcome: z.enum(["match", "mismatch", "missing"]),
  checkedAt: at,
  agent: text.optional(),
  copy: text.optional(),
});

const objectAct = z.object({
  digest,
  act: z.enum(["replication", "quarantine", "recovery"]),
  copy: z.enum(["store", "copy2"]),
  detail: text,
  agent: text,
  at,
});

/** Reads a description of an item, `items/<item>/v<N>.json`. */
export const descriptionSchema = description as unknown as z.ZodType<ItemDescription>;

/** Reads an `item/history`. */
export const historySchema = description.extend({
  fixity: z.array(fixityRow).default([]),
  acts: z.array(objectAct).default([]),
}) as unknown as z.ZodType<ItemHistory>;
