/** The block `versions` of an inventory (OCFL 1.1, section 3.5.3). */
import { LOGICAL_RULES, pathProblems } from "./check-paths.ts";
import { type OcflProblem, violation } from "./problem.ts";

/** Internet date and time with seconds and time zone. */
const RFC3339 =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const KEYS: readonly string[] = ["created", "state", "message", "user"];

/** The names of versions, as far as they are some, and what is wrong with them: all numbers from 1 on, one way of writing them. */
export function versionNameProblems(names: readonly string[], where: string): readonly OcflProblem[] {
  if (names.length === 0) return [violation("E008", where)];
  const odd = names.filter((name) => !/^v\d+$/.test(name));
  if (odd.length > 0) return odd.map((name) => violation(/^\d+$/.test(name) ? "E104" : "E046", where, name));
  const problems: OcflProblem[] = [];
  const padded = names.filter((name) => name.startsWith("v0"));
  if (padded.some((name) => /^v0+$/.test(name))) problems.push(violation("E105", where, padded));
  if (padded.length > 0 && (padded.length !== names.length || new Set(names.map(({ length }) => length)).size > 1))
    problems.push(violation("E012", where, names));
  const numbers = names.map((name) => Number(name.slice(1))).sort((one, other) => one - other);
  if (numbers[0] !== 1) problems.push(violation("E009", where, names));
  else if (numbers.some((number, at) => number !== at + 1)) problems.push(violation("E010", where, names));
  return problems;
}

/** One version. `known` are the digests of the manifest, as they are written there. */
export function versionProblems(value: unknown, known: ReadonlySet<string>, where: string): readonly OcflProblem[] {
  if (!isObject(value)) return [violation("E047", where, value)];
  const { created, state, message, user } = value;
  const problems: OcflProblem[] = Object.keys(value)
    .filter((key) => !KEYS.includes(key))
    .map((key) => violation("E102", where, key));
  if (created === undefined || state === undefined) problems.push(violation("E048", where, Object.keys(value)));
  if (created !== undefined && !(typeof created === "string" && RFC3339.test(created)))
    problems.push(violation("E049", where, created));
  if (message !== undefined && typeof message !== "string") problems.push(violation("E094", where, message));
  if (user !== undefined && !(isObject(user) && typeof user["name"] === "string" && user["name"] !== ""))
    problems.push(violation("E054", where, user));
  return state === undefined ? problems : [...problems, ...stateProblems(state, known, where)];
}

function stateProblems(state: unknown, known: ReadonlySet<string>, where: string): readonly OcflProblem[] {
  if (!isObject(state)) return [violation("E050", where, state)];
  const problems: OcflProblem[] = [];
  const paths: string[] = [];
  for (const [digest, logical] of Object.entries(state)) {
    if (!known.has(digest)) problems.push(violation("E050", where, digest));
    if (isTexts(logical)) paths.push(...logical);
    else problems.push(violation("E051", where, logical));
  }
  return [...problems, ...pathProblems(paths, LOGICAL_RULES, where)];
}

/** True for what JSON calls an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for a list of texts. */
export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}
