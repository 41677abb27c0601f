/** Pages that were not taken like the others: another resolution, another mode of colour, another size, another way up. */
import type { QualityReport } from "../../pipeline/quality-report.ts";
import type { ComparedPage, ComparedReport, ItemFinding } from "./item-facts.ts";

/** Fewer pages have no custom that one of them could break. */
const LEAST_PAGES = 4;
/** The custom must be that of at least this share of the pages. */
const LEAST_CUSTOM = 0.6;
/** Covers, at either end of the book, may differ. */
const COVERS = 2;
/** A side may differ by this share from that of the neighbours. */
const SIZE_TOLERANCE = 0.15;
/** Neighbours on each side whose sizes are compared. */
const REACH = 4;
const SURE_TURN = 0.5;
/** Cameras and resampling give 299 or 300.3 for 300. */
const DPI_STEP = 0.02;
const BITONAL_SHARE = 0.98;

type Measured = ComparedPage & { readonly report: ComparedReport };

const BITONAL = "bitonalShare";
const ALL_BITONAL: ComparedReport["measures"] = { [BITONAL]: { value: 1, unit: "share" } };
const NO_MEASURES: ComparedReport["measures"] = {};

/** What pages are compared by of a report's measures: one of two values, that nothing is held a page. */
export function measuresCompared({ measures }: Pick<QualityReport, "measures">): ComparedReport["measures"] {
  return (measures[BITONAL]?.value ?? 0) >= BITONAL_SHARE ? ALL_BITONAL : NO_MEASURES;
}

/** ITEM-RESOLUTION, ITEM-COLOUR, ITEM-TURNED, ITEM-SIZE. */
export function uniformityFindings(pages: readonly ComparedPage[]): readonly ItemFinding[] {
  const measured = pages.filter((page): page is Measured => page.report !== null);
  if (measured.length < LEAST_PAGES) return [];
  return [
    ...unlike(measured, "ITEM-RESOLUTION", (page) => resolutionOf(page.report)),
    ...unlike(measured, "ITEM-COLOUR", (page) => modeOf(page.report)),
    ...turned(measured),
    ...oddSizes(measured),
  ];
}

