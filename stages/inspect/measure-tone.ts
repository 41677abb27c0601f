import type { Raster } from "../../formats/raster.ts";

/** Tone and sharpness of a picture at full resolution. */
export interface Tone {
  /** Share of pixels without any light (all channels 2 or less). */
  readonly clippedLowShare: number;
  /** Share of pixels without any more detail in the lights (all channels 254 or more). */
  readonly clippedHighShare: number;
  readonly meanLuminance: number;
  /** Luminance that 5 % and 90 % of the pixels stay below. */
  readonly darkLevel: number;
  readonly lightLevel: number;
  /** Share of pixels that are nearly black or nearly white: about 1 for a bitonal scan. */
  readonly bitonalShare: number;
  /** Pixels the steepest edges of the ink take from dark to light; null when there is nothing with an edge. */
  readonly edgeWidthPixels: number | null;
}

/** At most about this many rows are looked at; they carry more pixels than any measure here needs. */
const ROWS = 400;

/** Measure tone and sharpness on rows spread over the whole picture. */
export function measureTone(raster: Raster): Tone {
  const { width, height } = raster;
  const step = Math.max(1, Math.floor(height / ROWS));
  const luminances = new Float64Array(256);
  const across = new Float64Array(256);
  const down = new Float64Array(256);
  let low = 0;
  let high = 0;
  let total = 0;
  let row = greyRow(raster, 0);
  for (let y = 0; y < height; y += step) {
    if (step > 1 || y === 0) row = greyRow(raster, y);
    const next = y + 1 < height ? greyRow(raster, y + 1) : row;
    for (let x = 0; x < width; x++) {
      const value = row[x] as number;
      luminances[value] = (luminances[value] as number) + 1;
      if (value <= 2) low++;
      else if (value >= 254) high++;
      const rise = Math.abs((row[x + 1] ?? value) - value);
      const fall = Math.abs((next[x] as number) - value);
      across[rise] = (across[rise] as number) + 1;
      down[fall] = (down[fall] as number) + 1;
    }
    total += width;
    row = next;
  }
  const darkLevel = quantile(luminances, 0.05);
  const lightLevel = quantile(luminances, 0.9);
  return {
    clippedLowShare: low / total,
    clippedHighShare: high / total,
    meanLuminance: luminances.reduce((sum, count, level) => sum + count * level, 0) / total,
    darkLevel,
    lightLevel,
    bitonalShare: luminances.reduce((sum, count, level) => sum + (level <= 16 || level >= 239 ? count : 0), 0) / total,
    edgeWidthPixels: edgeWidth(quantile(luminances, 0.01), lightLevel, across, down),
  };
}

/** Edges wider than this are not told apart: their steps are lost in the grain of the paper. */
const WIDEST_EDGE_PIXELS = 10;
/** With fewer steps than this share that are steep enough for an edge, no edge is sharper than the widest. */
const LEAST_EDGE_SHARE = 0.0005;

/**
 * Contrast over the step between neighbours that nine of ten steps of edges stay below (a step of an edge is more than
 * a tenth of the contrast); the blunter direction counts, because motion blurs only one.
 */
function edgeWidth(dark: number, light: number, across: Float64Array, down: Float64Array): number | null {
  const contrast = light - dark;
  if (contrast < 25) return null;
  const least = Math.max(4, Math.floor(contrast / WIDEST_EDGE_PIXELS));
  const steepest = (steps: Float64Array): number => {
    const all = steps.reduce((a, b) => a + b, 0);
    const edges = steps.map((count, step) => (step < least ? 0 : count));
    const share = edges.reduce((a, b) => a + b, 0) / all;
    return share < LEAST_EDGE_SHARE ? least : Math.max(least, quantile(edges, 0.9));
  };
  return Math.min(WIDEST_EDGE_PIXELS, contrast / Math.min(steepest(across), steepest(down)));
}

function quantile(counts: Float64Array, share: number): number {
  const wanted = counts.reduce((a, b) => a + b, 0) * share;
  let seen = 0;
  for (let level = 0; level < counts.length; level++) {
    seen += counts[level] as number;
    if (seen >= wanted) return level;
  }
  return counts.length - 1;
}

function greyRow({ width, channels, pixels }: Raster, y: number): Uint8Array {
  if (channels === 1) return pixels.subarray(y * width, (y + 1) * width);
  const row = new Uint8Array(width);
  for (let x = 0, at = y * width * channels; x < width; x++, at += channels) {
    row[x] = (77 * (pixels[at] as number) + 150 * (pixels[at + 1] as number) + 29 * (pixels[at + 2] as number) + 128) >> 8;
  }
  return row;
}
