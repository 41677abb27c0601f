import { type Affine, mapPoint, type Size } from "../../pipeline/geometry.ts";
import { type Grid, valueAt } from "./grid.ts";

/** What the light along a row is drawn from. */
export interface LightPlan {
  readonly size: Size;
  readonly toSource: Affine;
  readonly gain: Grid;
  readonly light: Grid;
  /** Factor on the share of light, by place in the source. */
  readonly boost: Grid;
  readonly isPage: (x: number, y: number) => boolean;
}

/** Values at the nodes of one row, `cell` pixels apart, one node more than the row has cells. */
interface Nodes {
  readonly gains: Float32Array;
  readonly shares: Float32Array;
  readonly pages: Uint8Array;
}

/**
 * The light along the rows of the picture to make, row after row: looked up in the source at every `cell` pixels both
 * ways and mixed straight between. Walks downwards; for each row it holds the values at that row's nodes.
 */
export class LightRows implements Nodes {
  /** Pixels between nodes. */
  readonly cell: number;
  /** Factor on colour. */
  readonly gains: Float32Array;
  /** 1024 over ten times the light on the paper. */
  readonly shares: Float32Array;
  /** How many of the node and the one below it are page, 0 to 2. */
  readonly pages: Uint8Array;
  readonly #plan: LightPlan;
  #upper: Nodes;
  #lower: Nodes;
  #band = 0;
  #row = 0;

  constructor(plan: LightPlan) {
    const longest = Math.max(plan.size.width, plan.size.height);
    this.cell = Math.min(16, Math.max(4, Math.round(longest / 250)));
    this.#plan = plan;
    this.#upper = this.#lookUp(0);
    this.#lower = this.#lookUp(this.cell);
    const count = this.#upper.gains.length;
    this.gains = new Float32Array(count);
    this.shares = new Float32Array(count);
    this.pages = new Uint8Array(count);
  }

  /** Make the values those of row `y`; rows must come in order. */
  moveTo(y: number): void {
    this.#row = y;
    for (; (this.#band + 1) * this.cell <= y; this.#band++) {
      this.#upper = this.#lower;
      this.#lower = this.#lookUp((this.#band + 2) * this.cell);
    }
    const part = (y - this.#band * this.cell) / this.cell;
    const { gains, shares, pages } = this.#upper;
    for (let i = 0; i < gains.length; i++) {
      const gain = gains[i] as number;
      const share = shares[i] as number;
      this.gains[i] = gain + ((this.#lower.gains[i] as number) - gain) * part;
      this.shares[i] = share + ((this.#lower.shares[i] as number) - share) * part;
      this.pages[i] = (pages[i] as number) + (this.#lower.pages[i] as number);
    }
  }

  /** Whether a pixel of the row is page: for cells that the edge of the page runs through. */
  isPageAt(x: number): boolean {
    const { toSource, isPage } = this.#plan;
    const point = mapPoint(toSource, x + 0.5, this.#row + 0.5);
    return isPage(point.x, point.y);
  }

  #lookUp(y: number): Nodes {
    const { size, toSource, gain, light, boost, isPage } = this.#plan;
    const count = Math.ceil(size.width / this.cell) + 1;
    const nodes = { gains: new Float32Array(count), shares: new Float32Array(count), pages: new Uint8Array(count) };
    for (let i = 0; i < count; i++) {
      const point = mapPoint(toSource, i * this.cell + 0.5, y + 0.5);
      nodes.gains[i] = valueAt(gain, point.x, point.y);
      nodes.shares[i] = (102.4 * valueAt(boost, point.x, point.y)) / Math.max(8, valueAt(light, point.x, point.y));
      nodes.pages[i] = isPage(point.x, point.y) ? 1 : 0;
    }
    return nodes;
  }
}
