/**
 * A backup: one tar file. `backup.json` first, then `config.json` (without secrets), then `tables/<table>/<n>.jsonl` with a
 * row a line, and last `manifest.json`, the signed list of all digests: a file without it is not whole.
 */
import { z } from "zod";

export const HEAD = "backup.json";
export const SETTINGS = "config.json";
export const MANIFEST = "manifest.json";

/** What the backup is of. */
export const headSchema = z.strictObject({
  kind: z.literal("sohoa-backup"),
  v: z.literal(1),
  program: z.string(),
  takenAt: z.iso.datetime(),
  /** The permanent address of the library, under which its identifiers are. */
  library: z.string(),
  /** Migrations of the catalogue, sorted. */
  schema: z.array(z.string()).min(1),
});
export type BackupHead = z.infer<typeof headSchema>;

const entrySchema = z.strictObject({
  name: z.string(),
  sizeBytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  rows: z.int().min(0),
});
export type BackupEntry = z.infer<typeof entrySchema>;

/** `signature` is over the JSON text of `entries`. */
export const manifestSchema = z.strictObject({ entries: z.array(entrySchema), publicKey: z.string(), signature: z.string() });

/** The table that an entry holds rows of. */
export function tableOf(name: string): string | undefined {
  return /^tables\/([a-z_]+)\/\d{6}\.jsonl$/.exec(name)?.[1];
}
