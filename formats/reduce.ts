import { packed, type Raster } from "./raster.ts";

/**
 * Shrink by a whole factor: each pixel is the mean of a block of `factor` x `factor` pixels; of 4 channels 3 are left.
 * The last column and row average what is left of their block, so no pixel of the edge is lost.
 * @param factor 1 to 256
 */
export function reduce(raster: Raster, factor: number): Raster {
  const channels = raster.channels === 1 ? 1 : 3;
  const width = Math.ceil(raster.width / factor);
  const height = Math.ceil(raster.height / factor);
  const reduced = new Uint8Array(width * height * channels);
  // one loop for each form of pixel: these read every one
  if (raster.channels === 4 && factor <= SMALL_FACTOR) reduceSmallBlocks(raster, factor, width, reduced);
  else if (raster.channels === 4) reducePacked(raster, factor, width, reduced);
  else reducePlain(raster, factor, width, reduced);
  return { width, height, channels, pixels: reduced };
}

/** The smallest whole factor that brings the longest side to at most `longest` pixels. */
export function reductionTo(width: number, height: number, longest: number): number {
  return Math.max(1, Math.ceil(Math.max(width, height) / longest));
}

/** Sums over blocks of such a side stay below 2 to the power of 16. */
const SMALL_FACTOR = 16;

/** Of a whole block red and blue are added in one number: their sums fit side by side without touching. */
function reduceSmallBlocks(raster: Raster, factor: number, width: number, reduced: Uint8Array): void {
  const whole = packed(raster);
  const stride = raster.width;
  for (let to = 0, top = 0; top < raster.height; top += factor) {
    const high = Math.min(factor, raster.height - top);
    for (let block = 0, left = 0; block < width; block++, left += factor, to += 3) {
      const wide = Math.min(factor, stride - left);
      const count = high * wide;
      let redBlue = (count >> 1) * 0x10001;
      let greens = (count >> 1) << 8;
      for (let row = top * stride + left, last = row + high * stride; row < last; row += stride) {
        for (let at = row, end = row + wide; at < end; at++) {
          const pixel = whole[at] as number;
          redBlue = (redBlue + (pixel & 0xff00ff)) | 0;
          greens = (greens + (pixel & 0xff00)) | 0;
        }
      }
      reduced[to] = (redBlue & 0xffff) / count;
      reduced[to + 1] = (greens >>> 8) / count;
      reduced[to + 2] = (redBlue >>> 16) / count;
    }
  }
}

/** Of a row red and blue are added in one number: the sums of 256 pixels fit side by side without touching. */
function reducePacked(raster: Raster, factor: number, width: number, reduced: Uint8Array): void {
  const whole = packed(raster);
  for (let to = 0, top = 0; top < raster.height; top += factor) {
    const bottom = Math.min(raster.height, top + factor);
    for (let block = 0, left = 0; block < width; block++, left += factor, to += 3) {
      const wide = Math.min(factor, raster.width - left);
      const count = (bottom - top) * wide;
      let [red, green, blue] = [count >> 1, count >> 1, count >> 1];
      for (let y = top; y < bottom; y++) {
        let redBlue = 0;
        let greens = 0;
        for (let at = y * raster.width + left, end = at + wide; at < end; at++) {
          const pixel = whole[at] as number;
          redBlue += pixel & 0xff00ff;
          greens += pixel & 0xff00;
        }
        red += redBlue & 0xffff;
        green += greens >>> 8;
        blue += redBlue >>> 16;
      }
      reduced[to] = red / count;
      reduced[to + 1] = green / count;
      reduced[to + 2] = blue / count;
    }
  }
}

function reducePlain({ channels, ...raster }: Raster, factor: number, width: number, reduced: Uint8Array): void {
  const stride = raster.width * channels;
  for (let to = 0, top = 0; top < raster.height; top += factor) {
    const bottom = Math.min(raster.height, top + factor);
    for (let block = 0, left = 0; block < width; block++, left += factor) {
      const wide = Math.min(factor, raster.width - left);
      const count = (bottom - top) * wide;
      for (let c = 0; c < channels; c++, to++) {
        let sum = count >> 1;
        for (let y = top; y < bottom; y++) {
          for (let at = y * stride + left * channels + c, end = at + wide * channels; at < end; at += channels) {
            sum += raster.pixels[at] as number;
          }
        }
        reduced[to] = sum / count;
      }
    }
  }
}
