/** Names that stand twice in one object of a JSON text: a parser keeps the last and says nothing, so that two readers see two values. */

/** A name that is repeated, with the names of the objects around it from the outside in. */
export interface RepeatedKey {
  readonly inside: readonly string[];
  readonly key: string;
}

interface Open {
  readonly name: string;
  /** Undefined for a list. */
  readonly keys: Set<string> | undefined;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gsu;

/** All repeated names of a text that is known to be JSON. Time grows with its length only. */
export function repeatedKeys(text: string): readonly RepeatedKey[] {
  const open: Open[] = [];
  const found: RepeatedKey[] = [];
  let last = "";
  let name = "";
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === "{" || token === "[") open.push({ name, keys: token === "{" ? new Set() : undefined });
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      name = JSON.parse(last) as string;
      const keys = open.at(-1)?.keys;
      if (keys?.has(name)) found.push({ inside: open.slice(1).map((each) => each.name), key: name });
      keys?.add(name);
    }
    last = token;
  }
  return found;
}
