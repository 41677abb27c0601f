/** Small made-up values for tests of the ledger. */
import type { Artifact } from "../../pipeline/artifact.ts";
import { digestOfText } from "../../pipeline/derive.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { DueTask, NewPage } from "../../pipeline/ledger-rows.ts";
import type { Profile } from "../../pipeline/profile.ts";

export const PROFILE: Profile = {
  name: "han-nom",
  script: "han-nom",
  viewingDirection: "right-to-left",
  gates: {},
  params: {},
};

export const ITEM = "AB.123";

/** An artifact named by its content. */
export function artifact(content: string, mediaType = "image/tiff"): Artifact {
  return { digest: digestOfText(content), sizeBytes: content.length, mediaType };
}

/** Page ids of a batch: p0001, p0002 … */
export function pageIds(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `p${String(index + 1).padStart(4, "0")}`);
}

export function newPage(id: string, content = `master of ${id}`): NewPage {
  return { id, sourceName: `${id}.tif`, sourcePath: `/scans/${id}.tif`, master: artifact(content) };
}

/** Open a batch and add so many pages. */
export async function intake(ledger: Ledger, count: number, batchId = ITEM): Promise<readonly string[]> {
  await ledger.openBatch({ id: batchId, itemId: batchId, shelfmark: batchId, profile: PROFILE });
  const ids = pageIds(count).map((id) => (batchId === ITEM ? id : `${batchId}-${id}`));
  await ledger.addPages(
    batchId,
    ids.map((id) => newPage(id)),
    "technician",
  );
  return ids;
}

export async function close(ledger: Ledger, order: readonly string[], structure = "structure 1"): Promise<void> {
  await ledger.closeBatch(ITEM, {
    structure: artifact(structure, "application/json"),
    draft: undefined,
    order,
    labels: {},
    agent: "technician",
  });
}

/** A task of a stage for a page, its derivation named by `work`. */
export function dueTask(subject: string, work = "first", over: Partial<DueTask> & { readonly stage?: string } = {}): DueTask {
  const { stage = "inspect", ...rest } = over;
  return {
    subject,
    itemId: ITEM,
    priority: 0,
    derivation: {
      key: digestOfText(`${stage} ${subject} ${work}`),
      stage,
      stageVersion: 1,
      params: { work },
      inputs: [{ name: "master", role: "image/master", artifacts: [artifact(`master of ${subject}`)] }],
    },
    ...rest,
  };
}

export const WORKER = { owner: "worker-1", leaseSeconds: 60 } as const;

/** What a run of `inspect` gives. */
export function result(content: string) {
  return {
    outputs: [{ role: "report/quality" as const, artifact: artifact(content, "application/json") }],
    startedAt: "2026-01-01T00:00:01.000Z",
    endedAt: "2026-01-01T00:00:02.000Z",
    agent: "worker-1",
  };
}
