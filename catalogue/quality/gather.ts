/**
 * Everything that is known of an item's quality, from rows and reports as they are now; also while the item is under way. Pages are
 * walked twice: once for what the item as a whole shows, of which little is kept a page, and once for the pages that are asked for.
 */
import type { ItemRow, PageRow, VerdictRow } from "../../pipeline/ledger-rows.ts";
import { releaseMemory } from "../../pipeline/release-memory.ts";
import { byPage } from "./by-page.ts";
import type { ComparedPage, ItemFinding } from "./item-facts.ts";
import { PageComparison } from "./item-findings.ts";
import {
  countPages,
  marksOf,
  type PageMark,
  type PageQuality,
  pageQuality,
  type QualityCounts,
  standingOf,
} from "./page-quality.ts";
import { type Gatherer, type Read, readPart, readReports, type Sources, WIDTH } from "./read-page.ts";

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

/** Where a page stands, by which it is chosen. */
export interface PageStand extends Pick<PageQuality, "standing" | "verdict" | "worst"> {
  /** What was found of it, without the words. */
  readonly marks: readonly PageMark[];
}

/** The same of an item of any length: its pages are read when they are asked for. */
export interface QualityInParts extends Omit<ItemQuality, "pages"> {
  /** Pages whose current master was measured. */
  readonly measured: number;
  /** Profiles whose thresholds were applied, in the order of their names. */
  readonly qualityProfiles: readonly string[];
  /** Pages that have a reviewed text of an earlier scan. */
  readonly earlierTexts: number;
  /** Where each page stands, in page order. */
  stands(): Iterable<PageStand>;
  /** The pages that are chosen, or all, in page order; what was read of a page at first is read again, whatever became of it. */
  pages(isChosen?: (stand: PageStand) => boolean): AsyncIterable<PageQuality>;
}

/** Pages whose rows are held at a time. */
const PAGES_A_PART = 256;
/** Pages after which what reading left behind is given back: the engine waits until the heap is several times what is needed. */
const PAGES_BETWEEN_RELEASES = 24 * PAGES_A_PART;
/** A page with reports leaves behind as much as so many without. */
const WEIGHT_OF_REPORTS = 6;
/** Pages whose reports are not read twice. */
const PAGES_HELD = 512;

/** All pages at once, for what shows them all. */
export async function wholeQuality({ item, findings, verdicts, counts, ...parts }: QualityInParts): Promise<ItemQuality> {
  const pages: PageQuality[] = [];
  for await (const page of parts.pages()) pages.push(page);
  return { item, pages, findings, verdicts, counts };
}

/**
 * Gather.
 * @param extentPages pages by the register of holdings; null where it does not tell
 * @param pagesHeld the first so many pages are read once and kept
 */
export async function qualityInParts(
  gatherer: Gatherer,
  item: ItemRow,
  extentPages: number | null,
  pagesHeld: number = PAGES_HELD,
): Promise<QualityInParts> {
  const verdicts = await gatherer.ledger.verdicts(item.id);
  const said = byPage(verdicts, ({ subject }) => [subject]);
  const [kept, held]: [Kept[], Read[]] = [[], []];
  const comparison = new PageComparison();
  const [keep, release] = [keeper(item), releaser()];
  for await (const part of partsOf(gatherer.ledger.eachPage(item.id))) {
    const pages = await readPart(gatherer, part);
    for (const read of pages) {
      comparison.add({ ...read.facts, report: read.report });
      kept.push(keep(read));
      if (held.length < pagesHeld) held.push(read);
    }
    await release(pages);
  }
  if (kept.length >= PAGES_BETWEEN_RELEASES) await releaseMemory();
  const findings = comparison.findings({ shelfmark: item.shelfmark, extentPages });
  if (kept.length >= PAGES_BETWEEN_RELEASES) await releaseMemory();
  const told = byPage(findings, ({ pages }) => pages);
  const known: Known = { gatherer, kept, held, compared: comparison.pages, told, said };
  return {
    ...{ item, findings, verdicts },
    counts: countPages(stands(known)),
    measured: comparison.pages.filter(({ report }) => report !== null).length,
    qualityProfiles: [...new Set(kept.flatMap(({ qualityProfile }) => qualityProfile ?? []))].sort(),
    earlierTexts: kept.filter(({ hasEarlierText }) => hasEarlierText).length,
    stands: () => stands(known),
    pages: (isChosen = () => true) => pagesOf(known, isChosen),
  };
}

