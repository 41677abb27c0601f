/** Everything that is known of an item's quality, from rows and reports as they are now; also while the item is under way. */
import type { Artifact, Digest, Role } from "../../pipeline/artifact.ts";
import { cleanupReportSchema } from "../../pipeline/cleanup-report.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { ItemRow, PageRow, VerdictRow } from "../../pipeline/ledger-rows.ts";
import { qualityReportSchema } from "../../pipeline/quality-report.ts";
import { textLayerSchema } from "../../pipeline/text-layer.ts";
import type { ItemFinding, PageFacts } from "./item-facts.ts";
import { itemFindings } from "./item-findings.ts";
import { leafNumberOf } from "./leaf-number.ts";
import { type IsMadeFrom, lineageOf } from "./lineage.ts";
import { countPages, type PageQuality, pageQuality, type QualityCounts } from "./page-quality.ts";

/** An item's quality at one moment. */
export interface ItemQuality {
  readonly item: ItemRow;
  /** In page order. */
  readonly pages: readonly PageQuality[];
  /** What only the item as a whole shows; those about pages stand with the pages too. */
  readonly findings: readonly ItemFinding[];
  /** All of them, also about earlier scans. */
  readonly verdicts: readonly VerdictRow[];
  readonly counts: QualityCounts;
}

/** What gathering needs. */
export interface Gatherer {
  readonly ledger: Pick<Ledger, "pages" | "currentOfItem" | "events" | "verdicts">;
  /** The parsed JSON of an artifact. */
  readonly readJson: (digest: Digest) => Promise<unknown>;
}

const ROLES_ASKED: readonly Role[] = [
  "image/master",
  "report/quality",
  "report/cleanup",
  "image/thumbnail",
  "text/reviewed",
  "text/machine",
  "text/earlier",
];
/** Pages whose reports are read at a time. */
const WIDTH = 16;

/** @param extentPages pages by the register of holdings; null where it does not tell */
export async function gatherQuality(gatherer: Gatherer, item: ItemRow, extentPages: number | null): Promise<ItemQuality> {
  const { ledger } = gatherer;
  const pages = await ledger.pages(item.id);
  const current = new Map<string, Artifact>();
  for (const row of await ledger.currentOfItem(item.id, ROLES_ASKED)) current.set(`${row.subject}\n${row.role}`, row.artifact);
  const looking: Looking = { gatherer, current, isMadeFrom: lineageOf(await ledger.events(item.id)) };
  const seen: Seen[] = [];
  for (let at = 0; at < pages.length; at += WIDTH) {
    seen.push(...(await Promise.all(pages.slice(at, at + WIDTH).map((page) => look(looking, page)))));
  }
  const findings = itemFindings({ shelfmark: item.shelfmark, pages: seen.map((each) => each.facts), extentPages });
  const verdicts = await ledger.verdicts(item.id);
  // Grouped once: a look through all of them for each page would take minutes for a hundred thousand.
  const [told, said] = [byPage(findings, ({ pages: ids }) => ids), byPage(verdicts, ({ subject }) => [subject])];
  const judged = seen.map((each) => pageQuality({ ...each, ofItem: told(each.page.id), verdicts: said(each.page.id) }));
  return { item, pages: judged, findings, verdicts, counts: countPages(judged) };
}

function byPage<T>(all: readonly T[], pagesOf: (each: T) => readonly string[]): (id: string) => readonly T[] {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    for (const id of new Set(pagesOf(each))) {
      const group = groups.get(id);
      if (group) group.push(each);
      else groups.set(id, [each]);
    }
  }
  return (id) => groups.get(id) ?? [];
}

interface Looking {
  readonly gatherer: Gatherer;
  readonly current: ReadonlyMap<string, Artifact>;
  readonly isMadeFrom: IsMadeFrom;
}

type Seen = Omit<Parameters<typeof pageQuality>[0], "ofItem" | "verdicts">;

/** What was made of an earlier scan says nothing about the one that is there now. */
async function look({ gatherer, current, isMadeFrom }: Looking, page: PageRow): Promise<Seen> {
  const ofPage = (role: Role) => current.get(`${page.id}\n${role}`);
  const master = ofPage("image/master")?.digest ?? "";
  const ofScan = (role: Role): Artifact | null => {
    const artifact = ofPage(role);
    return artifact && isMadeFrom(page.id, artifact.digest, master) ? artifact : null;
  };
  const read = async (role: Role) => {
    const artifact = ofScan(role);
    return artifact === null ? undefined : await gatherer.readJson(artifact.digest);
  };
  const report = qualityReportSchema.safeParse(await read("report/quality")).data ?? null;
  const cleanup = cleanupReportSchema.safeParse(await read("report/cleanup")).data ?? null;
  const text = textLayerSchema.safeParse((await read("text/reviewed")) ?? (await read("text/machine"))).data;
  const facts: PageFacts = {
    id: page.id,
    name: page.sourceName,
    master,
    report,
    isSpread: cleanup === null ? null : cleanup.spread !== null,
    leafNumber: text === undefined ? null : leafNumberOf(text),
  };
  return { page, facts, cleanup, thumbnail: ofScan("image/thumbnail"), hasEarlierText: ofPage("text/earlier") !== undefined };
}
