/** What an import changes of one shelfmark, cell by cell, so that a person can read it before it is kept. */

import type { RegisterChange } from "./holdings/port.ts";
import { REGISTER_COLUMNS } from "./register.ts";
import { cellsOf, type RegisterState } from "./register-states.ts";

/** One state that is new, ends, or says something else in some cells. */
export interface StateDifference {
  readonly kind: "new" | "gone" | "changed";
  readonly from: string;
  readonly until: string;
  /** Cells by column, those that differ; of a new state all that hold something. */
  readonly cells: readonly { readonly column: string; readonly before: string; readonly after: string }[];
}

/** The differences by time. States that stay as they are are not among them. */
export function differencesOf({ before, after }: Pick<RegisterChange, "before" | "after">): readonly StateDifference[] {
  const starts = [...new Set([...before, ...after].map((state) => state.valid_from))].sort();
  return starts.flatMap((from) => {
    const old = before.find((state) => state.valid_from === from);
    const now = after.find((state) => state.valid_from === from);
    const cells = cellDifferences(old, now);
    const kind = !old ? "new" : now ? "changed" : "gone";
    const until = (now ?? old)?.valid_until ?? "";
    return kind === "changed" && cells.length === 0 ? [] : [{ kind, from, until, cells: kind === "gone" ? [] : cells }];
  });
}

function cellDifferences(old: RegisterState | undefined, now: RegisterState | undefined): StateDifference["cells"] {
  const [was, is] = [shown(old), shown(now)];
  const known: readonly string[] = REGISTER_COLUMNS;
  const others = Object.keys({ ...was, ...is }).filter((column) => !known.includes(column));
  const columns = [...known, ...others];
  return columns
    .map((column) => ({ column, before: was[column] ?? "", after: is[column] ?? "" }))
    .filter((cell) => cell.before !== cell.after);
}

function shown(state: RegisterState | undefined): Readonly<Record<string, string>> {
  return state ? { ...cellsOf(state), from: state.valid_from, until: state.valid_until } : {};
}
