/** What is known of an item and its pages, and what is concluded from it: values of the functions beside this file. */
import type { Digest } from "../../pipeline/artifact.ts";
import type { Facts } from "../../pipeline/errors.ts";
import type { SubjectId } from "../../pipeline/ledger-rows.ts";
import type { QualityFinding, QualityReport } from "../../pipeline/quality-report.ts";

/** What a page is compared with the others by; pages stand in page order. */
export interface ComparedPage {
  readonly id: SubjectId;
  /** File name as handed over. */
  readonly name: string;
  readonly master: Digest;
  /** Of the current master; null while it is not measured. */
  readonly report: ComparedReport | null;
  /** Two pages in one picture; null while unknown. */
  readonly isSpread: boolean | null;
  /** The number of the leaf as its centre strip says it; null where none can be read. */
  readonly leafNumber: number | null;
}

/** The part of a report that is compared with those of all other pages. */
export type ComparedReport = Pick<
  QualityReport,
  "width" | "height" | "orientation" | "resolutionDpi" | "bitsPerSample" | "colourSpace" | "measures" | "turn" | "fingerprint"
>;

/** What is known of one page. */
export interface PageFacts extends ComparedPage {
  readonly report: QualityReport | null;
}

/** What is known of an item beside its pages. */
export interface ItemFacts {
  readonly shelfmark: string;
  /** Pages by the register of holdings; null where it does not tell. */
  readonly extentPages: number | null;
}

/** One thing that the item as a whole shows. */
export interface ItemFinding extends Omit<QualityFinding, "where" | "facts"> {
  readonly facts: Facts;
  /** Pages concerned, in page order; none when it concerns the item alone. */
  readonly pages: readonly SubjectId[];
}
