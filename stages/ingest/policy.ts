/** What a library takes in and what it refuses; the defaults suit books at 300 to 600 dpi. */

/** Limits and choices of ingest. */
export interface IngestPolicy {
  /** Pixels of one picture that are opened at all; maps may go to 1.5 gigapixels. */
  readonly maxPixels: number;
  /** Size of one file; an object store takes 5 GiB in one piece. */
  readonly maxBytes: number;
  /** The shorter side of a picture, in pixels; less is no page. */
  readonly minSidePixels: number;
  /** Least resolution; below it a page is taken with a warning. */
  readonly minDpi: number;
  /** Length of the longer side of the leaf, when the library states it; used to doubt a resolution. */
  readonly leafHeightMm?: number;
  /** A file of several pictures: refuse it, or split it into one file a page. */
  readonly multiPage: "reject" | "split";
  /** Pages taken from one file when splitting. */
  readonly maxPages: number;
  /** Longest file name and longest path, in bytes of UTF-8. */
  readonly maxNameBytes: number;
  readonly maxPathBytes: number;
}

/** Used where nothing else is said. */
export const DEFAULT_POLICY: IngestPolicy = {
  maxPixels: 400_000_000,
  maxBytes: 5 * 1024 ** 3,
  minSidePixels: 16,
  minDpi: 300,
  multiPage: "reject",
  maxPages: 1000,
  maxNameBytes: 255,
  maxPathBytes: 4096,
};
