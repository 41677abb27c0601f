/**
 * Figures that many readers look at and that are heavy to count: counted once for each state of the catalogue, whoever asks. While
 * they are counted anew, readers see the last ones, which say when they were counted.
 */
import { dayInVietnam } from "../../../../catalogue/calendar-day.ts";
import type { Clock } from "../../../../pipeline/clock.ts";
import type { Figures } from "./figures.ts";

/** So long a reader waits for new figures before the last ones are shown. */
const PATIENCE_MILLISECONDS = 1500;
/** Counting that took longer than this is not begun again at once: while much changes it may take a tenth of the machine, no more. */
const LIGHT_MILLISECONDS = 300;
const REST_FOR_EACH = 9;

/** What a reader is shown. */
export interface Shown {
  readonly figures: Figures;
  /** False when the catalogue has changed since: the figures say when they were counted. */
  readonly isCurrent: boolean;
}

/** What the figures are kept over. */
export interface FigureSource {
  readonly clock: Clock;
  readonly mark: () => string | Promise<string>;
  readonly count: (mark: string) => Promise<Figures>;
}

/** The figures of one server. */
export class KeptFigures {
  readonly #source: FigureSource;
  #kept: Figures | undefined;
  #counting: Promise<Figures> | undefined;
  #restUntil = 0;

  constructor(source: FigureSource) {
    this.#source = source;
  }

  /** The figures. Whoever comes first waits for them; later ones wait a little, then see the last. */
  async get(): Promise<Shown> {
    const mark = await this.#source.mark();
    const kept = this.#kept;
    if (kept && this.#isOf(kept, mark)) return { figures: kept, isCurrent: true };
    const counting = this.#begin(mark);
    if (!kept) return this.#shown(await (counting ?? this.#count(mark)), mark);
    const counted = counting && (await Promise.race([counting, patience()]));
    return this.#shown(counted ?? kept, mark);
  }

  #shown(figures: Figures, mark: string): Shown {
    return { figures, isCurrent: this.#isOf(figures, mark) };
  }

  #isOf(figures: Figures, mark: string): boolean {
    return figures.mark === mark && figures.date === dayInVietnam(this.#source.clock.now());
  }

  /** The counting that is under way, or a new one; none while there are figures and the machine rests. */
  #begin(mark: string): Promise<Figures> | undefined {
    if (this.#counting || (this.#kept && performance.now() < this.#restUntil)) return this.#counting;
    return this.#count(mark);
  }

  #count(mark: string): Promise<Figures> {
    const begun = performance.now();
    const counting = this.#source.count(mark).finally(() => {
      const took = performance.now() - begun;
      this.#restUntil = took > LIGHT_MILLISECONDS ? performance.now() + took * REST_FOR_EACH : 0;
      this.#counting = undefined;
    });
    this.#counting = counting;
    // Readers who have lost patience hear nothing of what goes wrong; the next one asks again.
    counting.then((figures) => (this.#kept = figures)).catch(() => {});
    return counting;
  }
}

async function patience(): Promise<undefined> {
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS).unref());
  return undefined;
}
