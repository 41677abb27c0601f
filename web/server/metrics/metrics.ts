/** The figures of `/metrics`, in the text form of Prometheus. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { Observation } from "../../../catalogue/observe/observer.ts";

/** Tiles take milliseconds, whole documents seconds. */
const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Figures without labels: of the observation, as the metric is called, what it says. */
const PLAIN = [
  ["oldestPendingSeconds", "sohoa_queue_age_seconds", "Age of the takeable task that waits longest"],
  ["leases", "sohoa_leases", "Tasks under way"],
  ["overdueLeases", "sohoa_leases_overdue", "Leases whose holder is silent beyond its time"],
  ["artifacts", "sohoa_artifacts", "Objects that the catalogue names"],
  ["neverVerified", "sohoa_artifacts_never_verified", "Objects whose bytes were never proved again"],
  ["oldestProofSeconds", "sohoa_verify_age_seconds", "Time since the oldest proof of an object"],
] as const;

/** Figures of one server. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Counter<"route" | "method" | "status">;
  readonly #seconds: Histogram<"route">;
  readonly #tasks = this.#gauge("sohoa_tasks", "Tasks by stage and state", ["stage", "state"]);
  readonly #failures = this.#gauge("sohoa_task_failures", "Tasks that wait or ended with a failure, by code", ["code"]);
  readonly #plain = PLAIN.map(([name, metric, help]) => ({ name, gauge: this.#gauge(metric, help) }));
  readonly #up = this.#gauge("sohoa_up", "Whether catalogue and store answer", ["part"]);

  constructor() {
    collectDefaultMetrics({ register: this.#registry });
    const registers = [this.#registry];
    const labelNames = ["route", "method", "status"] as const;
    this.#requests = new Counter({ name: "sohoa_requests_total", help: "Requests by route and status", labelNames, registers });
    const help = "Time to answer, by route";
    this.#seconds = new Histogram({ name: "sohoa_request_seconds", help, labelNames: ["route"], buckets: SECONDS, registers });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** An answer that went out. `route` is the pattern, never the address, so that nobody can make up new ones. */
  answered(route: string, method: string, status: number, seconds: number): void {
    this.#requests.inc({ route, method, status });
    this.#seconds.observe({ route }, seconds);
  }

  /** The text; without an observation the catalogue did not answer. */
  async text(observation: Observation | undefined, isStoreUp: boolean): Promise<string> {
    this.#up.set({ part: "catalogue" }, observation ? 1 : 0);
    this.#up.set({ part: "store" }, isStoreUp ? 1 : 0);
    this.#tasks.reset();
    this.#failures.reset();
    for (const { stage, state, tasks } of observation?.tasks ?? []) this.#tasks.set({ stage, state }, tasks);
    for (const { code, tasks } of observation?.failures ?? []) this.#failures.set({ code }, tasks);
    for (const { name, gauge } of this.#plain) gauge.set(observation?.[name] ?? Number.NaN);
    return await this.#registry.metrics();
  }

  #gauge<Label extends string = never>(name: string, help: string, labelNames: readonly Label[] = []): Gauge<Label> {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.#registry] });
  }
}
