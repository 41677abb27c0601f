/** What a package was found to hold, before anything of it is taken. */
import type { CarriedItem } from "../../pipeline/bring-in-item.ts";
import type { Facts } from "../../pipeline/errors.ts";

/** One reason not to take something. */
export interface ImportProblem {
  readonly code: string;
  readonly facts: Facts;
}

/** Texts of register, organisations and targets, by the names of their files. */
export type HoldingsTexts = ReadonlyMap<string, string>;

/** Everything of one bag, one object or one storage root. With any problem nothing of it is taken. */
export interface CarriedPackage {
  readonly problems: readonly ImportProblem[];
  readonly items: readonly CarriedItem[];
  readonly holdings: HoldingsTexts;
}

/** A package that is not taken. */
export function refused(problems: readonly ImportProblem[]): CarriedPackage {
  return { problems, items: [], holdings: new Map() };
}
