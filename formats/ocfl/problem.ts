/** What is wrong with an OCFL object or storage root, by the codes of the specification (OCFL 1.1, validation codes). */
import type { Facts } from "../../pipeline/errors.ts";

/** One violation. `OCFL-E023` is rule E023 of the specification; `OCFL-PATH` is ours, for names that are traps on some system. */
export interface OcflProblem {
  readonly code: string;
  readonly facts: Facts & { readonly where: string; readonly detail: string };
}

/** A violation of rule `rule`, such as E023, found in `where`. */
export function violation(rule: string, where: string, detail: unknown = ""): OcflProblem {
  const shown = typeof detail === "string" ? detail : JSON.stringify(detail ?? null);
  return { code: `OCFL-${rule}`, facts: { where, detail: shown.slice(0, 300) } };
}
