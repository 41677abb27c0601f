/** What one version of a text has that another has not, column by column. */
import { type ColumnField, changedFields, type WorkingColumn, type WorkingText } from "./text-version.ts";

/** One difference; columns that are the same in both are not told. */
export type ColumnChange =
  | { readonly change: "added"; readonly column: string; readonly after: WorkingColumn }
  | { readonly change: "removed"; readonly column: string; readonly before: WorkingColumn }
  | {
      readonly change: "changed";
      readonly column: string;
      readonly fields: readonly ColumnField[];
      readonly before: WorkingColumn;
      readonly after: WorkingColumn;
    };

/** All differences, in the order of the later text, what was removed at the end; and whether the columns stand in another order. */
export interface TextDiff {
  readonly changes: readonly ColumnChange[];
  readonly isReordered: boolean;
}

/** Compare two versions. */
export function diffTexts(before: Pick<WorkingText, "columns">, after: Pick<WorkingText, "columns">): TextDiff {
  const [old, now] = [before, after].map(({ columns }) => new Map(columns.map((each) => [each.id, each])));
  const present = after.columns.flatMap((column): readonly ColumnChange[] => {
    const earlier = old?.get(column.id);
    if (!earlier) return [{ change: "added", column: column.id, after: column }];
    const fields = changedFields(earlier, column);
    return fields.length === 0 ? [] : [{ change: "changed", column: column.id, fields, before: earlier, after: column }];
  });
  const removed = before.columns.filter(({ id }) => !now?.has(id));
  const kept = (columns: readonly WorkingColumn[]) => columns.map(({ id }) => id).filter((id) => old?.has(id) && now?.has(id));
  const [earlierOrder, laterOrder] = [kept(before.columns), kept(after.columns)];
  return {
    changes: [...present, ...removed.map((column) => ({ change: "removed" as const, column: column.id, before: column }))],
    isReordered: earlierOrder.some((id, at) => laterOrder[at] !== id),
  };
}
