/** How often the library's reviewed texts have each character: what the input aid offers first, and what is no longer strange. */
import type { Digest } from "../../../../pipeline/artifact.ts";
import { readLayer } from "../text/page-desk.ts";
import type { Workroom } from "../workroom.ts";

/** Texts read in one go; the rest follows with the next question. */
const AT_ONCE = 200;
const LOOK_AGAIN_MS = 60_000;
/** Below so many characters nothing is said to be unfamiliar: everything would be. */
const ENOUGH = 20_000;

const COUNTED = new WeakMap<Workroom, ReviewedCharacters>();

/** The counts of this workroom: all who ask share them. */
export function reviewedCharactersOf(workroom: Workroom, now: () => Date): ReviewedCharacters {
  const known = COUNTED.get(workroom) ?? new ReviewedCharacters(workroom, now);
  COUNTED.set(workroom, known);
  return known;
}

/**
 * Counted in memory from the reviewed texts, newest versions included as they come; a text that was replaced stays counted until
 * the server starts again, because a hint needs no more.
 */
class ReviewedCharacters {
  readonly #workroom: Workroom;
  readonly #now: () => Date;
  readonly #counts = new Map<string, number>();
  readonly #seen = new Set<Digest>();
  #waiting: Digest[] = [];
  #total = 0;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(workroom: Workroom, now: () => Date) {
    this.#workroom = workroom;
    this.#now = now;
  }

  /** Read some more of what was reviewed since. Questions at the same time share the work. */
  async refresh(): Promise<void> {
    this.#reading ??= this.#readSome().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  countOf(text: string): number {
    return this.#counts.get(text) ?? 0;
  }

  /** True while too little was reviewed to tell. */
  isFamiliar(text: string): boolean {
    return this.#total < ENOUGH || this.#counts.has(text);
  }

  async #readSome(): Promise<void> {
    const now = this.#now().getTime();
    if (this.#waiting.length === 0 && now - this.#lookedAt > LOOK_AGAIN_MS) {
      this.#lookedAt = now;
      await this.#look();
    }
    for (const digest of this.#waiting.splice(0, AT_ONCE)) {
      // One that cannot be read now is left out: the counts are a hint.
      const layer = await readLayer(this.#workroom, digest).catch(() => undefined);
      for (const { characters } of layer?.lines ?? []) for (const { text } of characters) this.#add(text);
    }
  }

  #add(text: string): void {
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
    this.#total++;
  }

  async #look(): Promise<void> {
    for (const { id } of await this.#workroom.ledger.items()) {
      for (const { artifact } of await this.#workroom.ledger.currentOfItem(id, ["text/reviewed"])) {
        if (this.#seen.has(artifact.digest)) continue;
        this.#seen.add(artifact.digest);
        this.#waiting.push(artifact.digest);
      }
    }
  }
}
