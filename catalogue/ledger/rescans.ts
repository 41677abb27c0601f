/** What becomes of the former scan of a page: its picture is not taken back by accident, what people wrote about it is kept. */
import { type Digest, type Role, SET_ASIDE } from "../../pipeline/artifact.ts";
import type { NewPage } from "../../pipeline/ledger-rows.ts";
import type { Change } from "../database.ts";
import { setPointers } from "./artifact-rows.ts";
import { asArtifact, asOutputs } from "./row-values.ts";

/**
 * Whether a page once had the master that is handed over again. Adding the folder of the first scans a second time would
 * otherwise put back every page that was scanned again.
 */
export async function isSuperseded(
  change: Change,
  itemId: string,
  pages: readonly NewPage[],
): Promise<(page: NewPage) => boolean> {
  if (pages.length === 0) return () => false;
  const received = await change
    .selectFrom("event")
    .select(["subject", "outputs"])
    .where("item_id", "=", itemId)
    .where("outcome", "=", "received")
    .where(
      "subject",
      "in",
      pages.map((page) => page.id),
    )
    .execute();
  const masters = new Map<string, Set<Digest>>();
  for (const { subject, outputs } of received) {
    const seen = masters.get(subject) ?? new Set();
    for (const { artifact } of asOutputs(outputs)) seen.add(artifact.digest);
    masters.set(subject, seen);
  }
  return (page) => masters.get(page.id)?.has(page.master.digest) ?? false;
}

/** Answers of people about the former picture of these pages are current no more, and kept where they can be found. */
export async function setAside(change: Change, itemId: string, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return;
  for (const [role, earlier] of Object.entries(SET_ASIDE) as [Role, Role][]) {
    const found = await change
      .selectFrom("current")
      .innerJoin("artifact", "artifact.digest", "current.digest")
      .select(["current.subject", "artifact.digest", "artifact.size_bytes", "artifact.media_type"])
      .where("current.role", "=", role)
      .where("current.subject", "in", [...subjects])
      .execute();
    if (found.length === 0) continue;
    await setPointers(
      change,
      found.map((row) => ({ subject: row.subject, itemId, role: earlier, artifact: asArtifact(row) })),
    );
    await change
      .deleteFrom("current")
      .where("role", "=", role)
      .where(
        "subject",
        "in",
        found.map((row) => row.subject),
      )
      .execute();
  }
}
