/** Resolution from the known size of what lies in a picture, whatever the file says of itself. */
const MILLIMETRES_AN_INCH = 25.4;

/** How far the resolutions of the two directions may differ before the size cannot be right. */
const MOST_DISAGREEMENT = 0.05;

/** Lengths in pixels and in millimetres of the same thing, in one or both directions. */
export interface KnownSize {
  readonly widthPixels?: number;
  readonly heightPixels?: number;
  readonly widthMillimetres?: number;
  readonly heightMillimetres?: number;
}

/** Resolution as the known size gives it. */
export interface MeasuredResolution {
  /** Pixels an inch, the mean where both directions are known. */
  readonly resolutionDpi: number;
  /** Share by which the two directions differ; null when only one is known. */
  readonly disagreementShare: number | null;
  /** False when the directions differ so much that size, crop or scale of one direction must be wrong. */
  readonly isConsistent: boolean;
}

/**
 * Pixels an inch of a page, chart or ruler whose size is known: of a leaf by its size in the register (`widthPixels` is
 * the page's own width, without the scanner's ground), of a ruler by one direction alone. Undefined when no direction
 * is known on both sides, or a length is not above zero. For a picture of an open spread give the size of the spread.
 */
export function measuredResolutionDpi(size: KnownSize): MeasuredResolution | undefined {
  const across = dpiOf(size.widthPixels, size.widthMillimetres);
  const down = dpiOf(size.heightPixels, size.heightMillimetres);
  const one = across ?? down;
  if (one === undefined) return undefined;
  if (across === undefined || down === undefined) return { resolutionDpi: one, disagreementShare: null, isConsistent: true };
  const disagreementShare = Math.abs(across - down) / Math.max(across, down);
  return { resolutionDpi: (across + down) / 2, disagreementShare, isConsistent: disagreementShare <= MOST_DISAGREEMENT };
}

function dpiOf(pixels: number | undefined, millimetres: number | undefined): number | undefined {
  if (pixels === undefined || millimetres === undefined || !(pixels > 0) || !(millimetres > 0)) return undefined;
  return (pixels / millimetres) * MILLIMETRES_AN_INCH;
}
