/** The records of items as the catalogue has them. */
import { readFile } from "node:fs/promises";
import type { Artifact } from "../pipeline/artifact.ts";
import { InputError } from "../pipeline/errors.ts";
import type { ItemRow } from "../pipeline/ledger-rows.ts";
import { type ItemRecord, recordSchema } from "../pipeline/record.ts";
import type { Services } from "./compose.ts";
import { findItem } from "./standing.ts";

/** An item's record: what a person answered, else the draft. */
export interface StoredRecord {
  readonly item: ItemRow;
  readonly record: ItemRecord;
  readonly digest: string;
  /** Nobody has answered yet: a machine's proposal. */
  readonly isDraft: boolean;
}

/** The record of an item, or undefined for an item that has not even a draft. */
export async function storedRecord(services: Services, item: ItemRow): Promise<StoredRecord | undefined> {
  const answered = await services.ledger.current(item.id, "record");
  const artifact = answered ?? (await services.ledger.current(item.id, "record/draft"));
  if (!artifact) return undefined;
  return { item, record: await readRecord(services, artifact), digest: artifact.digest, isDraft: answered === undefined };
}

async function readRecord(services: Services, { digest }: Pick<Artifact, "digest">): Promise<ItemRecord> {
  return recordSchema.parse(JSON.parse(await readFile(await services.cache.file(digest), "utf8")));
}

/** The record that an export was made of; undefined when the store does not have it. */
export async function recordOfDigest(services: Services, digest: string): Promise<ItemRecord | undefined> {
  if (!/^[0-9a-f]{64}$/.test(digest)) return undefined;
  return await readRecord(services, { digest }).catch(() => undefined);
}

/** The items named, or all. @throws {InputError} ITEM-UNKNOWN; RECORD-WHICH when neither is asked for. */
export async function chosenItems(services: Services, ids: readonly string[], isAll: boolean): Promise<readonly ItemRow[]> {
  if (isAll) return await services.ledger.items();
  if (ids.length === 0) throw new InputError({ code: "RECORD-WHICH", exit: "usage" });
  return await Promise.all(ids.map(async (id) => await findItem(services, id)));
}
