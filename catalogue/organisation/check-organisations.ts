/** What is wrong with a list of organisations: everything at once, so that it can be put right at one sitting. */
import { type Organisation, overlaps, type Period } from "./organisation.ts";

/** One thing that is wrong. The code is that of the message; `id` names the organisation. */
export interface OrganisationProblem {
  readonly code: "ORG-TWICE" | "ORG-UNKNOWN" | "ORG-CIRCLE" | "ORG-PARENTS" | "ORG-PERIOD" | "ORG-SUCCESSOR";
  readonly id: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** Check links, periods and circles. */
export function checkOrganisations(organisations: readonly Organisation[]): readonly OrganisationProblem[] {
  const byId = new Map(organisations.map((each) => [each.id, each]));
  return [
    ...repeated(organisations),
    ...organisations.flatMap((each) => [...linkProblems(each, byId), ...periodProblems(each), ...circleProblems(each, byId)]),
  ];
}

function repeated(organisations: readonly Organisation[]): readonly OrganisationProblem[] {
  const seen = new Set<string>();
  return organisations.flatMap(({ id }) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ code: "ORG-TWICE" as const, id, facts: {} }];
  });
}

function linkProblems(
  { id, parents, successor, until }: Organisation,
  byId: ReadonlyMap<string, Organisation>,
): readonly OrganisationProblem[] {
  const links = [...parents.map((parent) => parent.id), ...(successor === undefined ? [] : [successor])];
  const unknown = links.filter((link) => !byId.has(link)).map((link) => ({ code: "ORG-UNKNOWN" as const, id, facts: { link } }));
  if (successor === undefined || until !== undefined) return unknown;
  return [...unknown, { code: "ORG-SUCCESSOR", id, facts: { successor } }];
}

function periodProblems({ id, names, parents, ...own }: Organisation): readonly OrganisationProblem[] {
  const periods: readonly Period[] = [own, ...names, ...parents];
  const backwards = periods.filter(({ from, until }) => from !== undefined && until !== undefined && until <= from);
  const twice = parents.find((one, at) => parents.slice(at + 1).some((other) => overlaps(one, other)));
  return [
    ...backwards.map(({ from = "", until = "" }) => ({ code: "ORG-PERIOD" as const, id, facts: { from, until } })),
    ...(twice ? [{ code: "ORG-PARENTS" as const, id, facts: { parent: twice.id } }] : []),
  ];
}

/** Who follows its successors, or its parents of any time, and comes back to itself. */
function circleProblems(start: Organisation, byId: ReadonlyMap<string, Organisation>): readonly OrganisationProblem[] {
  const ways = [
    (each: Organisation) => (each.successor === undefined ? [] : [each.successor]),
    (each: Organisation) => each.parents.map((parent) => parent.id),
  ];
  const isCircle = ways.some((way) => {
    const seen = new Set<string>();
    const open = [...way(start)];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (id === start.id) return true;
      const next = byId.get(id);
      if (!next || seen.has(id)) continue;
      seen.add(id);
      open.push(...way(next));
    }
    return false;
  });
  return isCircle ? [{ code: "ORG-CIRCLE", id: start.id, facts: {} }] : [];
}
