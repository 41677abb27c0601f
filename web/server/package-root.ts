/** Where this package lies: the compiled server runs from `dist/`, its pages stay beside it. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The nearest folder upwards with a `package.json`. @throws {Error} when there is none. */
export function packageRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) throw new Error("package.json not found above the server's files");
  }
}
