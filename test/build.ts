/** Builds the package once before the tests, so that journeys and faults run what a library would install. */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Folder of this run's own build. */
    build: string;
  }
}

// Types are another step of the same check; here only the JavaScript matters. Each run has a build of its own.
export function setup(project: TestProject): () => void {
  const root = join(import.meta.dirname, "..");
  const build = join(root, "node_modules/.cache", `sohoa-test-${process.pid}`);
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", "test/tsconfig.build.json", "--noCheck", "--outDir", build], {
    cwd: root,
    stdio: "inherit",
  });
  const vite = join(root, "node_modules/vite/bin/vite.js");
  execFileSync(process.execPath, [vite, "build", "--config", "web/workroom/vite.config.ts", "--logLevel", "warn"], {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, SOHOA_WORKROOM_OUT: join(build, "workroom") },
  });
  project.provide("build", build);
  // For what is no test itself: processes of a test start several times faster from JavaScript.
  process.env["SOHOA_TEST_BUILD"] = build;
  return () => rmSync(build, { recursive: true, force: true });
}
