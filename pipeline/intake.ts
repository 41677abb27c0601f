/**
 * Takes examined files into the store and the ledger: stored and verified first, recorded second, counted last.
 * Interrupt it anywhere and call it again: what is stored is found, the rest goes on.
 */
import { advance } from "./advance.ts";
import type { Artifact, Digest } from "./artifact.ts";
import { type Closer, closeItem } from "./close-item.ts";
import { asSohoaError } from "./errors.ts";
import type { OnPoint } from "./killpoint.ts";
import type { BatchRow, NewPage, Rejection, SubjectId } from "./ledger-rows.ts";
import type { Profile } from "./profile.ts";
import type { ItemRecord } from "./record.ts";
import { releaseMemory } from "./release-memory.ts";

/** A file that was examined and found good. */
export interface AcceptedFile {
  readonly pageId: SubjectId;
  readonly path: string;
  /** Where it came from, when `path` is only where it waited, as uploads do. */
  readonly sourcePath?: string;
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
  /** See `urgency.ts`; as it was where nothing is said. */
  readonly urgency?: number;
  /** Kept when the item has no draft of its record yet. */
  readonly draft?: ItemRecord;
  /** In page order. Each is asked for when its turn comes and forgotten when it is stored. */
  readonly accepted: Iterable<AcceptedFile>;
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
/** Pages of an intake after which what it left behind is given back: the engine waits until the heap is twice what is needed. */
const PAGES_BETWEEN_RELEASES = 2000;
/** While one file waits for the disk to say that it is written, others are hashed: more than a few would only wait together. */
const AT_A_TIME = 3;

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
    ...(delivery.urgency === undefined ? {} : { urgency: delivery.urgency }),
  });
  const counts = { added: 0, replaced: 0, known: 0, superseded: 0 };
  const late: Rejection[] = [];
  const delivered: SubjectId[] = [];
  for (const chunk of inChunks(delivery.accepted)) {
    const before = delivered.length;
    delivered.push(...chunk.map((file) => file.pageId));
    const stored = await storeChunk(intake, chunk, late, (done) => onStored(before + done));
    const result = await record(intake, batch, stored);
    counts.added += result.added;
    counts.replaced += result.replaced;
    counts.known += result.known;
    counts.superseded += result.superseded;
    if (delivered.length % PAGES_BETWEEN_RELEASES === 0) await releaseMemory();
  }
  const rejected = [...delivery.rejected, ...late];
  await ledger.recordRejections(batch.id, rejected);
  intake.onPoint("intake-closing");
  if (await closeItem(intake, batch, { delivered, ...(delivery.draft ? { draft: delivery.draft } : {}) }))
    intake.onPoint("intake-closed");
  return { found: delivered.length + delivery.rejected.length, ...counts, rejected: rejected.length };
}

async function record(intake: Intake, batch: BatchRow, stored: readonly NewPage[]) {
  intake.onPoint("intake-stored");
  const counts = await intake.ledger.addPages(batch.id, stored, intake.agent);
  intake.onPoint("intake-recorded");
  const ids = stored.map((page) => page.id);
  await intake.queue.announce(await advance(intake, batch.itemId, ids));
  return counts;
}

function* inChunks(files: Iterable<AcceptedFile>): Generator<readonly AcceptedFile[]> {
  let chunk: AcceptedFile[] = [];
  for (const file of files) {
    chunk.push(file);
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** A file that changed or vanished since it was examined is refused here; trouble with the store stops the intake. */
async function storeChunk(
  intake: Intake,
  chunk: readonly AcceptedFile[],
  late: Rejection[],
  onDone: (done: number) => void,
): Promise<readonly NewPage[]> {
  const outcomes: (NewPage | Rejection)[] = [];
  let [next, done] = [0, 0];
  const storeSome = async (): Promise<void> => {
    for (let at = next++; at < chunk.length; at = next++) {
      const file = chunk[at];
      if (file) outcomes[at] = await storeOne(intake, file);
      onDone(++done);
    }
  };
  const ends = await Promise.allSettled(
    Array.from({ length: AT_A_TIME }, () => storeSome().finally(() => (next = chunk.length))),
  );
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  late.push(...outcomes.filter((each) => "code" in each));
  return outcomes.filter((each) => "master" in each);
}

async function storeOne(intake: Intake, file: AcceptedFile): Promise<NewPage | Rejection> {
  const { pageId, sourceName, path, sourcePath = path, isRescan = false, digest, sizeBytes, mediaType } = file;
  try {
    await intake.store.putFile(path, { digest, sizeBytes });
    const master: Artifact = { digest, sizeBytes, mediaType };
    return { id: pageId, sourceName, sourcePath, master, isRescan };
  } catch (thrown) {
    const error = sourceTrouble(thrown);
    if (error.exit !== "input") throw error;
    return { sourcePath, code: error.code, facts: error.facts };
  }
}

function sourceTrouble(thrown: unknown) {
  const system = (thrown as NodeJS.ErrnoException | undefined)?.code;
  const error = asSohoaError(thrown);
  if (system !== "ENOENT" && system !== "EIO" && system !== "EACCES") return error;
  return Object.assign(error, { code: "SRC-READ", exit: "input" as const });
}
