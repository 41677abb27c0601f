/** Builds the package once before the tests, so that journeys and faults run what a library would install. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

// Types are another step of the same check; here only the JavaScript matters.
export function setup(): void {
  const root = join(import.meta.dirname, "..");
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.build.json", "--noCheck"], {
    cwd: root,
    stdio: "inherit",
  });
}
