/** Finding a character by what it is made of: 南 and 年 find 𢆥. */
import { codePointKind } from "../code-point.ts";
import { COMPONENTS_TABLE } from "./components-table.ts";

let table: ReadonlyMap<string, readonly string[]> | undefined;

/** More components than anybody names; more would only cost time. */
const MOST_COMPONENTS = 8;

/**
 * Characters that have all the named components, at whatever depth; those that are put together directly from them come first,
 * then in the order of code points. Operators of description sequences (⿰⿱…) may stand among them and count for nothing. A
 * component named twice counts once. Only the basic block and extensions A to D can be found.
 */
export function charactersWith(components: string): readonly string[] {
  const named = [
    ...new Set([...components].filter((each) => codePointKind(each) !== "description-character" && each.trim() !== "")),
  ];
  if (named.length === 0 || named.length > MOST_COMPONENTS) return [];
  const [first, ...others] = named.map(containing).sort((a, b) => a.size - b.size) as readonly ReadonlyMap<string, number>[];
  if (first === undefined) return [];
  const found = [...first.keys()].filter((each) => others.every((other) => other.has(each)) && !named.includes(each));
  const depth = (character: string) => [first, ...others].reduce((sum, each) => sum + (each.get(character) ?? 0), 0);
  return found
    .map((character) => ({ character, depth: depth(character), point: character.codePointAt(0) ?? 0 }))
    .sort((a, b) => a.depth - b.depth || a.point - b.point)
    .map(({ character }) => character);
}

/** All characters that contain a component, with how deep it lies in them: 1 for a direct part. */
function containing(component: string): ReadonlyMap<string, number> {
  table ??= new Map(
    COMPONENTS_TABLE.split(" ").map((word) => {
      const [part = "", ...characters] = word;
      return [part, characters];
    }),
  );
  const depths = new Map<string, number>();
  let layer: readonly string[] = [component];
  for (let depth = 1; layer.length > 0; depth++) {
    const next: string[] = [];
    for (const part of layer) {
      for (const character of table.get(part) ?? []) {
        if (depths.has(character)) continue;
        depths.set(character, depth);
        next.push(character);
      }
    }
    layer = next;
  }
  return depths;
}
