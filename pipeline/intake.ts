/**
 * Takes examined files into the store and the ledger: stored and verified first, recorded second, counted last.
 * Interrupt it anywhere and call it again: what is stored is found, the rest goes on.
 */
import { advance } from "./advance.ts";
import type { Artifact, Digest } from "./artifact.ts";
import { type Closer, closeItem } from "./close-item.ts";
import { asSohoaError } from "./errors.ts";
import type { OnPoint } from "./killpoint.ts";
import type { NewPage, Rejection, SubjectId } from "./ledger-rows.ts";
import type { Profile } from "./profile.ts";
import type { ItemRecord } from "./record.ts";

/** A file that was examined and found good. */
export interface AcceptedFile {
  readonly pageId: SubjectId;
  readonly path: string;
  readonly sourceName: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly mediaType: string;
  /** See `NewPage`. */
  readonly isRescan?: boolean;
}

/** What is handed over. */
export interface Delivery {
  readonly batchId: string;
  readonly itemId: string;
  readonly shelfmark: string;
  readonly profile: Profile;
  /** Kept when the item has no draft of its record yet. */
  readonly draft?: ItemRecord;
  /** In page order. */
  readonly accepted: readonly AcceptedFile[];
  readonly rejected: readonly Rejection[];
}

/** `found = added + replaced + known + rejected`, always. `superseded` of the known are scans that were replaced since. */
export interface IntakeCounts {
  readonly found: number;
  readonly added: number;
  readonly replaced: number;
  readonly known: number;
  readonly superseded: number;
  readonly rejected: number;
}

/** What intake works on. */
export interface Intake extends Closer {
  readonly onPoint: OnPoint;
}

const CHUNK = 20;

/** Store, record and plan a delivery. `onStored` is called after each file, with the number of files dealt with so far. */
export async function takeIn(
  intake: Intake,
  delivery: Delivery,
  onStored: (done: number) => void = () => {},
): Promise<IntakeCounts> {
  const { ledger } = intake;
  const batch = await ledger.openBatch({
    id: delivery.batchId,
    itemId: delivery.itemId,
    shelfmark: delivery.shelfmark,
    profile: delivery.profile,
  });
  const counts = { added: 0, replaced: 0, known: 0, superseded: 0 };
  const late: Rejection[] = [];
  for (let at = 0; at < delivery.accepted.length; at += CHUNK) {
    const chunk = delivery.accepted.slice(at, at + CHUNK);
    const stored = await storeChunk(intake, chunk, late, (done) => onStored(at + done));
    intake.onPoint("intake-stored");
    const result = await ledger.addPages(batch.id, stored, intake.agent);
    counts.added += result.added;
    counts.replaced += result.replaced;
    counts.known += result.known;
    counts.superseded += result.superseded;
    intake.onPoint("intake-recorded");
    await intake.queue.announce(
      await advance(
        intake,
        batch.itemId,
        stored.map((page) => page.id),
      ),
    );
  }
  const rejected = [...delivery.rejected, ...late];
  await ledger.recordRejections(batch.id, rejected);
  intake.onPoint("intake-closing");
  const delivered = delivery.accepted.map((file) => file.pageId);
  if (await closeItem(intake, batch, { delivered, ...(delivery.draft ? { draft: delivery.draft } : {}) }))
    intake.onPoint("intake-closed");
  return { found: delivery.accepted.length + delivery.rejected.length, ...counts, rejected: rejected.length };
}

/** A file that changed or vanished since it was examined is refused here; trouble with the store stops the intake. */
async function storeChunk(
  intake: Intake,
  chunk: readonly AcceptedFile[],
  late: Rejection[],
  onDone: (done: number) => void,
): Promise<readonly NewPage[]> {
  const stored: NewPage[] = [];
  for (const [index, file] of chunk.entries()) {
    try {
      await intake.store.putFile(file.path, { digest: file.digest, sizeBytes: file.sizeBytes });
      const master: Artifact = { digest: file.digest, sizeBytes: file.sizeBytes, mediaType: file.mediaType };
      const { pageId, sourceName, path, isRescan = false } = file;
      stored.push({ id: pageId, sourceName, sourcePath: path, master, isRescan });
    } catch (thrown) {
      const error = sourceTrouble(thrown);
      if (error.exit !== "input") throw error;
      late.push({ sourcePath: file.path, code: error.code, facts: error.facts });
    }
    onDone(index + 1);
  }
  return stored;
}

function sourceTrouble(thrown: unknown) {
  const system = (thrown as NodeJS.ErrnoException | undefined)?.code;
  const error = asSohoaError(thrown);
  if (system !== "ENOENT" && system !== "EIO" && system !== "EACCES") return error;
  return Object.assign(error, { code: "SRC-READ", exit: "input" as const });
}