/** One finding for all pages that break the custom of the book; a note when they are its covers only. */
function unlike(
  pages: readonly Measured[],
  code: string,
  traitOf: (page: Measured) => string | undefined,
): readonly ItemFinding[] {
  const known = pages.flatMap((page) => {
    const trait = traitOf(page);
    return trait === undefined ? [] : [{ page, trait }];
  });
  const counts = new Map<string, number>();
  for (const { trait } of known) counts.set(trait, (counts.get(trait) ?? 0) + 1);
  const [usual, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ["", 0];
  if (counts.size < 2) return [];
  const hasCustom = count >= known.length * LEAST_CUSTOM;
  const others = known.filter((each) => each.trait !== usual);
  const traits = [...counts.keys()].filter((trait) => trait !== usual).join(", ");
  const covers = new Set([...pages.slice(0, COVERS), ...pages.slice(-COVERS)]);
  const isCover = ({ page }: { readonly page: Measured }) => covers.has(page);
  const facts = { subject: listed(others.map((each) => each.page)), usual, others: traits, count: others.length };
  const severity = hasCustom && others.every(isCover) ? "note" : "warning";
  return [
    { code, value: others.length, unit: "pages", threshold: 0, severity, facts, pages: others.map((each) => each.page.id) },
  ];
}

function resolutionOf({ resolutionDpi }: ComparedReport): string | undefined {
  if (resolutionDpi === null) return undefined;
  const round = Math.round(resolutionDpi / 50) * 50;
  return String(Math.abs(resolutionDpi - round) <= round * DPI_STEP ? round : Math.round(resolutionDpi));
}

/** Grey scans of a press and colour scans of a manuscript both happen; both in one book is an accident. */
function modeOf({ colourSpace, bitsPerSample, measures }: ComparedReport): string {
  if (bitsPerSample === 1 || measuresCompared({ measures }) === ALL_BITONAL) return "1-bit";
  return /^(b-w|grey16|grey)$/.test(colourSpace) ? "grey" : colourSpace === "cmyk" ? "CMYK" : "RGB";
}

/** A page whose ink stands another way than that of the book, or whose sides are exchanged. */
function turned(pages: readonly Measured[]): readonly ItemFinding[] {
  const sure = pages.filter((page) => (page.report.turn?.confidence ?? 0) >= SURE_TURN);
  const degreesOf = (page: Measured) => page.report.turn?.degrees ?? 0;
  const usual = mostCommon(sure.map(degreesOf));
  const byInk = new Set(sure.length < LEAST_PAGES ? [] : sure.filter((page) => degreesOf(page) !== usual));
  return pages
    .filter((page, at) => byInk.has(page) || hasSidesExchanged(page, pages, at))
    .map((page) => {
      const degrees = byInk.has(page) ? (degreesOf(page) - (usual ?? 0) + 360) % 360 : 90;
      const told = { value: degrees, unit: "deg", threshold: 0, facts: { subject: page.name, degrees }, pages: [page.id] };
      return { code: "ITEM-TURNED", severity: "warning", ...told };
    });
}

function hasSidesExchanged(page: Measured, pages: readonly Measured[], at: number): boolean {
  // ink that surely stands the way it should outweighs sides that only happen to match
  if ((page.report.turn?.confidence ?? 0) >= SURE_TURN) return false;
  const usual = usualSize(pages, at);
  if (!usual || Math.abs(usual.width / usual.height - 1) < SIZE_TOLERANCE) return false;
  const size = sizeOf(page.report, usual.unit);
  return isLike(size.width, usual.height) && isLike(size.height, usual.width);
}

function oddSizes(pages: readonly Measured[]): readonly ItemFinding[] {
  return pages.flatMap((page, at) => {
    const usual = usualSize(pages, at);
    if (!usual || hasSidesExchanged(page, pages, at)) return [];
    const size = sizeOf(page.report, usual.unit);
    if (isLike(size.width, usual.width) && isLike(size.height, usual.height)) return [];
    const written = ({ width, height }: Size) => `${Math.round(width)} × ${Math.round(height)} ${usual.unit}`;
    const factor = Math.max(size.width / usual.width, size.height / usual.height);
    const facts = { subject: page.name, size: written(size), usual: written(usual) };
    const value = Math.round(factor * 100) / 100;
    return [{ code: "ITEM-SIZE", value, unit: "times", threshold: 1, severity: "note", facts, pages: [page.id] }];
  });
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The middle size of the neighbours; millimetres where all of them tell their resolution, so that a finer scan is no larger page. */
function usualSize(pages: readonly Measured[], at: number): (Size & { readonly unit: "mm" | "px" }) | undefined {
  const neighbours = pages.slice(Math.max(0, at - REACH), at + REACH + 1).filter((page) => page !== pages[at]);
  if (neighbours.length < LEAST_PAGES - 1) return undefined;
  const all = [...neighbours, pages[at] as Measured];
  const unit = all.every((page) => page.report.resolutionDpi !== null) ? "mm" : "px";
  const sizes = neighbours.map((page) => sizeOf(page.report, unit));
  return { width: median(sizes.map((size) => size.width)), height: median(sizes.map((size) => size.height)), unit };
}

function sizeOf({ width, height, orientation, resolutionDpi }: ComparedReport, unit: "mm" | "px"): Size {
  const scale = unit === "mm" ? 25.4 / (resolutionDpi ?? 25.4) : 1;
  const [across, down] = orientation >= 5 ? [height, width] : [width, height];
  return { width: across * scale, height: down * scale };
}

function isLike(side: number, usual: number): boolean {
  return Math.abs(side / usual - 1) <= SIZE_TOLERANCE;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function mostCommon(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}

function listed(pages: readonly ComparedPage[]): string {
  return (
    pages
      .slice(0, 5)
      .map((page) => page.name)
      .join(", ") + (pages.length > 5 ? ", …" : "")
  );
}
