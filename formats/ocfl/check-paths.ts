/** Content paths and logical paths of an inventory: their form, and that none stands in the way of another. */
import { pathTrouble } from "../package-path.ts";
import { type OcflProblem, violation } from "./problem.ts";

/** The rules that a kind of path has to keep. */
export interface PathRules {
  readonly elements: string;
  readonly ends: string;
  readonly conflict: string;
}

/** Section 3.5.2. */
export const CONTENT_RULES: PathRules = { elements: "E099", ends: "E100", conflict: "E101" };
/** Section 3.5.3.1. */
export const LOGICAL_RULES: PathRules = { elements: "E052", ends: "E053", conflict: "E095" };

/** Problems of all paths of one kind. */
export function pathProblems(paths: readonly string[], rules: PathRules, where: string): readonly OcflProblem[] {
  const problems: OcflProblem[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    if (seen.has(path)) problems.push(violation(rules.conflict, where, path));
    seen.add(path);
    problems.push(...formProblems(path, rules, where));
  }
  for (const path of seen) {
    const parts = path.split("/");
    for (let length = 1; length < parts.length; length++) {
      if (seen.has(parts.slice(0, length).join("/"))) problems.push(violation(rules.conflict, where, path));
    }
  }
  return problems;
}

function formProblems(path: string, rules: PathRules, where: string): readonly OcflProblem[] {
  const problems: OcflProblem[] = [];
  if (path === "" || path.startsWith("/") || path.endsWith("/")) problems.push(violation(rules.ends, where, path));
  const inner = path.replace(/^\/|\/$/g, "");
  if (inner.split("/").some((part) => part === "" || part === "." || part === ".."))
    problems.push(violation(rules.elements, where, path));
  // The specification allows these; on another system they would lead elsewhere.
  if (problems.length === 0 && pathTrouble(path) !== undefined) problems.push(violation("PATH", where, path));
  return problems;
}
