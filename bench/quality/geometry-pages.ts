/** A seeded series of pages whose geometry is known: which sheet, on which ground, how turned. */
import sharp from "sharp";
import { paperTexture, type Texture } from "../../cli/sample/paper.ts";
import { type Random, seededRandom } from "../../cli/sample/random.ts";
import type { Raster } from "../../formats/raster.ts";
import type { Projective, Size } from "../../pipeline/geometry.ts";
import { drawSheet, type SheetKind } from "./geometry-sheet.ts";
import { GROUNDS, type Pose, takeShot } from "./geometry-shot.ts";

/** A picture, and what is true about it. */
export interface KnownPage {
  readonly index: number;
  readonly kind: SheetKind;
  readonly pose: Pose;
  readonly raster: Raster;
  readonly sheet: Size;
  readonly edge: readonly (readonly [x: number, y: number])[];
  readonly gutterX: number | null;
  readonly toPicture: Projective;
}

let texture: Texture | undefined;

/** Page number `index` of the series; the same numbers give the same pixels. */
export async function knownPage(index: number, seed: number): Promise<KnownPage> {
  // sheets are drawn as SVG of our own; the loaders for pictures from outside leave SVG out
  sharp.unblock({ operation: ["VipsForeignLoadSvg"] });
  texture ??= paperTexture(seededRandom(1, "texture"));
  const random = seededRandom(seed, `geometry ${index}`);
  const kind = kindOf(random.between(0, 1));
  const pose = poseOf(random);
  const size = sizeOf(kind, random);
  const sheet = await drawSheet(kind, size, texture, random);
  const { raster, toPicture } = takeShot(sheet, pose, seed * 100_003 + index);
  return { index, kind, pose, raster, sheet: size, edge: sheet.edge, gutterX: sheet.gutterX, toPicture };
}

function kindOf(at: number): SheetKind {
  const shares: readonly (readonly [SheetKind, number])[] = [
    ["half", 0.3],
    ["whole", 0.55],
    ["facing", 0.67],
    ["manuscript", 0.8],
    ["quoc-ngu", 0.95],
  ];
  return shares.find(([, upTo]) => at < upTo)?.[0] ?? "blank";
}

function poseOf(random: Random): Pose {
  const ground = GROUNDS[random.whole(0, GROUNDS.length - 1)] as Pose["ground"];
  const most = random.chance(0.8) ? 5 : 15;
  const skewDegrees = random.between(-most, most);
  const isAslant = random.chance(0.35);
  const tilt = (): number => (isAslant ? random.between(-0.03, 0.03) : 0);
  const turns = [90, 180, 270] as const;
  const turnDegrees = random.chance(0.25) ? (turns[random.whole(0, 2)] as 90 | 180 | 270) : 0;
  return { ground, skewDegrees, tiltAcross: tilt(), tiltDown: tilt(), turnDegrees, isMirrored: random.chance(0.04) };
}

/** Longest side 900 to 4000 pixels, small ones more often. */
function sizeOf(kind: SheetKind, random: Random): Size {
  const longest = Math.round(900 * (4000 / 900) ** random.between(0, 1));
  const isWide = kind === "whole" || kind === "facing";
  const ratio = isWide ? random.between(0.66, 0.85) : random.between(0.6, 0.78);
  const shorter = Math.round(longest * ratio);
  return isWide ? { width: longest, height: shorter } : { width: shorter, height: longest };
}
