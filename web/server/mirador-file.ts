/** Where Mirador's published bundle lies. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRoot } from "./package-root.ts";

/**
 * Beside the built program, where the build has put it; in the sources, in the package that the build takes it from.
 * The packages that Mirador was made of are thus not needed where the program runs.
 */
export function miradorFile(): string {
  const built = join(packageRoot(), "dist/web/vendor/mirador.min.js");
  return existsSync(built) ? built : join(dirname(fileURLToPath(import.meta.resolve("mirador"))), "mirador.min.js");
}
