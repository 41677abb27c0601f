/**
 * The queue on Redis, through BullMQ: for several machines, where polling one catalogue from everywhere would be too much.
 *
 * Redis holds announcements only and may lose them all. One BullMQ queue per stage (a *lane*), because BullMQ cannot fetch
 * by kind and a worker for some stages must not swallow the announcements of others. A sorted set lists the lanes by the
 * urgency last announced; a publish/subscribe *bell* wakes those who wait; whoever hears nothing looks again each second,
 * and every few seconds into the ledger itself: so a flushed, restarted or dead Redis slows work down and never stops it.
 */
import type { Redis } from "ioredis";
import { ServiceError } from "../errors.ts";
import type { Ledger } from "../ledger.ts";
import type { LeasedTask, TaskNotice } from "../ledger-rows.ts";
import { BullLane } from "./bull-lane.ts";
import { pause, unlessAborted } from "./pause.ts";
import type { Queue, Taker } from "./queue.ts";
import { checkRedisInfo, connectRedis } from "./redis.ts";

const POLL_MS = 1_000;
const LEDGER_LOOK_MS = 5_000;
const CONNECT_MS = 3_000;
const CLOSE_MS = 2_000;
/** What the connection says of a command without an answer. */
const TIMED_OUT = "Command timed out";

/** Where the queue is. `prefix` keeps several installations apart on one server. */
export interface BullQueueSettings {
  readonly redisUrl: string;
  readonly prefix?: string;
}

/** What this queue needs of the ledger. */
export type BullQueueLedger = Pick<Ledger, "claim" | "claimNext">;

/** Connects in the background; a Redis that is down shows in `check()`, not here. */
export function openBullQueue(settings: BullQueueSettings, ledger: BullQueueLedger): Queue {
  return new BullQueue(settings, ledger);
}

class BullQueue implements Queue {
  readonly #ledger: BullQueueLedger;
  readonly #prefix: string;
  readonly #redis: Redis;
  readonly #bell: Redis;
  readonly #lanes = new Map<string, BullLane>();
  readonly #closing = new AbortController();
  #wake = new AbortController();
  /** Until then an announcement waits for the connection; later a lost connection costs the announcer no time. */
  readonly #firstConnectionBy = performance.now() + CONNECT_MS;
  #trouble: unknown;
  #nextLedgerLook = 0;
  #turn = 0;

  constructor(settings: BullQueueSettings, ledger: BullQueueLedger) {
    this.#ledger = ledger;
    this.#prefix = settings.prefix ?? "sohoa";
    this.#redis = connectRedis(settings.redisUrl, this.#note);
    this.#bell = connectRedis(settings.redisUrl, this.#note);
    this.#bell.on("ready", () => void this.#bell.subscribe(this.#key("bell")).catch(this.#note));
    this.#bell.on("message", () => this.#ring());
  }

  /** Never fails: what could not be said now is in the ledger, and the takers look there too. */
  async announce(notices: readonly TaskNotice[]): Promise<void> {
    if (notices.length === 0) return;
    try {
      await this.#connected(this.#firstConnectionBy);
      for (const [stage, group] of byStage(notices)) {
        await this.#lane(stage).add(group);
        await this.#redis.zadd(this.#key("lanes"), mostUrgent(group), stage);
      }
      await this.#redis.publish(this.#key("bell"), "");
    } catch (thrown) {
      this.#stumbled(thrown);
      this.#nextLedgerLook = 0;
    }
    this.#ring();
  }

