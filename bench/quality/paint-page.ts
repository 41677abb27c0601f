/** From a plan to the picture that a sound scanner would make of the page. */
import sharp from "sharp";
import { paperTexture, TEXTURE_EDGE, type Texture } from "../../cli/sample/paper.ts";
import { type Random, seededRandom } from "../../cli/sample/random.ts";
import type { Raster, Rgb } from "../../formats/raster.ts";
import type { PagePlan } from "./page-plan.ts";
import { type PrintedPage, printPage } from "./print-page.ts";

/** Pixels on their way from paper to file. */
export type Picture = Raster & { readonly channels: 3 };

export interface PaintedPage {
  readonly raster: Picture;
  readonly print: PrintedPage;
}

const VERMILION: Rgb = [186, 62, 44];
let texture: Texture | undefined;

/** Paint the page without noise of a sensor and without defects of capture. */
export async function paintPage(plan: PagePlan): Promise<PaintedPage> {
  sharp.unblock({ operation: ["VipsForeignLoadSvg"] });
  texture ??= paperTexture(seededRandom(7, "texture"));
  const print = printPage(plan);
  const front = await drawMask(plan, print.svg, `${paperEdge(plan)}`, plan.softnessPixels);
  const red = print.vermilionSvg === "" ? undefined : await drawMask(plan, print.vermilionSvg, "", plan.softnessPixels);
  const behind = plan.showThrough > 0 ? await drawBehind(plan) : undefined;
  const pixels = mix(plan, texture, { front, red, behind });
  return { raster: { width: plan.width, height: plan.height, channels: 3, pixels }, print };
}

/** Red: the marks; green: the leaf on its ground. */
async function drawMask(plan: PagePlan, marks: string, leaf: string, softness: number, isMirrored = false): Promise<Buffer> {
  const { width, height } = plan;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#000"/>`,
    `<g transform="rotate(${plan.skewDegrees} ${width / 2} ${height / 2})">${leaf === "" ? "" : `<path fill="#0f0" d="${leaf}"/>`}`,
    `<g ${isMirrored ? `transform="matrix(-1 0 0 1 ${width} 0)"` : ""} fill="#ff0" stroke="#ff0" stroke-width="0">${marks}</g>`,
    `${leaf === "" ? "" : wormHoles(plan)}</g></svg>`,
  ].join("");
  return sharp(Buffer.from(svg), { unlimited: true }).removeAlpha().blur(softness).raw().toBuffer();
}

function drawBehind(plan: PagePlan): Promise<Buffer> {
  const kind = plan.kind === "blank" || plan.kind === "nearly-blank" ? "woodblock" : plan.kind;
  const softness = (plan.showThroughSoftness * Math.max(plan.width, plan.height)) / 1000 + plan.softnessPixels;
  return drawMask(plan, printPage({ ...plan, kind, hasVermilion: false }, 1).svg, "", softness, true);
}

/** Level that a twentieth of the marked pixels reach: thin letters that the paper has spread never come near to 255. */
function darkest(marks: Uint8Array): number {
  const levels = marks.filter((level, at) => at % 3 === 0 && level > 32).sort();
  return Math.max(32, levels[Math.floor(levels.length * 0.95)] ?? 255);
}

/** The rim of a leaf cut by hand, or beyond the picture where the leaf fills it. */
function paperEdge({ width, height, ground, seed }: PagePlan): string {
  if (ground === null) return `M${-width} ${-height}H${2 * width}V${2 * height}H${-width}Z`;
  const random = seededRandom(seed, "edge");
  const unit = Math.min(width, height);
  const inset = unit * random.between(0.035, 0.05);
  const corners = [
    [inset, inset],
    [width - inset, inset],
    [width - inset, height - inset],
    [inset, height - inset],
  ] as const;
  const points = corners.flatMap(([x0, y0], side) => {
    const [x1, y1] = corners[(side + 1) % 4] as readonly [number, number];
    return Array.from({ length: 40 }, (_, i) => {
      const off = (): number => random.between(-0.001, 0.001) * unit;
      return `${(x0 + ((x1 - x0) * i) / 40 + off()).toFixed(1)} ${(y0 + ((y1 - y0) * i) / 40 + off()).toFixed(1)}`;
    });
  });
  return `M${points.join("L")}Z`;
}

/** Holes through which the ground is seen; on a light ground worms leave brown tracks, painted like ink. */
function wormHoles({ width, height, wormHoles: count, seed }: PagePlan): string {
  const random = seededRandom(seed, "worms");
  const unit = Math.min(width, height);
  return Array.from({ length: count }, () => {
    const x = width * random.between(0.05, 0.95);
    const y = height * random.between(0.05, 0.95);
    const long = unit * random.between(0.002, 0.007);
    const turn = random.whole(0, 179);
    return `<ellipse fill="#000" transform="rotate(${turn} ${x.toFixed(0)} ${y.toFixed(0)})" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" rx="${long.toFixed(1)}" ry="${(long * 0.5).toFixed(1)}"/>`;
  }).join("");
}

