/** Vertical pages: frame, storeys, column cuts, centre strip, commentary; columns from right to left, top to bottom. */

import type { Blob } from "./components.ts";
import { cutColumns } from "./cut-columns.ts";
import { besideText, dropRulePieces } from "./drop-rule-pieces.ts";
import { estimatePitch, type Pitch } from "./estimate-pitch.ts";
import { type Band, findBands } from "./find-bands.ts";
import { findRulePieces, type Rule, thinRulePixels, without } from "./find-rules.ts";
import { findTitleStrip, type TitleStrip } from "./find-title-strip.ts";
import { around, blobsOfColumns } from "./gather-ink.ts";
import { type ColumnLine, linesOfColumn } from "./lines-of-column.ts";
import { linesOfStrip, stripOf } from "./lines-of-strip.ts";
import { columnProfile, type Mask, type Span } from "./mask.ts";
import { measureCharacters, widthOfPieces } from "./measure-characters.ts";
import type { FoundLine, FoundRegion, PageAnalysis, RuledPage } from "./page-analysis.ts";

/** Size of a head note's characters, as a part of the text's, from which on it is one. */
const SMALLEST_NOTE = 0.35;

/** Find the columns of a vertical page. Head notes have columns of their own: they are smaller and closer than the text's. */
export function readVertical(page: RuledPage): PageAnalysis {
  const frame = frameSpan(page);
  const bands = findBands(page.mask, page.horizontal, frame);
  const rules = page.vertical.filter((rule) => rule.at >= frame.from - 2 && rule.at <= frame.to + 2);
  const bandsOf = (kind: Band["kind"]) => bands.filter((band) => band.kind === kind);
  const body = columnsOf(page, bandsOf("body"), { frame, rules, blobs: page.blobs });
  const strip = findTitleStrip(body.spans, body.pitch.pixels, page, frame);
  const notes = bandsOf("head-note").map((band) => columnsOf(page, [band], { frame, rules: [], blobs: blobsIn(page, band) }));
  return assemble(body, notes, strip);
}

interface BandPlace {
  readonly frame: Span;
  readonly rules: readonly Rule[];
  /** Pieces of ink that tell how narrow columns can be. */
  readonly blobs: readonly Blob[];
}

/** The columns of bands that share them, with the ink of each. */
function columnsOf({ mask }: RuledPage, bands: readonly Band[], { frame, rules, blobs }: BandPlace): InkedBands {
  const profile = sumOf(
    bands.map((band) => columnProfile(mask, band)),
    mask.width,
  );
  const leastPixels = Math.max(8, 0.018 * mask.width, 0.95 * widthOfPieces(blobs, mask));
  const otherwisePixels = Math.max(1.3 * leastPixels, 0.03 * Math.max(mask.width, mask.height));
  const limits = { leastPixels, mostPixels: Math.max(0.3 * mask.width, leastPixels), otherwisePixels };
  const pitch = estimatePitch(profile.subarray(frame.from, frame.to), rules, limits);
  const columns = cutColumns({ profile, rules: ruleStrength(rules, mask.width), pitchPixels: pitch.pixels, span: frame });
  return takeOffRemnants(mask, bands, columns, pitch);
}

function blobsIn(page: RuledPage, band: Span): readonly Blob[] {
  return page.blobs.filter((blob) => blob.y >= band.from && blob.y + blob.height <= band.to);
}

/** The ink of each band and column, without pieces of rules; they are told by where they stand, now that columns are known. */
function takeOffRemnants(mask: Mask, bands: readonly Band[], columns: readonly Span[], pitch: Pitch): InkedBands {
  const inkOf = (from: Mask) => bands.map((band) => ({ band, blobs: blobsOfColumns(from, band, columns, pitch.pixels) }));
  const measure = (ink: ReturnType<typeof inkOf>) =>
    measureCharacters(
      ink.flatMap(({ blobs }) => blobs),
      pitch.pixels,
    );
  const firstSize = measure(inkOf(mask));
  const reach = besideText(pitch.pixels, firstSize);
  const places = columns.flatMap(({ from, to }) => [from, to]).map((cut) => ({ from: cut - reach, to: cut + reach }));
  const clean = without(mask, findRulePieces(mask, thinRulePixels(mask), 1.2 * firstSize, places));
  const cleanInk = inkOf(clean);
  const sizePixels = measure(cleanInk);
  const storeys = cleanInk.map(({ band, blobs }) => {
    const cellOf = (column: Span) => ({ column, rows: band, pitchPixels: pitch.pixels, sizePixels });
    return { band, columns: columns.map((column, i) => dropRulePieces(blobs[i] ?? [], cellOf(column))) };
  });
  return { mask: clean, storeys, sizePixels, spans: columns, pitch };
}

