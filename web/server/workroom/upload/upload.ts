/** What is kept of an upload between its requests: what was announced, and at the end what became of it. */
import { z } from "zod";
import type { Taken } from "./deliveries.ts";

const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const announcedSchema = z.object({
  name: z.string(),
  sizeBytes: z.number().int().min(0),
  /** SHA-256 by the browser, where it was known when the upload began. */
  sha256: z.string().nullable(),
  foresight: z.union([
    z.object({ verdict: z.literal("send") }),
    z.object({ verdict: z.literal("skip"), reason: z.string() }),
    z.object({ verdict: z.literal("reject"), code: z.string(), facts }),
  ]),
});

/** The file `upload.json`. */
export const uploadSchema = z.object({
  v: z.literal(1),
  id: z.string(),
  batchId: z.string(),
  shelfmark: z.string(),
  profile: z.string(),
  /** Name of the account whose upload it is. */
  by: z.string(),
  createdAt: z.string(),
  files: z.array(announcedSchema),
  /** What became of it, as `Taken`. */
  outcome: z.object({ takenAt: z.string(), taken: z.custom<Taken>() }).nullable(),
});

/** An upload. Files are named by their place in `files`. */
export type Upload = z.infer<typeof uploadSchema>;
/** One file of it. */
export type Announced = Upload["files"][number];

/** True when its bytes are wanted. */
export const isSent = ({ foresight }: Announced): boolean => foresight.verdict === "send";

/** Bytes of all files that are sent. */
export const bytesToSend = (upload: Pick<Upload, "files">): number =>
  upload.files.filter(isSent).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
