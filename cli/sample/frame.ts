/** The block's frame (匡郭), column rules and centre strip (版心), with the worn edges of cut wood. */
import type { Box, Size } from "../../pipeline/geometry.ts";
import type { Random } from "./random.ts";

/** Where columns go, and what was drawn around them. */
export interface BlockFrame {
  readonly svg: string;
  /** One a column, right to left. */
  readonly slots: readonly Box[];
  /** The whole centre strip of an unfolded leaf; a half leaf shows only its edge. */
  readonly strip: Box | undefined;
}

/** Draw the frame of a leaf with this many columns. */
export function drawBlockFrame(
  leaf: { readonly size: Size; readonly isWhole: boolean; readonly number: number },
  columns: number,
  random: Random,
): BlockFrame {
  const { width, height } = leaf.size;
  const unit = Math.min(width, height) / 1600;
  const outer: Box = leaf.isWhole
    ? { x: width * 0.085, y: height * 0.14, width: width * 0.83, height: height * 0.74 }
    : { x: width * 0.11, y: height * 0.13, width: width * 0.78, height: height * 0.75 };
  const pen = new Pen(unit, random);
  return leaf.isWhole ? wholeLeaf(outer, columns, pen, unit) : halfLeaf(outer, columns, pen, unit, leaf.number % 2 === 1);
}

function halfLeaf(outer: Box, columns: number, pen: Pen, unit: number, isFoldLeft: boolean): BlockFrame {
  const stripWidth = 34 * unit;
  const inset = 16 * unit;
  const body: Box = {
    x: outer.x + (isFoldLeft ? stripWidth : inset),
    y: outer.y + inset,
    width: outer.width - stripWidth - inset,
    height: outer.height - 2 * inset,
  };
  const foldX = isFoldLeft ? outer.x : outer.x + outer.width;
  const farX = isFoldLeft ? outer.x + outer.width : outer.x;
  pen.across(outer.x, outer.x + outer.width, outer.y, 9);
  pen.across(outer.x, outer.x + outer.width, outer.y + outer.height, 9);
  pen.down(farX, outer.y, outer.y + outer.height, 9);
  pen.across(body.x, body.x + body.width, body.y, 3);
  pen.across(body.x, body.x + body.width, body.y + body.height, 3);
  pen.down(isFoldLeft ? body.x + body.width : body.x, body.y, body.y + body.height, 3);
  pen.down(isFoldLeft ? body.x : body.x + body.width, outer.y, outer.y + outer.height, 3);
  pen.halfFishTail(foldX, isFoldLeft ? stripWidth : -stripWidth, outer.y + outer.height * 0.3);
  return { svg: pen.svg() + pen.rules(body, columns), slots: slotsOf(body, columns), strip: undefined };
}

function wholeLeaf(outer: Box, columns: number, pen: Pen, unit: number): BlockFrame {
  const inset = 14 * unit;
  const stripWidth = outer.width * 0.058;
  const strip: Box = { x: outer.x + (outer.width - stripWidth) / 2, y: outer.y, width: stripWidth, height: outer.height };
  const half = Math.ceil(columns / 2);
  const bodies = [
    {
      x: strip.x + stripWidth,
      y: outer.y + inset,
      width: (outer.width - stripWidth) / 2 - inset,
      height: outer.height - 2 * inset,
    },
    { x: outer.x + inset, y: outer.y + inset, width: (outer.width - stripWidth) / 2 - inset, height: outer.height - 2 * inset },
  ] as const;
  for (const y of [outer.y, outer.y + outer.height]) pen.across(outer.x, outer.x + outer.width, y, 8);
  for (const x of [outer.x, outer.x + outer.width]) pen.down(x, outer.y, outer.y + outer.height, 8);
  for (const x of [strip.x, strip.x + stripWidth]) pen.down(x, outer.y, outer.y + outer.height, 3);
  for (const body of bodies) {
    pen.across(body.x, body.x + body.width, body.y, 2.5);
    pen.across(body.x, body.x + body.width, body.y + body.height, 2.5);
  }
  pen.halfFishTail(strip.x, stripWidth / 2, outer.y + outer.height * 0.41);
  pen.halfFishTail(strip.x + stripWidth, -stripWidth / 2, outer.y + outer.height * 0.41);
  const rules = bodies.map((body) => pen.rules(body, half)).join("");
  return { svg: pen.svg() + rules, slots: bodies.flatMap((body) => slotsOf(body, half)), strip };
}

function slotsOf(body: Box, columns: number): readonly Box[] {
  const width = body.width / columns;
  return Array.from({ length: columns }, (_, i) => ({
    x: body.x + body.width - width * (i + 1),
    y: body.y,
    width,
    height: body.height,
  }));
}

/** Draws lines as wood prints them: uneven in width, broken here and there. */
class Pen {
  readonly #unit: number;
  readonly #random: Random;
  readonly #parts: string[] = [];

  constructor(unit: number, random: Random) {
    this.#unit = unit;
    this.#random = random;
  }

  svg(): string {
    return this.#parts.join("");
  }

  across(fromX: number, toX: number, y: number, thickness: number): void {
    this.#line(fromX, toX, thickness, 0.012, (along, off) => `${along.toFixed(1)} ${(y + off).toFixed(1)}`);
  }

  down(x: number, fromY: number, toY: number, thickness: number): void {
    this.#line(fromY, toY, thickness, 0.012, (along, off) => `${(x + off).toFixed(1)} ${along.toFixed(1)}`);
  }

  /** Thin rules between columns, more broken than the frame. */
  rules(body: Box, columns: number): string {
    const before = this.#parts.length;
    for (let i = 1; i < columns; i++) {
      const x = body.x + (body.width * i) / columns;
      this.#line(body.y, body.y + body.height, 1.8, 0.14, (along, off) => `${(x + off).toFixed(1)} ${along.toFixed(1)}`);
    }
    return this.#parts.splice(before).join("");
  }

  /** Half of the 魚尾 of the centre strip: a dark wedge that points away from the fold. */
  halfFishTail(foldX: number, width: number, y: number): void {
    const h = Math.abs(width) * 1.3;
    const points = [
      [foldX, y],
      [foldX + width, y],
      [foldX + width, y + h * 0.55],
      [foldX, y + h],
    ] as const;
    this.#parts.push(`<path d="M${points.map(([x, py]) => `${x.toFixed(1)} ${py.toFixed(1)}`).join("L")}Z"/>`);
  }

  #line(from: number, to: number, thickness: number, breaks: number, at: (along: number, off: number) => string): void {
    const step = 26 * this.#unit;
    const half = () => (thickness / 2) * this.#unit * this.#random.between(0.65, 1.25);
    let near: string[] = [];
    let far: string[] = [];
    const close = () => {
      if (near.length > 1) this.#parts.push(`<path d="M${near.join("L")}L${far.reverse().join("L")}Z"/>`);
      near = [];
      far = [];
    };
    let drift = 0;
    for (let along = from; along < to + step; along += step) {
      const here = Math.min(along, to);
      drift = drift * 0.9 + this.#random.between(-0.5, 0.5) * this.#unit;
      near.push(at(here, drift - half()));
      far.push(at(here, drift + half()));
      if (this.#random.chance(breaks)) {
        close();
        along -= step * this.#random.between(0.1, 0.8);
      }
    }
    close();
  }
}
