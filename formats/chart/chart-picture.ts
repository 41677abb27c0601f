/** A shot of a chart, ready to be measured: device values, and what they mean as colours. */
import type { DevicePicture } from "../image-input.ts";
import type { Raster } from "../raster.ts";
import { type Lab, labOfXyz } from "./lab.ts";
import { readMatrixProfile, srgbToXyz, type ToXyz } from "./matrix-profile.ts";

/**
 * How values become colours: by the embedded profile of curves and matrix; as sRGB because the picture says nothing;
 * or as sRGB although its profile cannot be read here.
 */
export type ColourSource = "profile" | "assumed-srgb" | "unread-profile";

/** Pixels and their meaning. Lab is relative to D50 with the media white of the profile (relative colorimetric). */
export interface ChartPicture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly values: Uint8Array | Uint16Array;
  /** The largest value there can be. */
  readonly most: number;
  readonly colourSource: ColourSource;
  /** Colour of mean device values. */
  toLab(device: readonly number[]): Lab;
  /** Luminance factor, 1 for white, of mean device values. */
  toLuminance(device: readonly number[]): number;
}

/** Give device values their meaning. */
export function chartPicture({ width, height, channels, values, profile }: DevicePicture): ChartPicture {
  const most = values instanceof Uint16Array ? 65535 : 255;
  const read = profile === null ? undefined : readMatrixProfile(profile, channels);
  const toXyz: ToXyz = read ?? srgbToXyz;
  const xyz = (device: readonly number[]) => toXyz(device.map((value) => value / most));
  return {
    width,
    height,
    channels,
    values,
    most,
    colourSource: read ? "profile" : profile === null ? "assumed-srgb" : "unread-profile",
    toLab: (device) => labOfXyz(...xyz(device)),
    toLuminance: (device) => xyz(device)[1],
  };
}

/** The picture in 8 bits, for finding things in it. */
export function toRaster({ width, height, channels, values }: ChartPicture): Raster {
  const pixels = values instanceof Uint16Array ? Uint8Array.from(values, (value) => value >> 8) : values;
  return { width, height, channels, pixels };
}
