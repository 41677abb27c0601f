/** The charts that can be read: how many patches, where the greys are, which colours they ought to have. */
import type { Lab } from "./lab.ts";

/** A patch as the maker or the reference file states it. */
export interface ReferencePatch {
  readonly name: string;
  readonly lab: Lab;
}

/** A chart of `columns` x `rows` patches, row by row from the top left as it is read. */
export interface ChartKind {
  readonly name: string;
  readonly columns: number;
  readonly rows: number;
  readonly patches: readonly ReferencePatch[];
  /** What the numbers were taken from. */
  readonly source: string;
}

const CLASSIC_NAMES = [
  "dark skin",
  "light skin",
  "blue sky",
  "foliage",
  "blue flower",
  "bluish green",
  "orange",
  "purplish blue",
  "moderate red",
  "purple",
  "yellow green",
  "orange yellow",
  "blue",
  "green",
  "red",
  "yellow",
  "magenta",
  "cyan",
  "white 9.5",
  "neutral 8",
  "neutral 6.5",
  "neutral 5",
  "neutral 3.5",
  "black 2",
] as const;

type Triple = readonly [l: number, a: number, b: number];

/** ColorChecker Classic made after November 2014 (also Passport, Mini, Nano): CIELAB D50, 2°. */
const CLASSIC_AFTER_2014: readonly Triple[] = [
  [37.54, 14.37, 14.92],
  [64.66, 19.27, 17.5],
  [49.32, -3.82, -22.54],
  [43.46, -12.74, 22.72],
  [54.94, 9.61, -24.79],
  [70.48, -32.26, -0.37],
  [62.73, 35.83, 56.5],
  [39.43, 10.75, -45.17],
  [50.57, 48.64, 16.67],
  [30.1, 22.54, -20.87],
  [71.77, -24.13, 58.19],
  [71.51, 18.24, 67.37],
  [28.37, 15.42, -49.8],
  [54.38, -39.72, 32.27],
  [42.43, 51.05, 28.62],
  [81.8, 2.67, 80.41],
  [50.63, 51.28, -14.12],
  [49.57, -29.71, -28.32],
  [95.19, -1.03, 2.93],
  [81.29, -0.57, 0.44],
  [66.89, -0.75, -0.06],
  [50.76, -0.13, 0.14],
  [35.63, -0.46, -0.48],
  [20.64, 0.07, -0.46],
];

/** ColorChecker Classic made before November 2014: CIELAB D50, 2°. */
const CLASSIC_BEFORE_2014: readonly Triple[] = [
  [37.986, 13.555, 14.059],
  [65.711, 18.13, 17.81],
  [49.927, -4.88, -21.905],
  [43.139, -13.095, 21.905],
  [55.112, 8.844, -25.399],
  [70.719, -33.397, -0.199],
  [62.661, 36.067, 57.096],
  [40.02, 10.41, -45.964],
  [51.124, 48.239, 16.248],
  [30.325, 22.976, -21.587],
  [72.532, -23.709, 57.255],
  [71.941, 19.363, 67.857],
  [28.778, 14.179, -50.297],
  [55.261, -38.342, 31.37],
  [42.101, 53.378, 28.19],
  [81.733, 4.039, 79.819],
  [51.935, 49.986, -14.574],
  [51.038, -28.631, -28.638],
  [96.539, -0.425, 1.186],
  [81.257, -0.638, -0.335],
  [66.766, -0.734, -0.504],
  [50.867, -0.153, -0.27],
  [35.656, -0.421, -1.231],
  [20.461, -0.079, -0.973],
];

const XRITE = "X-Rite, New color specifications for ColorChecker SG and Classic charts (2015); CIELAB D50, 2°";

/** The charts known by name. */
export const CHART_KINDS: readonly ChartKind[] = [
  classic("colorchecker-24", CLASSIC_AFTER_2014, `${XRITE}; made after November 2014`),
  classic("colorchecker-24-before-2014", CLASSIC_BEFORE_2014, `${XRITE}; made before November 2014`),
  greyScale(),
];

/** The name under which a picture of an even card is registered: it has no patches. */
export const GREY_CARD = "grey-card";

/** Patches less colourful than this are the greys of a chart. */
const MOST_GREY_CHROMA = 5;

/** True for a patch that ought to be neutral. */
export function isGrey({ lab }: ReferencePatch): boolean {
  return Math.hypot(lab.a, lab.b) <= MOST_GREY_CHROMA;
}

function classic(name: string, values: readonly Triple[], source: string): ChartKind {
  const patches = values.map(([l, a, b], at) => ({ name: CLASSIC_NAMES[at] as string, lab: { l, a, b } }));
  return { name, columns: 6, rows: 4, patches, source };
}

/** A strip of 20 greys from density 0.05 in steps of 0.10: L* follows from the density, D = -log10 of the luminance factor. */
function greyScale(): ChartKind {
  const patches = Array.from({ length: 20 }, (_, at) => {
    const density = 0.05 + at * 0.1;
    const y = 10 ** -density;
    return {
      name: `D ${density.toFixed(2)}`,
      lab: { l: y > 216 / 24389 ? 116 * Math.cbrt(y) - 16 : (y * 24389) / 27, a: 0, b: 0 },
    };
  });
  const source = "Kodak/Tiffen Gray Scale Q-13 and Q-14, nominal densities 0.05 to 1.95; every scale differs: measure yours";
  return { name: "grey-scale-20", columns: 20, rows: 1, patches, source };
}