  async take(taker: Taker, signal: AbortSignal): Promise<LeasedTask | undefined> {
    while (!signal.aborted && !this.#closing.signal.aborted) {
      const wake = this.#wake.signal;
      const task = (await this.#announced(taker, signal)) ?? (await this.#unannounced(taker));
      if (task) return task;
      await pause(POLL_MS, signal, wake, this.#closing.signal);
    }
    return undefined;
  }

  async waiting(): Promise<number> {
    return this.#answering(async () => {
      const counts = await Promise.all((await this.#stages()).map((stage) => this.#lane(stage).waiting()));
      return counts.reduce((sum, count) => sum + count, 0);
    });
  }

  async clear(): Promise<void> {
    await this.#answering(async () => {
      for (const stage of await this.#stages()) await this.#lane(stage).clear();
      await this.#redis.del(this.#key("lanes"));
    });
  }

  async check(): Promise<void> {
    checkRedisInfo(await this.#answering(() => this.#redis.info()));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await unlessAborted(this.#dropLanes(), AbortSignal.timeout(CLOSE_MS));
    this.#redis.disconnect();
    this.#bell.disconnect();
  }

  async #announced(taker: Taker, signal: AbortSignal): Promise<LeasedTask | undefined> {
    while (!signal.aborted) {
      // Not waiting for a Redis that hangs loses at most this one announcement.
      const notice = await unlessAborted(this.#next(taker.stages), signal, this.#closing.signal);
      if (!notice) return undefined;
      const task = await this.#ledger.claim(notice.taskId, taker);
      if (task) return task;
    }
    return undefined;
  }

  /** Due tasks that no announcement named, looked for at once after each success and rarely otherwise. */
  async #unannounced(taker: Taker): Promise<LeasedTask | undefined> {
    if (performance.now() < this.#nextLedgerLook) return undefined;
    const task = await this.#ledger.claimNext(taker);
    const isHeard = this.#redis.status === "ready";
    if (!task) this.#nextLedgerLook = performance.now() + (isHeard ? LEDGER_LOOK_MS : POLL_MS);
    return task;
  }

  async #next(wanted: readonly string[] | undefined): Promise<TaskNotice | undefined> {
    if (this.#redis.status !== "ready") return undefined;
    try {
      const stages = (await this.#stages()).filter((stage) => !wanted || wanted.includes(stage));
      for (const stage of stages) {
        const notice = await this.#lane(stage).next();
        if (notice) return notice;
      }
    } catch (thrown) {
      this.#stumbled(thrown);
    }
    return undefined;
  }

  /** Stages announced so far, most urgent first; equally urgent ones take turns, so that no stage starves another. */
  async #stages(): Promise<readonly string[]> {
    const flat = await this.#redis.zrange(this.#key("lanes"), "+inf", "-inf", "BYSCORE", "REV", "WITHSCORES");
    const byUrgency = new Map<string, string[]>();
    for (let at = 0; at + 1 < flat.length; at += 2) {
      const [stage = "", urgency = ""] = flat.slice(at, at + 2);
      byUrgency.set(urgency, [...(byUrgency.get(urgency) ?? []), stage]);
    }
    this.#turn += 1;
    return [...byUrgency.values()].flatMap((equals) => {
      const first = this.#turn % equals.length;
      return [...equals.slice(first), ...equals.slice(0, first)];
    });
  }

  #lane(stage: string): BullLane {
    const known = this.#lanes.get(stage);
    if (known) return known;
    const lane = new BullLane(stage, this.#redis, this.#prefix, this.#note);
    this.#lanes.set(stage, lane);
    return lane;
  }

  /** A lane that failed while it was set up stays broken inside BullMQ, so all are made anew after trouble. */
  #stumbled(thrown: unknown): void {
    this.#note(thrown);
    void this.#dropLanes();
    // A Redis that hangs keeps its connection and answers nothing: until a new one is there, nobody waits for it again.
    if (thrown instanceof Error && thrown.message === TIMED_OUT) this.#redis.disconnect(true);
  }

  async #dropLanes(): Promise<void> {
    const lanes = [...this.#lanes.values()];
    this.#lanes.clear();
    await Promise.all(lanes.map((lane) => lane.close()));
  }

  async #answering<T>(work: () => Promise<T>): Promise<T> {
    try {
      await this.#connected(performance.now() + CONNECT_MS);
      return await work();
    } catch (thrown) {
      this.#stumbled(thrown);
      const detail = thrown instanceof Error ? thrown.message : String(thrown);
      throw new ServiceError({ code: "SVC-QUEUE", facts: { detail }, cause: thrown });
    }
  }

  async #connected(until: number): Promise<void> {
    while (this.#redis.status !== "ready") {
      if (performance.now() > until || this.#closing.signal.aborted) {
        throw this.#trouble instanceof Error ? this.#trouble : new Error("no connection to Redis");
      }
      await pause(50, this.#closing.signal);
    }
  }

  #ring(): void {
    const waking = this.#wake;
    this.#wake = new AbortController();
    waking.abort();
  }

  readonly #note = (trouble: unknown): void => {
    this.#trouble = trouble;
  };

  #key(name: string): string {
    return `${this.#prefix}:~${name}`;
  }
}

function byStage(notices: readonly TaskNotice[]): ReadonlyMap<string, TaskNotice[]> {
  const groups = new Map<string, TaskNotice[]>();
  for (const notice of notices) {
    const group = groups.get(notice.stage);
    if (group) group.push(notice);
    else groups.set(notice.stage, [notice]);
  }
  return groups;
}

function mostUrgent(notices: readonly TaskNotice[]): number {
  return notices.reduce((most, { priority }) => Math.max(most, priority), Number.NEGATIVE_INFINITY);
}
