/** What is told of pages, found by the page. */

/** Grouped once: a look through all of it for each of a hundred thousand pages would take minutes. */
export function byPage<T>(all: readonly T[], pagesOf: (each: T) => readonly string[]): (id: string) => readonly T[] {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    for (const id of new Set(pagesOf(each))) {
      const group = groups.get(id);
      if (group) group.push(each);
      else groups.set(id, [each]);
    }
  }
  return (id) => groups.get(id) ?? [];
}
