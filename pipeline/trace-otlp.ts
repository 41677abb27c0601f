/**
 * Sends spans to an OpenTelemetry receiver by OTLP over HTTP in its JSON form, which is stable since version 1.0.0.
 * Written out here because the official exporter brings 27 MB of packages for this one message (decision 0030).
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
 */
import { randomBytes } from "node:crypto";
import type { Log } from "./log.ts";
import type { Attributes, Span, Tracer } from "./trace.ts";

/** Values of SpanKind: work that was asked for by a message, and answering a request. */
const KINDS = { task: 5, request: 2 } as const;
const INTERNAL = 1;
const STATUS_ERROR = 2;
const SEND_EVERY_MS = 5_000;
const SEND_AT = 512;
/** What is beyond waits for nobody: a receiver that is away costs memory for so many spans and no more. */
const MOST_WAITING = 4_096;
const SEND_SECONDS = 10;

/** Who sends to whom. */
export interface OtlpSettings {
  /** Address of the receiver; spans go to `<url>/v1/traces`. */
  readonly url: string;
  /** What the spans say they come from. */
  readonly service: Attributes;
  readonly log: Log;
}

/** Spans for a receiver; sent in the background, a few seconds late. */
export function openOtlpTracer(settings: OtlpSettings): Tracer {
  return new OtlpTracer(settings);
}

interface Place {
  readonly traceId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly attributes: Attributes;
  readonly beganMs: number;
}

class OtlpTracer implements Tracer {
  readonly isOn = true;
  readonly #settings: OtlpSettings;
  readonly #timer: NodeJS.Timeout;
  #waiting: object[] = [];
  #dropped = 0;
  #sending: Promise<void> = Promise.resolve();

  constructor(settings: OtlpSettings) {
    this.#settings = settings;
    this.#timer = setInterval(() => this.#send(), SEND_EVERY_MS).unref();
  }

  begin(name: string, kind: keyof typeof KINDS, attributes: Attributes, agoMs = 0): Span {
    const beganMs = nowMs() - agoMs;
    return this.#open({ traceId: randomBytes(16).toString("hex"), name, kind: KINDS[kind], attributes, beganMs });
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#send();
    await this.#sending;
  }

  #open(place: Place): Span {
    const spanId = randomBytes(8).toString("hex");
    return {
      child: (name, attributes = {}) =>
        this.#open({ traceId: place.traceId, parentSpanId: spanId, name, kind: INTERNAL, attributes, beganMs: nowMs() }),
      end: (failure, more = {}) => this.#keep(asOtlp(spanId, place, nowMs(), failure, more)),
    };
  }

  #keep(span: object): void {
    if (this.#waiting.length >= MOST_WAITING) this.#dropped += 1;
    else this.#waiting.push(span);
    if (this.#waiting.length === SEND_AT) this.#send();
  }

  /** One message at a time, in order; what a receiver does not take is gone. */
  #send(): void {
    this.#sending = this.#sending.then(async () => {
      const spans = this.#waiting;
      if (spans.length === 0) return;
      this.#waiting = [];
      const trouble = await this.#post(spans).catch((thrown: unknown) =>
        String(thrown instanceof Error ? thrown.message : thrown),
      );
      const lost = this.#dropped + (trouble === undefined ? 0 : spans.length);
      this.#dropped = 0;
      if (lost > 0) this.#settings.log.warn("traces-lost", { count: lost, detail: trouble ?? "the receiver was too slow" });
    });
  }

  async #post(spans: readonly object[]): Promise<string | undefined> {
    const { url, service } = this.#settings;
    const scopeSpans = [{ scope: { name: "sohoa" }, spans }];
    const answer = await fetch(`${url.replace(/\/+$/, "")}/v1/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ resourceSpans: [{ resource: { attributes: asKeyValues(service) }, scopeSpans }] }),
      redirect: "error",
      signal: AbortSignal.timeout(SEND_SECONDS * 1000),
    });
    await answer.arrayBuffer();
    return answer.ok ? undefined : `HTTP ${answer.status}`;
  }
}

function asOtlp(spanId: string, place: Place, endedMs: number, failure: string | undefined, more: Attributes): object {
  const { traceId, parentSpanId, name, kind, attributes, beganMs } = place;
  return {
    traceId,
    spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name,
    kind,
    startTimeUnixNano: nanoseconds(beganMs),
    endTimeUnixNano: nanoseconds(endedMs),
    attributes: asKeyValues({ ...attributes, ...more }),
    ...(failure === undefined ? {} : { status: { code: STATUS_ERROR, message: failure } }),
  };
}

function asKeyValues(attributes: Attributes): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: asValue(value) }));
}

/** 64-bit numbers are texts in JSON. */
function asValue(value: string | number | boolean): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/** The time with parts of milliseconds, in the epoch of Unix. */
const nowMs = (): number => performance.timeOrigin + performance.now();
const nanoseconds = (ms: number): string => String(BigInt(Math.round(ms * 1000)) * 1000n);
