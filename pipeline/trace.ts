/**
 * Traces: how long each attempt of a task and each step of it took, and each request, for whoever asked for them. Off unless a
 * receiver is configured. A span carries names and numbers of ours only: never text of pages, names of people or addresses.
 */

/** Values that a span may carry. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** A piece of work that has begun. */
export interface Span {
  /** A step of it, beginning now. */
  child(name: string, attributes?: Attributes): Span;
  /** It is over; `failure` is the code of what went wrong. */
  end(failure?: string, attributes?: Attributes): void;
}

/** Where spans go. Never fails and never keeps work waiting. */
export interface Tracer {
  /** False where spans go nowhere. */
  readonly isOn: boolean;
  /** Begin something of its own, now or so many milliseconds ago. */
  begin(name: string, kind: "task" | "request", attributes: Attributes, agoMs?: number): Span;
  /** Send what is left. */
  close(): Promise<void>;
}

const NO_SPAN: Span = { child: () => NO_SPAN, end() {} };

/** Says nothing. */
export const noTracer: Tracer = { isOn: false, begin: () => NO_SPAN, close: async () => {} };

/** Do a step of `span`; `codeOf` names what is thrown. */
export async function inStep<T>(
  span: Span,
  name: string,
  codeOf: (thrown: unknown) => string,
  work: () => Promise<T>,
): Promise<T> {
  const step = span.child(name);
  try {
    const result = await work();
    step.end();
    return result;
  } catch (thrown) {
    step.end(codeOf(thrown));
    throw thrown;
  }
}
