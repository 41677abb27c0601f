/**
 * Brings two corrections of one page together, column by column: `theirs`, which was saved first, and `mine`, both written over
 * `base`. What only one of them changed is taken; what both changed in different ways is a conflict that a person decides, with
 * both texts in it. No text of either is ever dropped without being told.
 */

import {
  COLUMN_FIELDS,
  type ColumnField,
  changedFields,
  isSameField,
  type WorkingColumn,
  type WorkingText,
} from "./text-version.ts";
import { mergeOrders } from "./text-version-order.ts";

/** What two people did to one thing in different ways. Undefined stands for "is not there". */
export type TextConflict =
  /** Both changed the same part of a column; the merged column has theirs. */
  | {
      readonly kind: "field";
      readonly column: string;
      readonly field: ColumnField;
      readonly base: WorkingColumn[ColumnField] | undefined;
      readonly theirs: WorkingColumn[ColumnField];
      readonly mine: WorkingColumn[ColumnField];
    }
  /** One removed a column that the other changed; the merged text keeps the changed one. */
  | {
      readonly kind: "removed";
      readonly column: string;
      readonly by: "theirs" | "mine";
      readonly base: WorkingColumn;
      readonly kept: WorkingColumn;
    }
  /** A small column whose parent the other removed; it stands by itself in the merged text. */
  | { readonly kind: "parent"; readonly column: string; readonly parent: string }
  /** Both put the columns into another order; the merged text has theirs. */
  | { readonly kind: "order"; readonly theirs: readonly string[]; readonly mine: readonly string[] };

/** The merged text, and what is left to decide; without conflicts it can be saved as it is. */
export interface Merge {
  readonly columns: readonly WorkingColumn[];
  readonly conflicts: readonly TextConflict[];
}

type Columns = Pick<WorkingText, "columns">;

/** Merge; ids must be unique within each of the three. */
export function mergeTexts(base: Columns, theirs: Columns, mine: Columns): Merge {
  const [inBase, inTheirs, inMine] = [base, theirs, mine].map(({ columns }) => new Map(columns.map((each) => [each.id, each])));
  const conflicts: TextConflict[] = [];
  const merged = new Map<string, WorkingColumn>();
  for (const id of new Set([...theirs.columns, ...mine.columns].map((each) => each.id))) {
    const column = mergeColumn(inBase?.get(id), inTheirs?.get(id), inMine?.get(id), conflicts);
    if (column) merged.set(id, column);
  }
  const orders = [base, theirs, mine].map(({ columns }) => columns.map((each) => each.id));
  const { order, isContested } = mergeOrders(orders[0] ?? [], orders[1] ?? [], orders[2] ?? []);
  const columns = order.flatMap((id) => merged.get(id) ?? []).map((each) => withoutLostParent(each, merged, conflicts));
  if (isContested) conflicts.push({ kind: "order", theirs: orders[1] ?? [], mine: orders[2] ?? [] });
  return { columns, conflicts };
}

function mergeColumn(
  base: WorkingColumn | undefined,
  theirs: WorkingColumn | undefined,
  mine: WorkingColumn | undefined,
  conflicts: TextConflict[],
): WorkingColumn | undefined {
  if (theirs && mine) return mergeFields(base, theirs, mine, conflicts);
  const kept = theirs ?? mine;
  // Only one has it: either that one added it, or the other removed it.
  if (!kept || !base) return kept;
  if (changedFields(base, kept).length === 0) return undefined;
  conflicts.push({ kind: "removed", column: kept.id, by: theirs ? "mine" : "theirs", base, kept });
  return kept;
}

function mergeFields(
  base: WorkingColumn | undefined,
  theirs: WorkingColumn,
  mine: WorkingColumn,
  conflicts: TextConflict[],
): WorkingColumn {
  let merged = theirs;
  for (const field of COLUMN_FIELDS) {
    if (isSameField(theirs, mine, field)) continue;
    if (base && isSameField(base, mine, field)) continue;
    if (base && isSameField(base, theirs, field)) {
      merged = { ...merged, [field]: mine[field] };
      continue;
    }
    conflicts.push({ kind: "field", column: mine.id, field, base: base?.[field], theirs: theirs[field], mine: mine[field] });
  }
  return merged;
}

/** Each side was sound by itself; together a small column may have lost its parent, or come to stand in a small one. */
function withoutLostParent(
  column: WorkingColumn,
  merged: ReadonlyMap<string, WorkingColumn>,
  conflicts: TextConflict[],
): WorkingColumn {
  const { parent, ...rest } = column;
  if (parent === undefined || (merged.has(parent) && merged.get(parent)?.parent === undefined)) return column;
  conflicts.push({ kind: "parent", column: column.id, parent });
  return rest;
}
