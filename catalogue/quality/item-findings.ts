/**
 * What only the whole item shows: shots taken twice, leaves missing, pages that differ from the others. Pure, computed when
 * asked and never stored: it changes with every page. It accuses nobody: a book may lack a leaf, a cover may be smaller.
 */
import { duplicateFindings } from "./duplicates.ts";
import type { ComparedPage, ComparedReport, ItemFacts, ItemFinding, PageFacts } from "./item-facts.ts";
import { orderFindings } from "./leaf-order.ts";
import { LikeNeighbours } from "./like-neighbours.ts";
import { missingFindings } from "./missing-leaves.ts";
import { measuresCompared, uniformityFindings } from "./uniformity.ts";

/** Compares the pages of an item as they come, in page order; of each only what the others are compared with is kept. */
export class PageComparison {
  readonly pages: ComparedPage[] = [];
  readonly #neighbours = new LikeNeighbours();
  readonly #words = new Map<string, string>();

  /** The next page. */
  add({ id, name, master, report, isSpread, leafNumber }: PageFacts): void {
    this.pages.push({ id, name, master, isSpread, leafNumber, report: report && this.#compared(report) });
    this.#neighbours.add(report?.sketch ?? null);
  }

  /** Everything the item shows, in the order duplicates, missing leaves, leaves out of order, differences; no page comes after this. */
  findings(item: ItemFacts): readonly ItemFinding[] {
    return [
      ...duplicateFindings(this.pages, this.#neighbours.found()),
      ...missingFindings(item, this.pages),
      ...orderFindings(this.pages),
      ...uniformityFindings(this.pages),
    ];
  }

  #compared(report: NonNullable<PageFacts["report"]>): ComparedReport {
    const { width, height, orientation, resolutionDpi, bitsPerSample, turn, fingerprint } = report;
    const colourSpace = this.#words.get(report.colourSpace) ?? report.colourSpace;
    this.#words.set(colourSpace, colourSpace);
    const measures = measuresCompared(report);
    return { width, height, orientation, resolutionDpi, bitsPerSample, colourSpace, measures, turn, fingerprint };
  }
}

/** Everything the item shows of pages that are all at hand. */
export function itemFindings(item: ItemFacts & { readonly pages: readonly PageFacts[] }): readonly ItemFinding[] {
  const comparison = new PageComparison();
  for (const page of item.pages) comparison.add(page);
  return comparison.findings(item);
}
