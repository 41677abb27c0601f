/**
 * Colour profiles that are three curves and a matrix, or one grey curve: what cameras, scanners and editors embed.
 * They lead straight to XYZ under D50, without squeezing colours into sRGB first. Profiles of tables are not read here.
 */

/** Device values (each 0 to 1) to XYZ relative to the D50 white of the profile connection space. */
export type ToXyz = (device: readonly number[]) => readonly [x: number, y: number, z: number];

const HEADER_BYTES = 128;
/** White of the connection space (ICC.1:2022 §7.2.16). */
const D50 = [0.9642, 1, 0.8249] as const;
/** Columns of sRGB adapted to D50 by Bradford's matrix, as the profile of IEC 61966-2-1 states them. */
const SRGB_COLUMNS = [
  [0.43607, 0.22249, 0.01392],
  [0.38515, 0.71687, 0.09708],
  [0.14307, 0.06061, 0.7141],
] as const;

/** How an sRGB picture, or an untagged one that is taken for sRGB, maps to XYZ under D50 (IEC 61966-2-1). */
export const srgbToXyz: ToXyz = (device) => {
  const linear = device.map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return linear.length < 3 ? scaled(linear[0] as number) : mixed(linear, SRGB_COLUMNS);
};

/** The map of a profile; undefined when it is damaged, of another kind, or made for another number of channels. */
export function readMatrixProfile(profile: Buffer, channels: 1 | 3): ToXyz | undefined {
  try {
    const tags = readTags(profile);
    if (tags === undefined || tags.has("A2B0") || tags.has("A2B1")) return undefined;
    const model = profile.toString("latin1", 16, 20);
    if (model === "GRAY" && channels === 1) return greyMap(profile, tags);
    return model === "RGB " && channels === 3 ? matrixMap(profile, tags) : undefined;
  } catch (thrown) {
    // A tag that points outside the profile.
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

type Tags = ReadonlyMap<string, number>;
type Curve = (value: number) => number;

/** Where each element begins (ICC.1:2022 §7.3). */
function readTags(profile: Buffer): Tags | undefined {
  if (profile.length < HEADER_BYTES + 4 || profile.toString("latin1", 36, 40) !== "acsp") return undefined;
  if (profile.toString("latin1", 20, 24) !== "XYZ " || profile.readUInt32BE(0) > profile.length) return undefined;
  const count = profile.readUInt32BE(HEADER_BYTES);
  if (count > 200) return undefined;
  const starts = Array.from({ length: count }, (_, index) => HEADER_BYTES + 4 + index * 12);
  return new Map(starts.map((at) => [profile.toString("latin1", at, at + 4), profile.readUInt32BE(at + 4)]));
}

function greyMap(profile: Buffer, tags: Tags): ToXyz | undefined {
  const curve = readCurve(profile, tags.get("kTRC"));
  return curve && ((device) => scaled(curve(device[0] as number)));
}

function matrixMap(profile: Buffer, tags: Tags): ToXyz | undefined {
  const names = ["r", "g", "b"] as const;
  const curves = names.map((name) => readCurve(profile, tags.get(`${name}TRC`)));
  const columns = names.map((name) => readXyz(profile, tags.get(`${name}XYZ`)));
  if (curves.some((each) => !each) || columns.some((each) => !each)) return undefined;
  return (device) =>
    mixed(
      device.map((value, channel) => (curves[channel] as Curve)(value)),
      columns as readonly (readonly number[])[],
    );
}

function scaled(luminance: number): readonly [number, number, number] {
  return [D50[0] * luminance, luminance, D50[2] * luminance];
}

function mixed(linear: readonly number[], columns: readonly (readonly number[])[]): readonly [number, number, number] {
  const sum = (row: number) => linear.reduce((total, value, channel) => total + value * (columns[channel]?.[row] ?? 0), 0);
  return [sum(0), sum(1), sum(2)];
}

function readXyz(profile: Buffer, at: number | undefined): readonly number[] | undefined {
  if (at === undefined || profile.toString("latin1", at, at + 4) !== "XYZ ") return undefined;
  return [8, 12, 16].map((offset) => fixed(profile, at + offset));
}

/** Curves of type `curv` and `para` (ICC.1:2022 §10.6, §10.18). */
function readCurve(profile: Buffer, at: number | undefined): Curve | undefined {
  if (at === undefined) return undefined;
  const type = profile.toString("latin1", at, at + 4);
  if (type === "curv") return readSampledCurve(profile, at);
  return type === "para" ? readParametricCurve(profile, at) : undefined;
}

function readSampledCurve(profile: Buffer, at: number): Curve {
  const count = profile.readUInt32BE(at + 8);
  if (count === 0) return (value) => value;
  const gamma = profile.readUInt16BE(at + 12) / 256;
  if (count === 1) return (value) => value ** gamma;
  if (at + 12 + count * 2 > profile.length) throw new RangeError("curve outside the profile");
  const samples = Array.from({ length: count }, (_, index) => profile.readUInt16BE(at + 12 + index * 2) / 65535);
  return (value) => {
    const place = Math.min(1, Math.max(0, value)) * (count - 1);
    const below = Math.min(count - 2, Math.floor(place));
    const [low, high] = [samples[below] as number, samples[below + 1] as number];
    return low + (high - low) * (place - below);
  };
}

/** How many parameters each function type has. */
const PARAMETERS = [1, 3, 4, 5, 7] as const;

function readParametricCurve(profile: Buffer, at: number): Curve | undefined {
  const type = profile.readUInt16BE(at + 8);
  const count = PARAMETERS[type];
  if (count === undefined) return undefined;
  const given = Array.from({ length: count }, (_, index) => fixed(profile, at + 12 + index * 4));
  const [g = 1, a = 1, b = 0] = given;
  if (type === 0) return (value) => value ** g;
  const power = (value: number) => Math.max(0, a * value + b) ** g;
  if (type <= 2) {
    const offset = type === 2 ? (given[3] as number) : 0;
    return (value) => (value >= -b / a ? power(value) : 0) + offset;
  }
  const [, , , c = 0, d = 0, e = 0, f = 0] = given;
  return (value) => (value >= d ? power(value) + e : c * value + f);
}

/** s15Fixed16Number (ICC.1:2022 §4.6). */
function fixed(profile: Buffer, at: number): number {
  return profile.readInt32BE(at) / 65536;
}
