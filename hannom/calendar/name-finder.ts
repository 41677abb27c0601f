/** Names of several words, or of several characters, looked for where they stand in a text. */

/** A name in its parts, and what it names. */
export interface Named<Value> {
  readonly parts: readonly string[];
  readonly value: Value;
}

/** Finds the longest name that begins at a place; by the first part, for most parts of a text begin none. */
export function nameFinder<Value>(
  names: Iterable<Named<Value>>,
): (text: readonly string[], at: number) => Named<Value> | undefined {
  const byFirst = new Map<string, Named<Value>[]>();
  for (const name of names) {
    const first = name.parts[0] ?? "";
    byFirst.set(
      first,
      [...(byFirst.get(first) ?? []), name].sort((a, b) => b.parts.length - a.parts.length),
    );
  }
  return (text, at) => byFirst.get(text[at] ?? "")?.find(({ parts }) => parts.every((part, i) => text[at + i] === part));
}