interface Masks {
  readonly front: Buffer;
  readonly red: Buffer | undefined;
  readonly behind: Buffer | undefined;
}

/** Colour of what shows through holes in a leaf that fills the picture: the next leaf in its own shadow. */
const BENEATH = 0.55;

function mix(plan: PagePlan, { fibres, inkTake }: Texture, { front, red, behind }: Masks): Uint8Array {
  const { width, height, paper, ink, inkStrength, ground, grain } = plan;
  const light = lightMap(plan);
  const under: Rgb = ground ?? [paper[0] * BENEATH, paper[1] * BENEATH, paper[2] * BENEATH];
  const pixels = new Uint8Array(width * height * 3);
  const wrap = TEXTURE_EDGE - 1;
  const through = behind === undefined ? 0 : plan.showThrough / darkest(behind);
  for (let y = 0, at = 0; y < height; y++) {
    const row = (y & wrap) * TEXTURE_EDGE;
    for (let x = 0; x < width; x++, at += 3) {
      const t = row + (x & wrap);
      const sheet = (front[at + 1] as number) / 255;
      const inked = ((front[at] as number) * (inkTake[t] as number) * inkStrength) / 65025;
      const redness = red === undefined ? 0 : ((red[at] as number) / 255) * 0.9;
      const bare = (1 - inked) * (1 - redness) * (behind === undefined ? 1 : 1 - (behind[at] as number) * through);
      const fibre = (fibres[t] as number) * grain * 0.6;
      for (let c = 0; c < 3; c++) {
        const shade = light.at(x, y, c);
        const leaf =
          ((paper[c] as number) + fibre) * shade * bare +
          (ink[c] as number) * inked * (1 - redness) +
          (VERMILION[c] as number) * redness * shade;
        pixels[at + c] = Math.max(0, Math.min(255, sheet * leaf + (1 - sheet) * ((under[c] as number) + fibre * 0.2) + 0.5));
      }
    }
  }
  return pixels;
}

interface LightMap {
  at(x: number, y: number, channel: number): number;
}

const CELL = 16;

/** Light of the lamp, age at the rim and stains, in cells of 16 pixels. */
function lightMap(plan: PagePlan): LightMap {
  const { width, height } = plan;
  const columns = Math.ceil(width / CELL) + 1;
  const rows = Math.ceil(height / CELL) + 1;
  const random = seededRandom(plan.seed, "light");
  const lamp = { x: random.between(0.3, 0.7), y: random.between(0.3, 0.7) };
  const stains = stainsOf(plan, random);
  const cells = new Float32Array(columns * rows * 3);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at += 3) {
      const u = (column * CELL) / width;
      const v = (row * CELL) / height;
      const fall = 1 - plan.lightFall * Math.min(1, 2 * ((u - lamp.x) ** 2 + (v - lamp.y) ** 2));
      const near = Math.max(0, 1 - Math.min(u, 1 - u, v, 1 - v) / 0.12);
      const age = plan.toning * near * near + stains(u * width, v * height);
      cells[at] = fall * (1 - 0.7 * age);
      cells[at + 1] = fall * (1 - age);
      cells[at + 2] = fall * (1 - 1.4 * age);
    }
  }
  return { at: (x, y, channel) => between(cells, columns, x / CELL, y / CELL, channel) };
}

function between(cells: Float32Array, columns: number, u: number, v: number, channel: number): number {
  const column = Math.floor(u);
  const row = Math.floor(v);
  const at = (row * columns + column) * 3 + channel;
  const right = u - column;
  const top = (cells[at] as number) * (1 - right) + (cells[at + 3] as number) * right;
  const below = at + columns * 3;
  const bottom = (cells[below] as number) * (1 - right) + (cells[below + 3] as number) * right;
  return top + (bottom - top) * (v - row);
}

function stainsOf({ width, height, stains }: PagePlan, random: Random): (x: number, y: number) => number {
  const unit = Math.min(width, height);
  const all = Array.from({ length: stains }, () => ({
    x: random.between(0, width),
    y: random.between(0, height),
    radius: unit * random.between(0.02, 0.12),
    strength: random.between(0.04, 0.22),
  }));
  return (x, y) =>
    all.reduce((sum, each) => sum + each.strength * Math.exp(-(((x - each.x) ** 2 + (y - each.y) ** 2) / each.radius ** 2)), 0);
}
