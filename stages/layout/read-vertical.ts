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

/** Find the columns of a vertical page. */
export function readVertical(page: RuledPage): PageAnalysis {
  const { mask } = page;
  const frame = frameSpan(page);
  const bands = findBands(mask, page.horizontal, frame).filter((band) => band.kind !== "outside");
  const bodies = bands.filter((band) => band.kind === "body");
  const profile = sumOf(
    bodies.map((band) => columnProfile(mask, band)),
    mask.width,
  );
  const leastPixels = Math.max(8, 0.018 * mask.width, 0.95 * widthOfPieces(page.blobs, mask));
  const otherwisePixels = Math.max(1.3 * leastPixels, 0.03 * Math.max(mask.width, mask.height));
  const limits = { leastPixels, mostPixels: Math.max(0.3 * mask.width, leastPixels), otherwisePixels };
  const rules = page.vertical.filter((rule) => rule.at >= frame.from - 2 && rule.at <= frame.to + 2);
  const pitch = estimatePitch(profile.subarray(frame.from, frame.to), rules, limits);
  const columns = cutColumns({ profile, rules: ruleStrength(rules, mask.width), pitchPixels: pitch.pixels, span: frame });
  const strip = findTitleStrip(columns, pitch.pixels, page, frame);
  return assemble(takeOffRemnants(mask, bands, columns, pitch), strip, pitch);
}

/** The ink of each storey and column, without pieces of rules; they are told by where they stand, now that columns are known. */
function takeOffRemnants(mask: Mask, bands: readonly Band[], columns: readonly Span[], pitch: Pitch): InkedPage {
  const inkOf = (from: Mask) => bands.map((band) => ({ band, blobs: blobsOfColumns(from, band, columns, pitch.pixels) }));
  const measure = (ink: ReturnType<typeof inkOf>) =>
    measureCharacters(
      ink.flatMap(({ band, blobs }) => (band.kind === "body" ? blobs : [])),
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
  return { mask: clean, storeys, sizePixels, spans: columns };
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

interface InkedPage {
  readonly mask: Mask;
  /** Blobs by column, left to right, of each storey. */
  readonly storeys: readonly { readonly band: Band; readonly columns: readonly (readonly Blob[])[] }[];
  readonly sizePixels: number;
  /** The columns, left to right. */
  readonly spans: readonly Span[];
}

type StoreyLine = ColumnLine & { readonly storey: number };

function assemble(page: InkedPage, strip: TitleStrip, pitch: Pitch): PageAnalysis {
  const { storeys, sizePixels, spans } = page;
  const regions: FoundRegion[] = [];
  const lines: FoundLine[] = [];
  const add = (kind: FoundRegion["kind"], found: readonly StoreyLine[]) => {
    if (found.length === 0) return;
    lines.push(...found.map((line) => ({ ...line, kind: kind === "body" ? line.kind : kind, region: regions.length })));
    regions.push({ kind, box: around(found.map((line) => line.box)) });
  };
  const collect = (kind: Band["kind"], isStrip: boolean) => {
    const read = isStrip ? linesOfStrip : linesOfColumn;
    const chosen = storeys.filter((storey) => storey.band.kind === kind);
    const places = (chosen[0]?.columns ?? []).map((_, i) => i).filter((i) => strip.columns.includes(i) === isStrip);
    return places.reverse().flatMap((i) => {
      const place = { column: spans[i] ?? { from: 0, to: 0 }, sizePixels, confidence: 0.7 + 0.3 * pitch.confidence };
      return chosen.flatMap((storey, at) =>
        read(page.mask, storey.columns[i] ?? [], place).map((line) => ({ ...line, storey: at })),
      );
    });
  };
  add("head-note", collect("head-note", false));
  add("body", collect("body", false));
  add("running-title", collect("body", true));
  const { confidence } = pitch;
  return { writingMode: "vertical-rl", kind: strip.kind, confidence, pitch, regions, lines, strip: stripOf(lines) };
}
