/** Faults of lens and camera: out of focus, moved. */
import type { Random } from "../../cli/sample/random.ts";
import { encodeRaster } from "../../formats/image-input.ts";
import type { PaintedPage, Picture } from "./paint-page.ts";

/** A blur with a standard deviation of 6 to 14 % of a character: strokes begin to run together. */
export async function blurred(picture: Picture, { print }: PaintedPage, random: Random): Promise<Picture> {
  const sigma = Math.max(2.8, print.characterPixels * random.between(0.06, 0.14));
  const pixels = await encodeRaster(picture).blur(sigma).raw().toBuffer();
  return { ...picture, pixels };
}

/** The disc that a point becomes when a lens is out of focus, made of two crossed boxes. */
export function defocused(picture: Picture, { print }: PaintedPage, random: Random): Picture {
  const radius = Math.max(5, print.characterPixels * random.between(0.11, 0.24));
  const steps = [0, 45, 90, 135].map((degrees) => smeared(picture, radius * 1.2, degrees));
  return {
    ...picture,
    pixels: picture.pixels.map((_, i) => (steps.reduce((sum, each) => sum + (each[i] as number), 0) + 2) / 4),
  };
}

/** The page or the camera moved by 14 to 34 % of a character, in any direction. */
export function moved(picture: Picture, { print }: PaintedPage, random: Random): Picture {
  const length = Math.max(8, print.characterPixels * random.between(0.14, 0.34));
  return { ...picture, pixels: smeared(picture, length, random.between(0, 180)) };
}

/** Mean along a straight line through every pixel. */
function smeared({ width, height, pixels }: Picture, length: number, degrees: number): Uint8Array {
  const taps = Math.ceil(length);
  const offsets = Array.from({ length: taps }, (_, i) => {
    const along = (i / (taps - 1) - 0.5) * length;
    return [
      Math.round(along * Math.cos((degrees * Math.PI) / 180)),
      Math.round(along * Math.sin((degrees * Math.PI) / 180)),
    ] as const;
  });
  const smear = new Uint8Array(pixels.length);
  const sums = new Float32Array(width * 3);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (const [dx, dy] of offsets) addShifted(sums, pixels, width, Math.max(0, Math.min(height - 1, y + dy)), dx);
    for (let i = 0; i < sums.length; i++) smear[y * width * 3 + i] = (sums[i] as number) / taps + 0.5;
  }
  return smear;
}

function addShifted(sums: Float32Array, pixels: Uint8Array, width: number, row: number, dx: number): void {
  const start = row * width * 3;
  for (let x = 0; x < width; x++) {
    const from = start + Math.max(0, Math.min(width - 1, x + dx)) * 3;
    for (let c = 0; c < 3; c++) sums[x * 3 + c] = (sums[x * 3 + c] as number) + (pixels[from + c] as number);
  }
}
