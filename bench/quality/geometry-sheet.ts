/**
 * One sheet of paper lying flat and straight: print with real glyphs, stains, show-through, an edge that is worn or torn;
 * with everything about its geometry known. Drawn from the parts of the sample book (cli/sample).
 */
import sharp from "sharp";
import { drawIdeograph } from "../../cli/sample/drawing.ts";
import { sampleGlyphs } from "../../cli/sample/glyphs.ts";
import { printLeaf } from "../../cli/sample/leaf.ts";
import { paperColours, TEXTURE_EDGE, type Texture } from "../../cli/sample/paper.ts";
import type { Random } from "../../cli/sample/random.ts";
import { BINH_NGO_DAI_CAO, THIEN_DO_CHIEU, TRUYEN_KIEU_NOM, TRUYEN_KIEU_QUOC_NGU } from "../../cli/sample/texts.ts";
import type { Size } from "../../pipeline/geometry.ts";

export const SHEET_KINDS = ["half", "whole", "facing", "manuscript", "quoc-ngu", "blank"] as const;
export type SheetKind = (typeof SHEET_KINDS)[number];

/** Colours of paper and what its shape is. */
export interface Sheet {
  readonly kind: SheetKind;
  readonly size: Size;
  /** Interleaved red, green, blue, and how much of the pixel is paper. */
  readonly pixels: Uint8Array;
  /** The paper's edge, clockwise. */
  readonly edge: readonly (readonly [x: number, y: number])[];
  /** Fold between two pages, or middle of the centre strip; null for a single page. */
  readonly gutterX: number | null;
}

const INK = [44, 38, 34] as const;

/** Draw a sheet of this size. */
export async function drawSheet(kind: SheetKind, size: Size, texture: Texture, random: Random): Promise<Sheet> {
  const edge = paperEdge(size, random);
  const paper = await paperColours(size, random);
  const front = printOf(kind, size, random);
  const behind = random.chance(0.7) ? printOf(kind, size, random) : "";
  const mask = await drawMask({ front, behind, edge, holes: wormHoles(size, random) }, size);
  const gutterX = kind === "whole" || kind === "facing" ? size.width / 2 : null;
  const fold = kind === "facing" ? { x: size.width / 2, width: size.width * random.between(0.012, 0.035) } : null;
  const through = behind === "" ? 0 : random.between(0.05, 0.3);
  return { kind, size, edge, gutterX, pixels: mix(mask, paper, size, { texture, through, fold, random }) };
}

function printOf(kind: SheetKind, size: Size, random: Random): string {
  const number = random.whole(1, 20);
  if (kind === "blank") return "";
  if (kind === "quoc-ngu") {
    const content = { kind, lines: TRUYEN_KIEU_QUOC_NGU, columns: 1, rows: TRUYEN_KIEU_QUOC_NGU.length };
    return printLeaf(content, { size, isWhole: false, number }, sampleGlyphs(), random).svg;
  }
  if (kind === "manuscript") return brushed(size, random);
  if (kind === "facing") {
    const half = { width: size.width / 2, height: size.height };
    const side = (n: number): string =>
      printLeaf(prose(1, random), { size: half, isWhole: false, number: n }, sampleGlyphs(), random).svg;
    return `${side(1)}<g transform="translate(${half.width} 0)">${side(2)}</g>`;
  }
  return printLeaf(prose(kind === "whole" ? 2 : 1, random), { size, isWhole: kind === "whole", number }, sampleGlyphs(), random)
    .svg;
}

/** Columns of text of uneven length, as where paragraphs end. */
function prose(halves: 1 | 2, random: Random) {
  const isVerse = random.chance(0.25);
  const columns = random.whole(6, 10) * halves;
  const rows = isVerse ? 14 : random.whole(14, 22);
  const lines = isVerse
    ? Array.from({ length: columns }, (_, i) => TRUYEN_KIEU_NOM[i % TRUYEN_KIEU_NOM.length] as string)
    : columnsOfText(columns, rows, random);
  return { kind: isVerse ? "nom" : "han", lines, columns, rows } as const;
}

function columnsOfText(columns: number, rows: number, random: Random): string[] {
  const text = [...BINH_NGO_DAI_CAO, ...THIEN_DO_CHIEU];
  let at = random.whole(0, text.length - 1);
  return Array.from({ length: columns }, () => {
    const length = random.chance(0.2) ? random.whole(2, rows) : rows;
    const line = Array.from({ length }, (_, i) => text[(at + i) % text.length] as string).join("");
    at += length;
    return line;
  });
}

/** A hand writes without frame and rules: columns sway and lean, characters differ in size. */
function brushed({ width, height }: Size, random: Random): string {
  const columns = random.whole(6, 10);
  const rows = random.whole(12, 20);
  const pitchX = (width * 0.76) / columns;
  const pitchY = (height * 0.74) / rows;
  const size = Math.min(pitchX * 0.75, pitchY * 0.95);
  const wobble = { shift: 0.06, rotationDegrees: 4, scale: 0.12, strokeUnits: 18 };
  return columnsOfText(columns, rows, random)
    .map((text, column) => {
      const x0 = width * 0.88 - pitchX * (column + 0.5) + random.between(-0.06, 0.06) * pitchX;
      const lean = random.between(-0.012, 0.012);
      return [...text]
        .map((c, i) => {
          const y = height * 0.13 + pitchY * (i + 0.5);
          return drawIdeograph(sampleGlyphs().shape(c), x0 + lean * (y - height / 2), y, size, wobble, random).svg;
        })
        .join("");
    })
    .join("");
}