/** What is kept of a page between the two walks, beside what it is compared by. */
interface Kept extends Sources {
  readonly page: PageRow;
  /** Of its own reports. */
  readonly marks: readonly PageMark[];
  readonly qualityProfile: string | null;
}

interface Known {
  readonly gatherer: Gatherer;
  readonly kept: readonly Kept[];
  readonly held: readonly Read[];
  readonly compared: readonly ComparedPage[];
  readonly told: (page: string) => readonly ItemFinding[];
  readonly said: (page: string) => readonly VerdictRow[];
}

async function* partsOf<T>(rows: AsyncIterable<T>): AsyncGenerator<readonly T[]> {
  let part: T[] = [];
  for await (const row of rows) {
    if (part.push(row) < PAGES_A_PART) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

/** What of a page is kept: words that all pages share are held once. */
function keeper(item: ItemRow): (read: Read) => Kept {
  const words = new Map<string, string>([[item.id, item.id]]);
  const marked = new Map<string, readonly PageMark[]>();
  const once = (word: string): string => {
    const known = words.get(word);
    if (known === undefined) words.set(word, word);
    return known ?? word;
  };
  return ({ page, report, cleanup, sources }) => {
    const marks = marksOf(report, cleanup);
    const key = marks.map(({ code, severity }) => `${severity} ${code}`).join("\n");
    const shared = marked.get(key) ?? marks;
    marked.set(key, shared);
    const { thumbnail } = sources;
    return {
      ...sources,
      page: { ...page, itemId: once(page.itemId), batchId: once(page.batchId) },
      thumbnail: thumbnail && { ...thumbnail, mediaType: once(thumbnail.mediaType) },
      marks: shared,
      qualityProfile: report && once(report.qualityProfile),
    };
  };
}

function* stands(known: Known): Generator<PageStand> {
  for (let at = 0; at < known.kept.length; at += 1) yield standOf(known, at);
}

function standOf({ kept, compared, told, said }: Known, at: number): PageStand {
  const [{ marks: own }, { id, master, report }] = [kept[at] as Kept, compared[at] as ComparedPage];
  const ofItem = told(id);
  const marks = ofItem.length === 0 ? own : [...own, ...ofItem];
  return { marks, ...standingOf({ isMeasured: report !== null, master, marks, verdicts: said(id) }) };
}

async function* pagesOf(known: Known, isChosen: (stand: PageStand) => boolean): AsyncGenerator<PageQuality> {
  const release = releaser();
  const readSome = async (places: readonly number[]): Promise<readonly PageQuality[]> => {
    const pages = await Promise.all(places.map((at) => qualityAt(known, at)));
    await release(pages.map(({ facts }) => facts));
    return pages;
  };
  let places: number[] = [];
  for (let at = 0; at < known.kept.length; at += 1) {
    if (!isChosen(standOf(known, at))) continue;
    if (places.push(at) < WIDTH) continue;
    yield* await readSome(places);
    places = [];
  }
  yield* await readSome(places);
}

/** Gives back what reading pages left behind, to be told of all that were read. */
function releaser(): (pages: readonly { readonly report: unknown }[]) => Promise<void> {
  let weight = 0;
  return async (pages) => {
    for (const { report } of pages) weight += report === null ? 1 : WEIGHT_OF_REPORTS;
    if (weight < PAGES_BETWEEN_RELEASES) return;
    weight = 0;
    await releaseMemory();
  };
}

async function qualityAt({ gatherer, kept, held, compared, told, said }: Known, at: number): Promise<PageQuality> {
  const [{ page, thumbnail, hasEarlierText, ...sources }, facts] = [kept[at] as Kept, compared[at] as ComparedPage];
  const { report, cleanup } = held[at] ?? (await readReports(gatherer, sources));
  const evidence = { page, facts: { ...facts, report }, cleanup, thumbnail, hasEarlierText };
  return pageQuality({ ...evidence, ofItem: told(page.id), verdicts: said(page.id) });
}
