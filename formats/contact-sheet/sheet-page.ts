/** What a contact sheet says of one page, in the words of one language. */
import type { Projective, Size } from "../../pipeline/geometry.ts";
import type { QualityFinding } from "../../pipeline/quality-report.ts";
import type { Point } from "./surface.ts";

/** How much a finding asks of a person. */
export type Severity = QualityFinding["severity"];

/** One finding, and where it is to be seen on either picture; null where it concerns no particular place. */
export interface SheetFinding {
  readonly severity: Severity;
  readonly code: string;
  readonly text: string;
  readonly onMaster: readonly Point[] | null;
  readonly onClean: readonly Point[] | null;
}

/** Lines drawn on the two pictures. */
export interface PageMarks {
  /** Where the paper ends on the scanner's ground, in pieces, on the upright master. */
  readonly outline: readonly (readonly Point[])[];
  /** The frame of the cleaned picture on the upright master. */
  readonly kept: readonly Point[] | null;
  /** Fold, or the two sides of the centre strip, on the cleaned picture. */
  readonly folds: readonly (readonly Point[])[];
  /** From the cleaned picture to the upright master. */
  readonly toUpright: Projective | null;
}

/** One page of a sheet. Sizes are those of the whole pictures; a picture that there is not is null. */
export interface SheetPage {
  readonly title: string;
  /** What was measured and done, in one line. */
  readonly facts: string;
  /** What a person said; null where nobody has. */
  readonly verdict: { readonly kind: "accept" | "rescan"; readonly text: string } | null;
  /** The upright master. */
  readonly master: Size | null;
  readonly clean: Size | null;
  readonly marks: PageMarks;
  readonly findings: readonly SheetFinding[];
}

/** The words that stand on every sheet. */
export interface SheetWords {
  readonly before: string;
  readonly after: string;
  /** In place of a picture that there is not. */
  readonly noPicture: string;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly outline: string;
  readonly kept: string;
  readonly fold: string;
  readonly noFindings: string;
  /** Said when more findings were made than fit. */
  readonly more: (count: number) => string;
}
