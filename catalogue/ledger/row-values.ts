/** Rows of the ledger's tables as values of the port. */

import type { Selectable } from "kysely";
import type { Artifact } from "../../pipeline/artifact.ts";
import type { BatchRow, ItemRow, Made, PageRow, StoredFailure, TaskRow } from "../../pipeline/ledger-rows.ts";
import type { ItemTable, PageTable, TaskTable } from "../schema.ts";

/** An artifact row. */
export function asArtifact(row: { readonly digest: string; readonly size_bytes: number; readonly media_type: string }): Artifact {
  return { digest: row.digest, sizeBytes: row.size_bytes, mediaType: row.media_type };
}

/** An item row. */
export function asItem(row: Selectable<ItemTable>): ItemRow {
  return {
    id: row.id,
    shelfmark: row.shelfmark,
    profile: JSON.parse(row.profile),
    version: row.version,
    storedVersion: row.stored_version,
    paused: row.paused === 1,
    cancelled: row.cancelled === 1,
    urgency: row.urgency,
    workflow: row.workflow,
  };
}

/** A batch row joined with its item. */
export function asBatch(row: {
  readonly id: string;
  readonly item_id: string;
  readonly shelfmark: string;
  readonly profile: string;
  readonly state: BatchRow["state"];
  readonly paused: number;
  readonly created_at: string;
}): BatchRow {
  return {
    id: row.id,
    itemId: row.item_id,
    shelfmark: row.shelfmark,
    profile: JSON.parse(row.profile),
    state: row.state,
    paused: row.paused === 1,
    createdAt: row.created_at,
  };
}

/** A page row. */
export function asPage(row: Selectable<PageTable>): PageRow {
  return {
    id: row.id,
    itemId: row.item_id,
    batchId: row.batch_id,
    sequence: row.sequence,
    label: row.label,
    sourceName: row.source_name,
  };
}

/** A task row for people. */
export function asTask(row: Selectable<TaskTable>): TaskRow {
  return {
    taskId: row.id,
    subject: row.subject,
    itemId: row.item_id,
    stage: row.stage,
    derivation: row.derivation,
    state: row.state,
    attempts: row.attempts,
    notBefore: row.not_before === "" ? null : row.not_before,
    leaseOwner: row.lease_owner,
    leaseUntil: row.lease_until,
    failure: row.failure === null ? null : (JSON.parse(row.failure) as StoredFailure),
    updatedAt: row.updated_at,
  };
}

/** The outputs of a made derivation. */
export function asOutputs(text: string): readonly Made[] {
  return JSON.parse(text) as readonly Made[];
}
