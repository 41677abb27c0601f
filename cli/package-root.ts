/** The folder of this package, whether run from the sources or from `dist/`. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

function find(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : find(dirname(folder));
}

export const PACKAGE_ROOT: string = find(import.meta.dirname);

/** The version of this program, as in package.json. */
export const VERSION: string = (JSON.parse(readFileSync(join(PACKAGE_ROOT, "package.json"), "utf8")) as { version: string })
  .version;
