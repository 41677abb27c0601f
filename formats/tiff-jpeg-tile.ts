/**
 * JPEG tiles of a TIFF as JPEG files of their own, without decoding. A stored tile lacks the tables that all tiles share
 * and says nothing about its colours; both are put in front of it. @see TIFF Technical Note 2; JFIF 1.02; T.872 (Adobe)
 */
import type { LevelTiles } from "./tiff-pyramid.ts";

const SOI = Buffer.of(0xff, 0xd8);
const MARKER_BYTES = 2;
/** APP0: JFIF 1.02, no resolution, no thumbnail; means YCbCr or grey. */
const JFIF = Buffer.from("ffe000104a46494600010200000100010000", "hex");
/** APP14: Adobe, transform 0; means that three components are red, green and blue. */
const ADOBE_RGB = Buffer.from("ffee000e41646f626500640000000000", "hex");

/**
 * What stands before the bytes of every tile of this level. Of the stored tile the first two bytes (SOI) are left out.
 */
export function tileHead({ colour, tables }: Pick<LevelTiles, "colour" | "tables">): Buffer {
  const shared = tables.subarray(MARKER_BYTES, Math.max(MARKER_BYTES, tables.length - MARKER_BYTES));
  return Buffer.concat([SOI, colour === "rgb" ? ADOBE_RGB : JFIF, shared]);
}

/** Bytes of a stored tile that its head replaces. */
export const REPLACED_BYTES = MARKER_BYTES;
