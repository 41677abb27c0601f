/** The records of items as the catalogue has them. */
import { readFile } from "node:fs/promises";
import type { Artifact, Digest } from "./artifact.ts";
import type { Ledger } from "./ledger.ts";
import type { ItemRow } from "./ledger-rows.ts";
import { type ItemRecord, recordSchema } from "./record.ts";

/** What reading records takes. */
export interface RecordReader {
  readonly ledger: Pick<Ledger, "current">;
  readonly cache: { file(digest: Digest): Promise<string> };
}

/** An item's record: what a person answered, else the draft. */
export interface StoredRecord {
  readonly item: ItemRow;
  readonly record: ItemRecord;
  readonly digest: Digest;
  /** Nobody has answered yet: a machine's proposal. */
  readonly isDraft: boolean;
}

/** The record of an item, or undefined for an item that has not even a draft. */
export async function storedRecord(reader: RecordReader, item: ItemRow): Promise<StoredRecord | undefined> {
  const answered = await reader.ledger.current(item.id, "record");
  const artifact = answered ?? (await reader.ledger.current(item.id, "record/draft"));
  if (!artifact) return undefined;
  return { item, record: await readRecord(reader, artifact), digest: artifact.digest, isDraft: answered === undefined };
}

async function readRecord({ cache }: Pick<RecordReader, "cache">, { digest }: Pick<Artifact, "digest">): Promise<ItemRecord> {
  return recordSchema.parse(JSON.parse(await readFile(await cache.file(digest), "utf8")));
}

/** The record that an export was made of; undefined when the store does not have it. */
export async function recordOfDigest(reader: Pick<RecordReader, "cache">, digest: string): Promise<ItemRecord | undefined> {
  if (!/^[0-9a-f]{64}$/.test(digest)) return undefined;
  return await readRecord(reader, { digest }).catch(() => undefined);
}
