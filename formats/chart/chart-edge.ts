/** Finds the edges of a chart that sharpness can be measured on: rims of light patches, when the chart lies a little turned. */
import type { ChartPatch } from "../../pipeline/chart-report.ts";
import type { ChartPicture } from "./chart-picture.ts";
import { type EdgeResponse, type EdgeRow, edgeResponse } from "./edge-response.ts";
import type { FoundChart } from "./find-chart.ts";
import type { ChartKind } from "./kinds.ts";
import { placeOf, stepAt } from "./plane-map.ts";

/** Share of a patch's side that is used, so that its corners stay out. */
const ALONG_SHARE = 0.6;
/** How far to both sides of the rim values are taken, in pixels: no further than the next patch. */
const REACH_PIXELS = { least: 6, most: 24 } as const;

const SIDES = [
  { across: 1, down: 0 },
  { across: -1, down: 0 },
  { across: 0, down: 1 },
  { across: 0, down: -1 },
] as const;

/** The mean response over the usable rims of the lightest patches; undefined where none is slanted and clear enough. */
export function edgeOfPatch(
  picture: ChartPicture,
  kind: ChartKind,
  found: FoundChart,
  patches: readonly ChartPatch[],
): EdgeResponse | undefined {
  const lightest = patches.map((_, at) => at).sort((a, b) => lightnessAt(patches, b) - lightnessAt(patches, a));
  for (const at of lightest.slice(0, 3)) {
    const place = { column: at % kind.columns, row: Math.floor(at / kind.columns) };
    const responses = SIDES.flatMap((side) => {
      const rows = rowsAcross(picture, found, place, side);
      const response = rows && edgeResponse(rows);
      return response ? [response] : [];
    });
    if (responses.length > 0) return meanOf(responses);
  }
  return undefined;
}

function lightnessAt(patches: readonly ChartPatch[], at: number): number {
  return (patches[at] as ChartPatch).measured.l;
}

/** A clipped rim looks sharper than it is, so the worst of the sides would not be safer than their mean. */
function meanOf(responses: readonly EdgeResponse[]): EdgeResponse {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const known = (values: readonly (number | null)[]) => values.filter((value) => value !== null);
  const [mtf50, mtf10] = [known(responses.map((each) => each.mtf50)), known(responses.map((each) => each.mtf10))];
  return {
    mtf50: mtf50.length === 0 ? null : mean(mtf50),
    mtf10: mtf10.length === 0 ? null : mean(mtf10),
    samplingEfficiency: mean(responses.map((each) => each.samplingEfficiency)),
    mostResponse: mean(responses.map((each) => each.mostResponse)),
    slantDegrees: mean(responses.map((each) => each.slantDegrees)),
  };
}

/** Light along pixel rows (or columns) that cross one rim of a patch. */
function rowsAcross(
  picture: ChartPicture,
  found: FoundChart,
  place: { readonly column: number; readonly row: number },
  side: (typeof SIDES)[number],
): readonly EdgeRow[] | undefined {
  const rim = (along: number) => {
    // The even part is smaller than the patch; its rim lies between that and the next patch's even part.
    const out = (share: number) => (1 + share) / 4;
    const u = side.across === 0 ? along : side.across * out(found.patchShare.across);
    const v = side.down === 0 ? along : side.down * out(found.patchShare.down);
    return placeOf(found.map, place.column + u, place.row + v);
  };
  const crossed = side.across === 0 ? ("row" as const) : ("column" as const);
  const gap = 1 - (side.across === 0 ? found.patchShare.down : found.patchShare.across);
  const reach = Math.min(REACH_PIXELS.most, Math.floor((stepAt(found.map, place.column, place.row, crossed) * gap) / 2));
  if (reach < REACH_PIXELS.least) return undefined;
  const share = (side.across === 0 ? found.patchShare.across : found.patchShare.down) * ALONG_SHARE;
  const [one, other] = [rim(-share / 2), rim(share / 2)];
  const isUpright = Math.abs(other.y - one.y) > Math.abs(other.x - one.x);
  const [from, to] = isUpright ? [one.y, other.y] : [one.x, other.x];
  const [first, last] = [Math.ceil(Math.min(from, to)), Math.floor(Math.max(from, to))];
  const rows: EdgeRow[] = [];
  for (let at = first; at <= last; at++) {
    const part = (at - from) / (to - from);
    const middle = isUpright ? one.x + part * (other.x - one.x) : one.y + part * (other.y - one.y);
    const row = rowAt(picture, at, Math.round(middle), isUpright, reach);
    if (!row) return undefined;
    rows.push(row);
  }
  return rows.length < 20 ? undefined : rows;
}

function rowAt(picture: ChartPicture, at: number, middle: number, isUpright: boolean, reach: number): EdgeRow | undefined {
  const { width, height, channels, values } = picture;
  const length = isUpright ? width : height;
  const from = middle - reach;
  if (from < 0 || middle + reach >= length || at < 0 || at >= (isUpright ? height : width)) return undefined;
  const light = Array.from({ length: 2 * reach + 1 }, (_, i) => {
    const pixel = (isUpright ? at * width + from + i : (from + i) * width + at) * channels;
    return picture.toLuminance(Array.from({ length: channels }, (_, c) => values[pixel + c] as number));
  });
  return { from, at, values: light };
}
