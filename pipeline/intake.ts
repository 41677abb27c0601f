/**
 * Takes examined files into the store and the ledger: stored and verified first, recorded second, counted last.
 * Interrupt it anywhere and call it again: what is stored is found, the rest goes on.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { advance, type Planner } from "./advance.ts";
import { type Artifact, type Digest, ROLES, type Role } from "./artifact.ts";
import { canonicalJson } from "./derive.ts";
import { type Describer, storeDescription } from "./describe-item.ts";
import { digestFile } from "./digest-file.ts";
import { asSohoaError } from "./errors.ts";
import type { OnPoint } from "./killpoint.ts";
import type { BatchRow, NewPage, Rejection, SubjectId } from "./ledger.ts";
import { pageOrder } from "./page-order.ts";
import type { Profile } from "./profile.ts";
import type { Queue } from "./queue/queue.ts";
import type { ItemRecord } from "./record.ts";
import { type Structure, structureSchema } from "./structure.ts";

/** A file that was examined and found good. */
export interface AcceptedFile {
  readonly pageId: SubjectId;
  readonly path: string;
  readonly sourceName: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
  readonly mediaType: string;
}

/** What is handed over. */
export interface Delivery {
  readonly batchId: string;
  readonly itemId: string;
  readonly shelfmark: string;
  readonly profile: Profile;
  readonly draft: ItemRecord;
  /** In page order. */
  readonly accepted: readonly AcceptedFile[];
  readonly rejected: readonly Rejection[];
}

/** `found = added + replaced + known + rejected`, always. */
export interface IntakeCounts {
  readonly found: number;
  readonly added: number;
  readonly replaced: number;
  readonly known: number;
  readonly rejected: number;
}

/** What intake works on. */
export interface Intake extends Planner, Describer {
  readonly queue: Queue;
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
  const counts = { added: 0, replaced: 0, known: 0 };
  const late: Rejection[] = [];
  for (let at = 0; at < delivery.accepted.length; at += CHUNK) {
    const chunk = delivery.accepted.slice(at, at + CHUNK);
    const stored = await storeChunk(intake, chunk, late, (done) => onStored(at + done));
    intake.onPoint("intake-stored");
    const result = await ledger.addPages(batch.id, stored, intake.agent);
    counts.added += result.added;
    counts.replaced += result.replaced;
    counts.known += result.known;
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
  await close(intake, batch, delivery);
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
      stored.push({ id: file.pageId, sourceName: file.sourceName, sourcePath: file.path, master });
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

/** Fix the page list. */
async function close(intake: Intake, batch: BatchRow, delivery: Delivery): Promise<void> {
  const { ledger } = intake;
  const pages = await ledger.pages(batch.itemId);
  if (pages.length === 0) return;
  const old = await readStructure(intake, batch.itemId);
  const list = await pageList(intake, batch.itemId, delivery, old);
  // The same delivery again must not look like a new version of the item.
  if (old && canonicalJson({ ...old, version: 1 }) === canonicalJson(list)) return;
  const structure = await storeJson(intake, { ...list, version: (old?.version ?? 0) + 1 }, "item/structure");
  const hasDraft = (await ledger.current(batch.itemId, "record/draft")) !== undefined;
  const draft = hasDraft ? undefined : await storeJson(intake, delivery.draft, "record/draft");
  const order = list.pages.map((page) => page.id);
  const labels = Object.fromEntries(list.pages.map((page) => [page.id, page.label]));
  await ledger.closeBatch(batch.id, { structure, draft, order, labels, agent: intake.agent });
  intake.onPoint("intake-closed");
  await intake.queue.announce(await advance(intake, batch.itemId, []));
  await storeDescription(intake, batch.itemId);
}

async function pageList(intake: Intake, itemId: string, delivery: Delivery, old: Structure | undefined): Promise<Structure> {
  const byId = new Map((await intake.ledger.pages(itemId)).map((page) => [page.id, page]));
  const order = pageOrder(
    old?.pages.map((page) => page.id) ?? [],
    [...byId.keys()],
    delivery.accepted.map((file) => file.pageId),
  );
  const pages = order.flatMap((id) => byId.get(id) ?? []);
  const masters = new Map(
    (await intake.ledger.currentOfItem(itemId, ["image/master"])).map((row) => [row.subject, row.artifact.digest]),
  );
  // A person may have given the item another profile since the first delivery: that one holds.
  const profile = (await intake.ledger.item(itemId))?.profile ?? delivery.profile;
  return {
    v: 1,
    item: itemId,
    shelfmark: delivery.shelfmark,
    version: 1,
    viewingDirection: profile.viewingDirection,
    script: profile.script,
    pages: pages.map((page, index) => ({
      id: page.id,
      label: String(index + 1),
      sourceName: page.sourceName,
      master: masters.get(page.id) ?? "",
    })),
  };
}

async function readStructure(intake: Intake, itemId: string): Promise<Structure | undefined> {
  const old = await intake.ledger.current(itemId, "item/structure");
  return old && structureSchema.parse(JSON.parse(await readFile(await intake.cache.file(old.digest), "utf8")));
}

/** Store a value as canonical JSON and return its artifact. */
export async function storeJson(describer: Pick<Describer, "store">, value: unknown, role: Role): Promise<Artifact> {
  const folder = await mkdtemp(join(tmpdir(), "sohoa-"));
  try {
    const path = join(folder, "value.json");
    await writeFile(path, canonicalJson(value));
    const found = await digestFile(path);
    await describer.store.putFile(path, found);
    return { ...found, mediaType: ROLES[role].mediaType };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