/** Cut by hand, worn, sometimes torn at a corner or bitten into by insects. */
function paperEdge({ width, height }: Size, random: Random): [number, number][] {
  const unit = Math.min(width, height);
  const inset = unit * 0.02;
  const wear = unit * random.between(0.0004, 0.003);
  const box = { left: inset, top: inset, right: width - inset, bottom: height - inset };
  const corners: [number, number][] = [
    [box.left, box.top],
    [box.right, box.top],
    [box.right, box.bottom],
    [box.left, box.bottom],
  ];
  const cut = corners.map(() => (random.chance(0.2) ? unit * random.between(0.01, 0.05) : 0));
  const points: [number, number][] = [];
  corners.forEach((corner, i) => {
    const next = corners[(i + 1) % 4] as [number, number];
    const length = Math.hypot(next[0] - corner[0], next[1] - corner[1]);
    const along: [number, number] = [(next[0] - corner[0]) / length, (next[1] - corner[1]) / length];
    const bite = random.chance(0.15)
      ? { at: random.between(0.2, 0.8), wide: random.between(0.01, 0.03), deep: unit * 0.015 }
      : null;
    const from = cut[i] as number;
    const to = length - (cut[(i + 1) % 4] as number);
    const steps = 60;
    for (let step = 0; step <= steps; step++) {
      const at = from + ((to - from) * step) / steps;
      const bitten = bite !== null && Math.abs(at / length - bite.at) < bite.wide ? bite.deep : 0;
      const off = random.between(-wear, wear) + bitten;
      // inwards is to the right of the way round
      points.push([corner[0] + along[0] * at - along[1] * off, corner[1] + along[1] * at + along[0] * off]);
    }
  });
  return points;
}

function wormHoles({ width, height }: Size, random: Random): string {
  return Array.from({ length: random.whole(0, 4) }, () => {
    const x = width * random.between(0.05, 0.95);
    const long = Math.min(width, height) * random.between(0.002, 0.006);
    const at = `cx="${x.toFixed(1)}" cy="${(height * random.between(0.05, 0.95)).toFixed(1)}"`;
    return `<ellipse fill="#000" ${at} rx="${(long * 0.6).toFixed(1)}" ry="${long.toFixed(1)}"/>`;
  }).join("");
}

interface Shapes {
  readonly front: string;
  readonly behind: string;
  readonly edge: readonly (readonly [number, number])[];
  readonly holes: string;
}

/** Red: ink; green: paper; blue: ink of the side behind. */
async function drawMask({ front, behind, edge, holes }: Shapes, { width, height }: Size): Promise<Buffer> {
  const style = (colour: string): string => `fill="${colour}" stroke="${colour}" stroke-width="0"`;
  const outline = edge.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L");
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#000"/>`,
    `<path fill="#0f0" d="M${outline}Z"/>`,
    behind === "" ? "" : `<g transform="matrix(-1 0 0 1 ${width} 0)" ${style("#0ff")}>${behind}</g>`,
    `<g ${style("#ff0")}>${front}</g>${holes}</svg>`,
  ].join("");
  return sharp(Buffer.from(svg), { unlimited: true, limitInputPixels: width * height })
    .removeAlpha()
    .blur({ sigma: 0.5 + Math.min(width, height) / 8000, precision: "integer" })
    .raw()
    .toBuffer();
}

interface Mixing {
  readonly texture: Texture;
  readonly through: number;
  readonly fold: { readonly x: number; readonly width: number } | null;
  readonly random: Random;
}

function mix(mask: Buffer, paper: Buffer, { width, height }: Size, { texture, through, fold, random }: Mixing): Uint8Array {
  const pixels = new Uint8Array(width * height * 4);
  const wrap = TEXTURE_EDGE - 1;
  const offset = { x: random.whole(0, wrap), y: random.whole(0, wrap) };
  for (let y = 0, at = 0, to = 0; y < height; y++) {
    const row = ((y + offset.y) & wrap) * TEXTURE_EDGE;
    for (let x = 0; x < width; x++, at += 3, to += 4) {
      const t = row + ((x + offset.x) & wrap);
      const ink = ((mask[at] as number) * (texture.inkTake[t] as number)) / 65025;
      const shade = fold === null ? 1 : 1 - 0.55 * Math.exp(-(((x - fold.x) / fold.width) ** 2));
      const bare = (1 - ink) * (1 - ((mask[at + 2] as number) * through * 0.5) / 255) * shade;
      for (let c = 0; c < 3; c++) {
        pixels[to + c] = Math.max(
          0,
          Math.min(255, ((paper[at + c] as number) + (texture.fibres[t] as number)) * bare + (INK[c] as number) * ink),
        );
      }
      pixels[to + 3] = mask[at + 1] as number;
    }
  }
  return pixels;
}
