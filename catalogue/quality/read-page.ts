/** Reads what is known of pages by themselves: the reports and the text that were made of the scan that is there now. */
import type { Artifact, Digest, Role } from "../../pipeline/artifact.ts";
import { type CleanupReport, cleanupReportSchema } from "../../pipeline/cleanup-report.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { PageRow } from "../../pipeline/ledger-rows.ts";
import { type QualityReport, qualityReportSchema } from "../../pipeline/quality-report.ts";
import { textLayerSchema } from "../../pipeline/text-layer.ts";
import type { ComparedPage } from "./item-facts.ts";
import { leafNumberOf } from "./leaf-number.ts";
import { lineageOf } from "./lineage.ts";

/** What gathering an item's quality needs. */
export interface Gatherer {
  readonly ledger: Pick<Ledger, "eachPage" | "currentOf" | "eventsOfAll" | "verdicts">;
  /** The parsed JSON of an artifact. */
  readonly readJson: (digest: Digest) => Promise<unknown>;
}

/** Pages whose reports are read at a time. */
export const WIDTH = 16;

/** What a page's reports say, and where they are. */
export interface Read {
  readonly page: PageRow;
  readonly facts: Omit<ComparedPage, "report">;
  readonly report: QualityReport | null;
  readonly cleanup: CleanupReport | null;
  readonly sources: Sources;
}

export interface Sources {
  readonly report: Digest | null;
  readonly cleanup: Digest | null;
  readonly thumbnail: Artifact | null;
  readonly hasEarlierText: boolean;
}

/** Pages in their order. Rows and reports of all of them are held. */
export async function readPart(gatherer: Gatherer, pages: readonly PageRow[]): Promise<readonly Read[]> {
  const ids = pages.map(({ id }) => id);
  const current = new Map<string, Artifact>();
  for (const row of await gatherer.ledger.currentOf(ids)) current.set(`${row.subject}\n${row.role}`, row.artifact);
  const isMadeFrom = lineageOf(await gatherer.ledger.eventsOfAll(ids));
  const read: Read[] = [];
  for (let at = 0; at < pages.length; at += WIDTH) {
    const some = pages.slice(at, at + WIDTH).map((page) => readPage(gatherer, page, { current, isMadeFrom }));
    read.push(...(await Promise.all(some)));
  }
  return read;
}

interface Standing {
  readonly current: ReadonlyMap<string, Artifact>;
  readonly isMadeFrom: ReturnType<typeof lineageOf>;
}

/** What was made of an earlier scan says nothing about the one that is there now. */
async function readPage(gatherer: Gatherer, page: PageRow, { current, isMadeFrom }: Standing): Promise<Read> {
  const ofPage = (role: Role) => current.get(`${page.id}\n${role}`);
  const master = ofPage("image/master")?.digest ?? "";
  const ofScan = (role: Role): Artifact | null => {
    const artifact = ofPage(role);
    return artifact && isMadeFrom(page.id, artifact.digest, master) ? artifact : null;
  };
  const sources: Sources = {
    report: ofScan("report/quality")?.digest ?? null,
    cleanup: ofScan("report/cleanup")?.digest ?? null,
    thumbnail: ofScan("image/thumbnail"),
    hasEarlierText: ofPage("text/earlier") !== undefined,
  };
  const { report, cleanup } = await readReports(gatherer, sources);
  const layer =
    (await jsonOf(gatherer, ofScan("text/reviewed")?.digest)) ?? (await jsonOf(gatherer, ofScan("text/machine")?.digest));
  const text = textLayerSchema.safeParse(layer).data;
  const facts = {
    id: page.id,
    name: page.sourceName,
    master,
    isSpread: cleanup === null ? null : cleanup.spread !== null,
    leafNumber: text === undefined ? null : leafNumberOf(text),
  };
  return { page, facts, report, cleanup, sources };
}

/** The reports again, wherever pointers point by now. */
export async function readReports(gatherer: Gatherer, { report, cleanup }: Pick<Sources, "report" | "cleanup">) {
  return {
    report: qualityReportSchema.safeParse(await jsonOf(gatherer, report)).data ?? null,
    cleanup: cleanupReportSchema.safeParse(await jsonOf(gatherer, cleanup)).data ?? null,
  };
}

async function jsonOf({ readJson }: Gatherer, digest: Digest | null | undefined): Promise<unknown> {
  return digest ? await readJson(digest) : undefined;
}
