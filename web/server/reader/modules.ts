/** The reader's script and what it imports, under an address of its own for every version: parts of two versions never meet. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package-root.ts";

/** The first is the one that a page runs. */
const NAMES = [
  "reader",
  ...["book", "canvas", "characters", "dom", "hits", "keys", "layer", "panel", "scroll", "search", "state", "strip", "tabs"].map(
    (part) => `reader-${part}`,
  ),
  "reader-texts",
];

/** A module by its address under `assets/`. */
export interface ReaderModule {
  readonly address: string;
  readonly file: string;
}

let known: readonly ReaderModule[] | undefined;

/** All of them, the one to run first; read once a process. */
export function readerModules(): readonly ReaderModule[] {
  known ??= versioned(NAMES.map((name) => join(packageRoot(), `web/pages/${name}.js`)));
  return known;
}

function versioned(files: readonly string[]): readonly ReaderModule[] {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  const version = hash.digest("hex").slice(0, 12);
  return files.map((file, index) => ({ address: `reader/${version}/${NAMES[index]}.js`, file }));
}
