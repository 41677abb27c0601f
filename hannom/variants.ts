/**
 * Forms of the same character. For comparing and searching copies of a text; a text itself is never folded: which form the
 * block cutter chose is part of what the page says.
 */
import { VARIANTS_TABLE } from "./variants-table.ts";

let table: ReadonlyMap<string, string> | undefined;

/** Every character replaced by one form of its group; all others stay. */
export function foldVariants(text: string): string {
  table ??= new Map(
    VARIANTS_TABLE.split(" ").flatMap((group) => {
      const forms = [...group];
      return forms.map((form) => [form, forms[0] as string] as const);
    }),
  );
  const forms = table;
  return [...text].map((character) => forms.get(character) ?? character).join("");
}
