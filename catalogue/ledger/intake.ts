/**
 * Verified masters become pages. In pieces of one transaction each: an intake of 100,000 pages holds no lock for long,
 * and when it dies the same call takes up where it ended, because a page that is known with its master is left alone.
 */
import type { Digest } from "../../pipeline/artifact.ts";
import { InputError } from "../../pipeline/errors.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { NewPage } from "../../pipeline/ledger-rows.ts";
import { chunksOf } from "../chunks.ts";
import type { Change, Database } from "../database.ts";
import { holdItems } from "../locking.ts";
import { keepArtifacts, setPointers } from "./artifact-rows.ts";
import { type NewEvent, namedAfter, writeEvents } from "./event-rows.ts";
import { markChanged } from "./plan-marks.ts";
import { isSuperseded, setAside } from "./rescans.ts";

/** The step that events of a reception name. */
export const INTAKE = { stage: "ingest", stageVersion: 1 } as const;

interface Counts {
  readonly added: number;
  readonly replaced: number;
  readonly known: number;
  readonly superseded: number;
}

interface KnownPage {
  readonly item_id: string;
  readonly master: Digest | null;
}

/** The intake part of the ledger. */
export function intake(database: Database): Pick<Ledger, "addPages"> {
  return {
    async addPages(batchId, pages, agent) {
      const total = { added: 0, replaced: 0, known: 0, superseded: 0 };
      for (const chunk of chunksOf(pages)) {
        const counts = await database.change((change) => addChunk(database, change, { batchId, pages: chunk, agent }));
        total.added += counts.added;
        total.replaced += counts.replaced;
        total.known += counts.known;
        total.superseded += counts.superseded;
      }
      return total;
    },
  };
}

interface Intake {
  readonly batchId: string;
  readonly pages: readonly NewPage[];
  readonly agent: string;
}

async function addChunk(database: Database, change: Change, intake: Intake): Promise<Counts> {
  const batch = await change.selectFrom("batch").select("item_id").where("id", "=", intake.batchId).executeTakeFirst();
  if (!batch) throw new InputError({ code: "BATCH-UNKNOWN", subject: intake.batchId });
  const itemId = batch.item_id;
  await holdItems(database, change, [itemId], "exclusively");
  const known = await knownPages(change, intake.pages);
  const sorted = sort(intake.pages, known, itemId);
  const isOld = await isSuperseded(change, itemId, sorted.other);
  const replaced = sorted.other.filter((page) => page.isRescan || !isOld(page));
  await forgetRejections(change, intake);
  const moved = [...sorted.added, ...replaced];
  if (moved.length > 0) {
    await insertPages(change, intake.batchId, itemId, sorted.added);
    await noteReplaced(change, intake.batchId, replaced);
    await setAside(
      change,
      itemId,
      replaced.map((page) => page.id),
    );
    await receive(change, itemId, moved, intake.agent, database.now());
    await change.updateTable("batch").set({ state: "open" }).where("id", "=", intake.batchId).execute();
  }
  const superseded = sorted.other.length - replaced.length;
  return { added: sorted.added.length, replaced: replaced.length, known: sorted.known + superseded, superseded };
}

/** A file that was refused once and is good now needs nobody any more. */
async function forgetRejections(change: Change, { batchId, pages }: Intake): Promise<void> {
  const paths = pages.map((page) => page.sourcePath);
  await change.deleteFrom("rejection").where("batch_id", "=", batchId).where("source_path", "in", paths).execute();
}

/** A page named twice in one piece counts once; the later naming is the one that holds. */
function sort(pages: readonly NewPage[], known: ReadonlyMap<string, KnownPage>, itemId: string) {
  const distinct = [...new Map(pages.map((page) => [page.id, page])).values()];
  const added: NewPage[] = [];
  const other: NewPage[] = [];
  for (const page of distinct) {
    const before = known.get(page.id);
    if (!before) added.push(page);
    else if (before.item_id !== itemId) {
      throw new InputError({
        code: "PAGE-ELSEWHERE",
        subject: page.id,
        facts: { item: before.item_id, source: page.sourcePath },
      });
    } else if (before.master !== page.master.digest) other.push(page);
  }
  return { added, other, known: pages.length - added.length - other.length };
}

async function knownPages(change: Change, pages: readonly NewPage[]): Promise<ReadonlyMap<string, KnownPage>> {
  const found = await change
    .selectFrom("page")
    .leftJoin("current", (join) => join.onRef("current.subject", "=", "page.id").on("current.role", "=", "image/master"))
    .select(["page.id", "page.item_id", "current.digest as master"])
    .where(
      "page.id",
      "in",
      pages.map((page) => page.id),
    )
    .execute();
  return new Map(found.map((row) => [row.id, row]));
}

/** Until the page list is closed, pages stand in the order of their arrival. */
async function insertPages(change: Change, batchId: string, itemId: string, pages: readonly NewPage[]): Promise<void> {
  if (pages.length === 0) return;
  const { last } = await change
    .selectFrom("page")
    .select((row) => row.fn.max("sequence").as("last"))
    .where("item_id", "=", itemId)
    .executeTakeFirstOrThrow();
  await change
    .insertInto("page")
    .values(
      pages.map((page, index) => ({
        id: page.id,
        item_id: itemId,
        batch_id: batchId,
        sequence: (last ?? 0) + index + 1,
        label: String((last ?? 0) + index + 1),
        source_name: page.sourceName,
        source_path: page.sourcePath,
      })),
    )
    .execute();
}

async function noteReplaced(change: Change, batchId: string, pages: readonly NewPage[]): Promise<void> {
  for (const page of pages) {
    await change
      .updateTable("page")
      .set({ batch_id: batchId, source_name: page.sourceName, source_path: page.sourcePath })
      .where("id", "=", page.id)
      .execute();
  }
}

async function receive(change: Change, itemId: string, pages: readonly NewPage[], agent: string, now: string): Promise<void> {
  await keepArtifacts(
    change,
    pages.map((page) => page.master),
    now,
  );
  await setPointers(
    change,
    pages.map((page) => ({ subject: page.id, itemId, role: "image/master", artifact: page.master })),
  );
  await writeEvents(
    change,
    itemId,
    pages.map((page) => reception(itemId, page, agent, now)),
  );
  await markChanged(change, { itemId, subjects: pages.map((page) => page.id) }, now);
}

function reception(itemId: string, page: NewPage, agent: string, now: string): NewEvent {
  const outputs = [{ role: "image/master" as const, artifact: page.master }];
  const derivation = namedAfter(INTAKE.stage, page.id, outputs, now);
  return { derivation, subject: page.id, itemId, ...INTAKE, agent, startedAt: now, endedAt: now, outcome: "received", outputs };
}
