/** The processes of a soak: workers, one of which is never ended, and those who add batches. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Batches, Place } from "../house/place.ts";
import { type Around, type HouseProcess, kill, runProcess, startProcess } from "../house/run-process.ts";
import { batchOf } from "../house/texts.ts";

const WORKERS = 2;

/** Keeps so many workers at work, whatever happens to them. */
export class Crew {
  readonly batches: Record<string, Batches[string]> = {};
  kills = 0;
  readonly steady: HouseProcess;
  readonly #place: Place;
  #workers: HouseProcess[] = [];
  #adding: HouseProcess | undefined;

  constructor(place: Place) {
    this.#place = place;
    this.steady = startProcess("work", place);
    for (let at = 0; at < WORKERS; at += 1) this.hire();
  }

  hire(around?: Around): void {
    this.#workers.push(startProcess("work", this.#place, {}, around));
  }

  /** The oldest worker, who then is no longer of the crew. */
  dismiss(): HouseProcess {
    const [oldest, ...others] = this.#workers;
    this.#workers = others;
    return oldest ?? this.steady;
  }

  async killOne(): Promise<void> {
    await this.#kill(this.dismiss());
    this.hire();
  }

  async restartOne(): Promise<void> {
    const leaving = this.dismiss();
    this.hire();
    leaving.child.kill("SIGTERM");
    await leaving.ended;
  }

  /** Sleeps longer than its lease; what it holds goes to another meanwhile. */
  async holdOne(milliseconds: number): Promise<void> {
    const [held] = this.#workers;
    held?.child.kill("SIGSTOP");
    await sleep(milliseconds);
    held?.child.kill("SIGCONT");
  }

  /** Hand over a further batch; of two who add it at once each finds what the other did. */
  async add(pages: number, isTwice: boolean): Promise<void> {
    await this.#adding?.ended;
    const item = `S.${Object.keys(this.batches).length + 1}`;
    this.batches[item] = batchOf(item, pages);
    const adding = () => startProcess("add", this.#place, { [item]: this.batches[item] ?? {} });
    if (isTwice) adding();
    this.#adding = adding();
    await this.#adding.isReady;
  }

  async killAdding(): Promise<void> {
    if (!this.#adding || this.#adding.child.exitCode !== null) return;
    await this.#kill(this.#adding);
  }

  /** All that was handed over, again: it must all be there, or come now. */
  async addAllAgain(): Promise<string | number> {
    await this.#adding?.ended;
    return await runProcess("add", this.#place, this.batches);
  }

  async end(): Promise<readonly (string | number)[]> {
    const all = [this.steady, ...this.#workers];
    for (const each of all) each.child.kill("SIGTERM");
    return await Promise.all(all.map(({ ended }) => ended));
  }

  async #kill(process: HouseProcess): Promise<void> {
    this.kills += 1;
    await kill(process);
  }
}
