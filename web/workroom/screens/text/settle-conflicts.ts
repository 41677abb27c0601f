/** The merged text after somebody has chosen a side for each conflict. Pure. */

import type { WorkingColumn, WorkingText } from "../../../../pipeline/text-version.ts";
import type { Merge, TextConflict } from "../../../../pipeline/text-version-merge.ts";

/** Whose text is taken. */
export type Side = "theirs" | "mine";

/** The text; a conflict nobody has decided yet stays as the merge left it, with nothing dropped. */
export function settleConflicts(theirs: WorkingText, merge: Merge, sides: readonly (Side | undefined)[]): WorkingText {
  const columns = merge.conflicts.reduce<readonly WorkingColumn[]>((all, conflict, index) => {
    const side = sides[index];
    return side === undefined ? all : settle(all, conflict, side);
  }, merge.columns);
  return { ...theirs, columns };
}

function settle(columns: readonly WorkingColumn[], conflict: TextConflict, side: Side): readonly WorkingColumn[] {
  if (conflict.kind === "order") return inOrder(columns, conflict[side]);
  if (conflict.kind === "parent") return columns;
  if (conflict.kind === "removed") return conflict.by === side ? withoutColumn(columns, conflict.column) : columns;
  return columns.map((column) => (column.id === conflict.column ? { ...column, [conflict.field]: conflict[side] } : column));
}

/** Small columns of one that goes stand by themselves. */
function withoutColumn(columns: readonly WorkingColumn[], id: string): readonly WorkingColumn[] {
  return columns
    .filter((column) => column.id !== id)
    .map((column) => {
      if (column.parent !== id) return column;
      const { parent: _, ...rest } = column;
      return rest;
    });
}

/** Columns in this order; those that it does not name keep their place behind the one before them. */
function inOrder(columns: readonly WorkingColumn[], order: readonly string[]): readonly WorkingColumn[] {
  const named = order.flatMap((id) => columns.filter((column) => column.id === id));
  const result = [...named];
  for (const [index, column] of columns.entries()) {
    if (order.includes(column.id)) continue;
    const before = columns[index - 1];
    result.splice(before ? result.indexOf(before) + 1 : 0, 0, column);
  }
  return result;
}
