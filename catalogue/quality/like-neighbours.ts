/** Shots of a page that were framed otherwise: neighbours whose ink lies in the same places, in whatever part of the picture. */
import { likeness, type Sketch } from "./compare-sketches.ts";

/** Least likeness of the sketches of two shots; pages of one book reach about 0.3. */
const LEAST_LIKENESS = 0.5;
/** Pages before a page that may show the same. */
const NEAR = [1, 2, 3] as const;
/** Pages that tell what pages of this book have in common: as far off as sketches are held. */
const OTHERS = [-5, -4, 4, 5] as const;
const REACH = 5;

/** The neighbour before a page that shows the same. */
export interface LikeNeighbour {
  /** Its place among the pages, from 0. */
  readonly before: number;
  /** To a hundredth. */
  readonly likeness: number;
  readonly limit: number;
}

/**
 * Compares pages as they come, in page order, and holds the sketches of eleven at a time. Nothing is found where pages further off
 * are alike as well, as forms are.
 */
export class LikeNeighbours {
  readonly #sketches = new Map<number, Sketch>();
  readonly #found = new Map<number, LikeNeighbour>();
  #pages = 0;

  /** The next page; null where its sketch is not known. */
  add(sketch: Sketch | null): void {
    if (sketch !== null) this.#sketches.set(this.#pages, sketch);
    this.#pages += 1;
    this.#judge(this.#pages - 1 - REACH);
    this.#sketches.delete(this.#pages - 1 - 2 * REACH);
  }

  /** By the places of the pages that have one; no page comes after this. */
  found(): ReadonlyMap<number, LikeNeighbour> {
    for (let at = Math.max(0, this.#pages - REACH); at < this.#pages; at += 1) this.#judge(at);
    return this.#found;
  }

  #judge(at: number): void {
    const near = NEAR.map((step) => ({ before: at - step, likeness: this.#likenessOf(at, at - step) }));
    const best = near.reduce((a, b) => (b.likeness > a.likeness ? b : a));
    if (best.likeness < LEAST_LIKENESS) return;
    if (OTHERS.some((step) => this.#likenessOf(at, at + step) >= LEAST_LIKENESS)) return;
    this.#found.set(at, { ...best, likeness: Math.round(best.likeness * 100) / 100, limit: LEAST_LIKENESS });
  }

  #likenessOf(page: number, other: number): number {
    const [one, another] = [this.#sketches.get(page), this.#sketches.get(other)];
    return one && another ? (likeness(one, another) ?? -1) : -1;
  }
}
