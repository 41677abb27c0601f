/**
 * Simple counted registers, for the targets of the same plans that are not about holdings: libraries with their infrastructure
 * in place, staff that was trained. One row is one that counts, with the day on which it was done.
 */
import { holdsOn, type Period } from "../organisation/organisation.ts";
import type { OrganisationTree } from "../organisation/organisation-tree.ts";
import type { Target } from "../target.ts";
import { type Share, type Standing, shareOf, standingAgainst } from "./share.ts";

/** One that counts. */
export interface CountedEntry extends Period {
  /** Unique in its register, such as a staff number. */
  readonly key: string;
  readonly label: string;
  /** The organisation, by id or name. */
  readonly holder: string;
  /** Day on which what the target asks for was done; undefined while it is not. */
  readonly doneOn: string | undefined;
}

/** Standing of a target over a counted register. */
export interface CountedProgress extends Standing {
  readonly target: Target;
  readonly date: string;
  readonly share: Share;
  readonly rows: readonly { readonly entry: CountedEntry; readonly holder: string; readonly isDone: boolean }[];
}

/** The standing on a day, by key. */
export function countedProgress(
  target: Target,
  entries: readonly CountedEntry[],
  tree: OrganisationTree,
  date: string,
): CountedProgress {
  const scope = target.organisation === null ? undefined : tree.find(target.organisation);
  const rows = entries
    .filter((entry) => holdsOn(entry, date))
    .flatMap((entry) => {
      const known = tree.find(entry.holder);
      const standing = known && tree.standingFor(known);
      const isWithin = !scope || (standing && [standing, ...tree.ancestorsOf(standing)].some((each) => each.id === scope.id));
      const isDone = entry.doneOn !== undefined && entry.doneOn <= date;
      return isWithin ? [{ entry, holder: standing ? tree.nameOf(standing) : entry.holder, isDone }] : [];
    })
    .sort((a, b) => (a.entry.key < b.entry.key ? -1 : a.entry.key > b.entry.key ? 1 : 0));
  const share = shareOf(rows.filter((row) => row.isDone).length, rows.length);
  return {
    target,
    date,
    share,
    ...standingAgainst(target, share, date),
    rows,
  };
}
