/**
 * Reading order as a graph a person can repair: one edge a pair of lines that follow each other, with the reason. The order
 * is derived from the edges, so to repair it is to change edges, and a repair can be checked before it is kept.
 */

/** Why one line is read after another. */
export const ORDER_REASONS = [
  "next-column",
  "down-the-column",
  "left-after-right",
  "next-register",
  "next-line",
  "next-region",
  "by-person",
] as const;

/** One line is read directly after another. */
export interface OrderEdge {
  readonly from: string;
  readonly to: string;
  readonly why: (typeof ORDER_REASONS)[number];
}

/** What is wrong with a set of edges; `lines` are the lines concerned. */
export interface OrderProblem {
  readonly code: "unknown-line" | "two-followers" | "two-leaders" | "cycle" | "not-joined";
  readonly lines: readonly string[];
}

/** The order the edges give, or everything that keeps them from giving one. */
export type OrderResult =
  | { readonly order: readonly string[]; readonly problems: readonly [] }
  | { readonly order: undefined; readonly problems: readonly OrderProblem[] };

/** Derive the order: every line exactly once, along the edges. */
export function orderFromEdges(lines: readonly string[], edges: readonly OrderEdge[]): OrderResult {
  const problems = [...edgeProblems(lines, edges)];
  if (problems.length > 0) return { order: undefined, problems };
  const next = new Map(edges.map((edge) => [edge.from, edge.to]));
  const led = new Set(next.values());
  const starts = lines.filter((line) => !led.has(line));
  const reached = new Set<string>();
  for (const start of starts) for (let at: string | undefined = start; at !== undefined; at = next.get(at)) reached.add(at);
  const circling = lines.filter((line) => !reached.has(line));
  if (circling.length > 0) problems.push({ code: "cycle", lines: circling });
  if (starts.length > 1) problems.push({ code: "not-joined", lines: starts });
  return problems.length > 0 ? { order: undefined, problems } : { order: [...reached], problems: [] };
}

/** Let a line be read directly after another one (first where `after` is undefined); the places it leaves and enters close up. */
export function moveLine(
  lines: readonly string[],
  edges: readonly OrderEdge[],
  move: { readonly line: string; readonly after: string | undefined },
): readonly OrderEdge[] {
  const { line, after } = move;
  if (line === after || !lines.includes(line) || (after !== undefined && !lines.includes(after))) return edges;
  const before = edges.find((edge) => edge.to === line)?.from;
  const behind = edges.find((edge) => edge.from === line)?.to;
  if (before === after) return edges;
  const closed = joined(
    edges.filter((edge) => edge.from !== line && edge.to !== line),
    before,
    behind,
  );
  const first = lines.find((each) => each !== line && !closed.some((edge) => edge.to === each));
  const following = after === undefined ? first : closed.find((edge) => edge.from === after)?.to;
  const opened = closed.filter((edge) => edge.from !== after || after === undefined);
  return joined(joined(opened, after, line), line, following);
}

function joined(edges: readonly OrderEdge[], from: string | undefined, to: string | undefined): readonly OrderEdge[] {
  return from === undefined || to === undefined ? edges : [...edges, { from, to, why: "by-person" }];
}

function edgeProblems(lines: readonly string[], edges: readonly OrderEdge[]): readonly OrderProblem[] {
  const known = new Set(lines);
  const unknown = edges.flatMap((edge) => [edge.from, edge.to]).filter((line) => !known.has(line));
  const twice = (ends: readonly string[]) => [...new Set(ends.filter((line, at) => ends.indexOf(line) !== at))];
  const checks = [
    { code: "unknown-line", lines: [...new Set(unknown)] },
    { code: "two-followers", lines: twice(edges.map((edge) => edge.from)) },
    { code: "two-leaders", lines: twice(edges.map((edge) => edge.to)) },
  ] as const;
  return checks.filter((check) => check.lines.length > 0);
}
