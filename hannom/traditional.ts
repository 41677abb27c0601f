/** Traditional forms of simplified characters. One simplified form may stand for several, so all are given and none is chosen. */
import { TRADITIONAL_TABLE } from "./traditional-table.ts";

let table: ReadonlyMap<string, readonly string[]> | undefined;

/** Every traditional character that this one may stand for (后: 后, 後); empty where it is no simplified form. */
export function traditionalOf(character: string): readonly string[] {
  table ??= new Map(
    TRADITIONAL_TABLE.split(" ").map((row) => {
      const [simplified = "", ...forms] = row;
      return [simplified, forms] as const;
    }),
  );
  return table.get(character) ?? [];
}
