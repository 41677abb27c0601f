/** What rows of a file make of the states that a shelfmark has in the register. Pure; keeping them is `holdings/register-entries.ts`. */
import { canonicalJson } from "../pipeline/derive.ts";
import { overlaps, type Period } from "./organisation/organisation.ts";
import { type ReadEntry, type RegisterRow, shelfmarkKey } from "./register.ts";

/** A shelfmark over a time, as the catalogue keeps it; empty texts stand for "always" and "still". */
export interface RegisterState {
  readonly shelfmark_key: string;
  readonly valid_from: string;
  readonly valid_until: string;
  readonly shelfmark: string;
  readonly title: string;
  readonly holder: string;
  readonly holding_class: string;
  readonly pages: number | null;
  readonly columns: string;
}

/** Two states that claim the same days. */
export interface Overlap {
  readonly kept: RegisterState;
  readonly given: RegisterState;
}

/** The row of a file as a state. */
export function asState(entry: ReadEntry): RegisterState {
  return {
    shelfmark_key: shelfmarkKey(entry.shelfmark),
    valid_from: entry.effectiveFrom ?? "",
    valid_until: entry.effectiveUntil ?? "",
    shelfmark: entry.shelfmark,
    title: entry.title,
    holder: entry.holder,
    holding_class: entry.holdingClass,
    pages: entry.extentPages ?? null,
    columns: canonicalJson(entry.row),
  };
}

/**
 * The states of one shelfmark after rows were imported. A row with a first day takes the place of the state that begins on it. A row
 * without one corrects the last state, unless it ends before that begins; where `effective` is given and holder, class or extent differ, that state ends on the
 * day and another begins.
 */
export function statesAfter(
  known: readonly RegisterState[],
  given: readonly RegisterState[],
  effective?: string,
): readonly RegisterState[] | Overlap {
  let states = [...known].sort(byFrom);
  for (const row of given) {
    const merged = merge(states, row, effective);
    const clash = merged.find(
      (each) => each !== merged[merged.length - 1] && overlaps(periodOf(each), periodOf(merged.at(-1) as RegisterState)),
    );
    if (clash) return { kept: clash, given: row };
    states = merged.sort(byFrom);
  }
  return states;
}

/** The states with the row's state as the last of the list. */
function merge(states: readonly RegisterState[], row: RegisterState, effective: string | undefined): RegisterState[] {
  const last = states.at(-1);
  const same = states.find((each) => each.valid_from === row.valid_from);
  const isEarlier = row.valid_until !== "" && row.valid_until <= (last?.valid_from ?? "");
  if (row.valid_from !== "" || isEarlier || !last) return [...states.filter((each) => each !== same), row];
  const others = states.slice(0, -1);
  const corrected = { ...row, valid_from: last.valid_from, valid_until: row.valid_until || last.valid_until };
  const isNew = effective !== undefined && last.valid_from < effective && last.valid_until === "" && isOther(last, row);
  return isNew ? [...others, { ...last, valid_until: effective }, { ...row, valid_from: effective }] : [...others, corrected];
}

function isOther(one: RegisterState, other: RegisterState): boolean {
  return one.holder !== other.holder || one.holding_class !== other.holding_class || one.pages !== other.pages;
}

/** True when both say the same. */
export function isSameState(one: RegisterState | undefined, other: RegisterState | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const { columns, ...rest } = one;
  const { columns: otherColumns, ...otherRest } = other;
  if (canonicalJson(rest) !== canonicalJson(otherRest)) return false;
  return columns === otherColumns || canonicalJson(cellsOf(one)) === canonicalJson(cellsOf(other));
}

/** The cells of a row but for its days, which the state has in one form however they were written. */
export function cellsOf({ columns }: RegisterState): RegisterRow {
  const { from: _from, until: _until, ...cells } = JSON.parse(columns) as RegisterRow;
  return cells;
}

function periodOf({ valid_from, valid_until }: RegisterState): Period {
  return { from: valid_from || undefined, until: valid_until || undefined };
}

function byFrom(a: RegisterState, b: RegisterState): number {
  return a.valid_from < b.valid_from ? -1 : a.valid_from > b.valid_from ? 1 : 0;
}
