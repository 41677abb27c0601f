/** The print or writing of a generated page, as SVG paths and the middles of its characters. */
import { drawIdeograph, drawLetter, type Wobble } from "../../cli/sample/drawing.ts";
import { drawBlockFrame } from "../../cli/sample/frame.ts";
import { sampleGlyphs } from "../../cli/sample/glyphs.ts";
import { type Random, seededRandom } from "../../cli/sample/random.ts";
import { BINH_NGO_DAI_CAO, TRUYEN_KIEU_QUOC_NGU } from "../../cli/sample/texts.ts";
import type { Box } from "../../pipeline/geometry.ts";
import type { PagePlan } from "./page-plan.ts";

export interface PrintedPage {
  readonly svg: string;
  /** Brush marks in vermilion. */
  readonly vermilionSvg: string;
  /** Middle of every character on the straight page. */
  readonly middles: readonly (readonly [x: number, y: number])[];
  /** Height of a character in pixels. */
  readonly characterPixels: number;
}

const PRINTED: Wobble = { shift: 0.02, rotationDegrees: 1.5, scale: 0.04, strokeUnits: 12 };
const WRITTEN: Wobble = { shift: 0.06, rotationDegrees: 6, scale: 0.14, strokeUnits: 4 };

/** Print a page; `side` 1 is the other side of the leaf. */
export function printPage(plan: PagePlan, side: 0 | 1 = 0): PrintedPage {
  const random = seededRandom(plan.seed, `print ${side}`);
  if (plan.kind === "blank") return { svg: "", vermilionSvg: "", middles: [], characterPixels: 40 };
  if (plan.kind === "quoc-ngu") return printLines(plan, random);
  return printColumns(plan, random);
}

function printColumns(plan: PagePlan, random: Random): PrintedPage {
  const { width, height, kind } = plan;
  const isWhole = kind === "whole-leaf";
  const columns = isWhole ? 2 * random.whole(6, 10) : random.whole(6, 11);
  const frame = drawBlockFrame({ size: { width, height }, isWhole, number: random.whole(1, 60) }, columns, random);
  const wobble = kind === "manuscript" ? { ...WRITTEN, strokeUnits: random.between(0, 22) } : PRINTED;
  const parts: string[] = kind === "manuscript" || kind === "nearly-blank" ? [] : [frame.svg];
  const middles: [number, number][] = [];
  const pitch = Math.min((frame.slots[0] as Box).width * random.between(0.85, 1), height / 15);
  const size = pitch * 0.86;
  for (const slot of chosenSlots(frame.slots, kind, random)) {
    const rows = Math.floor((slot.height - pitch * 0.4) / pitch);
    const filled = kind === "nearly-blank" ? random.whole(4, 6) : random.chance(0.2) ? random.whole(2, rows) : rows;
    for (let row = 0; row < Math.min(rows, filled); row++) {
      const x = slot.x + slot.width / 2;
      const y = slot.y + pitch * (row + 0.7);
      parts.push(drawIdeograph(sampleGlyphs().shape(anyCharacter(random)), x, y, size, wobble, random).svg);
      middles.push([x, y]);
    }
  }
  return { svg: parts.join(""), vermilionSvg: marksBeside(middles, size, plan, random), middles, characterPixels: size };
}

function chosenSlots(slots: readonly Box[], kind: PagePlan["kind"], random: Random): readonly Box[] {
  if (kind === "nearly-blank") return slots.slice(0, 1);
  return kind === "sparse" ? slots.slice(0, random.whole(2, 4)) : slots;
}

function anyCharacter(random: Random): string {
  return BINH_NGO_DAI_CAO[random.whole(0, BINH_NGO_DAI_CAO.length - 1)] as string;
}

/** A reader's dots and circles in red beside the characters. */
function marksBeside(middles: readonly (readonly [number, number])[], size: number, plan: PagePlan, random: Random): string {
  if (!plan.hasVermilion) return "";
  return middles
    .filter(() => random.chance(0.12))
    .map(([x, y]) => {
      const radius = size * random.between(0.09, 0.16);
      return `<circle cx="${(x + size * 0.5).toFixed(1)}" cy="${(y + size * 0.35).toFixed(1)}" r="${radius.toFixed(1)}"/>`;
    })
    .join("");
}

/** Lines of Quốc ngữ across the page, as a printer of the 1920s set them. */
function printLines(plan: PagePlan, random: Random): PrintedPage {
  const { width, height } = plan;
  const lines = random.whole(18, 32);
  const pitch = (height * 0.76) / lines;
  const size = pitch * random.between(0.6, 0.75);
  const words = TRUYEN_KIEU_QUOC_NGU.join(" ").split(" ");
  const parts: string[] = [];
  const middles: [number, number][] = [];
  for (let line = 0; line < lines; line++) {
    const baseline = height * 0.12 + pitch * (line + 0.7);
    const isLast = random.chance(0.12);
    for (let x = width * 0.13; x < width * (isLast ? 0.5 : 0.85); ) {
      for (const letter of `${words[random.whole(0, words.length - 1)] as string} `) {
        const shape = sampleGlyphs().shape(letter);
        if (letter !== " ") parts.push(drawLetter(shape, x, baseline, size).svg);
        middles.push([x, baseline - size * 0.25]);
        x += (shape.advance / 1000) * size;
      }
    }
  }
  return { svg: parts.join(""), vermilionSvg: "", middles, characterPixels: size };
}