function sumOf(profiles: readonly Float64Array[], length: number): Float64Array {
  return Float64Array.from({ length }, (_, x) => profiles.reduce((sum, profile) => sum + (profile[x] ?? 0), 0));
}

function frameSpan({ mask, vertical, horizontal }: RuledPage): Span {
  // The shadow of the paper's edge may be long too, but the frame is longer.
  const longest = Math.max(0.5, ...horizontal.map((rule) => rule.coverage));
  const wide = horizontal.filter((rule) => rule.coverage >= 0.8 * longest);
  const tall = vertical.filter((rule) => rule.coverage >= 0.45);
  const whole = { from: 0, to: mask.width };
  if (wide.length === 0) return whole;
  const left = Math.min(...wide.map((rule) => rule.start));
  const right = Math.max(...wide.map((rule) => rule.end));
  const reach = 0.03 * mask.width;
  const sides = tall.filter((rule) => rule.at >= left - reach && rule.at <= right + reach);
  const first = sides.filter((rule) => rule.at < left + reach).at(-1);
  const last = sides.find((rule) => rule.at > right - reach);
  return {
    from: first === undefined ? Math.max(0, left) : first.to,
    to: last === undefined ? Math.min(mask.width, right) : last.from,
  };
}

function ruleStrength(rules: readonly Rule[], width: number): Float64Array {
  const strength = new Float64Array(width + 1);
  for (const rule of rules) {
    for (let x = Math.max(0, rule.from - 1); x <= Math.min(width, rule.to); x++)
      strength[x] = Math.max(strength[x] ?? 0, rule.coverage);
  }
  return strength;
}

/** Bands that share their columns. */
interface InkedBands {
  readonly mask: Mask;
  /** Blobs by column, left to right, of each storey. */
  readonly storeys: readonly { readonly band: Band; readonly columns: readonly (readonly Blob[])[] }[];
  readonly sizePixels: number;
  /** The columns, left to right. */
  readonly spans: readonly Span[];
  readonly pitch: Pitch;
}

type StoreyLine = ColumnLine & { readonly storey: number };

/** Head notes first, then the text, then what the strip says. */
function assemble(body: InkedBands, notes: readonly InkedBands[], strip: TitleStrip): PageAnalysis {
  const regions: FoundRegion[] = [];
  const lines: FoundLine[] = [];
  const add = (kind: FoundRegion["kind"], found: readonly StoreyLine[]) => {
    if (found.length === 0) return;
    lines.push(...found.map((line) => ({ ...line, kind: kind === "body" ? line.kind : kind, region: regions.length })));
    regions.push({ kind, box: around(found.map((line) => line.box)) });
  };
  for (const band of notes) {
    const found = linesOf(band, linesOfColumn, () => true);
    if (isNotes(found, body.sizePixels)) add("head-note", found);
  }
  add(
    "body",
    linesOf(body, linesOfColumn, (column) => !strip.columns.includes(column)),
  );
  add(
    "running-title",
    linesOf(body, linesOfStrip, (column) => strip.columns.includes(column)),
  );
  const { pitch } = body;
  return {
    writingMode: "vertical-rl",
    kind: strip.kind,
    confidence: pitch.confidence,
    pitch,
    regions,
    lines,
    strip: stripOf(lines),
  };
}

/** Somewhere two characters or more in a row, large enough to be read: clips and stains above the frame are no notes. */
function isNotes(lines: readonly StoreyLine[], bodyPixels: number): boolean {
  return lines.some(({ box }) => box.width >= SMALLEST_NOTE * bodyPixels && box.height >= 1.8 * box.width);
}

/** The lines of the columns asked for, from the right, from the top. */
function linesOf(bands: InkedBands, read: typeof linesOfColumn, isWanted: (column: number) => boolean): readonly StoreyLine[] {
  const { mask, storeys, sizePixels, spans, pitch } = bands;
  const places = spans.map((_, i) => i).filter(isWanted);
  return places.reverse().flatMap((i) => {
    const place = { column: spans[i] ?? { from: 0, to: 0 }, sizePixels, confidence: 0.7 + 0.3 * pitch.confidence };
    return storeys.flatMap(({ columns }, at) => read(mask, columns[i] ?? [], place).map((line) => ({ ...line, storey: at })));
  });
}
