import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const LOAD = `await import(process.env.SILENT);
const { recognizerOf } = await import(process.env.SESSION);
await recognizerOf("models/hannom-pool");
console.log("loaded");`;

test("the runtime of networks leaves no identity of the machine and no report behind", async () => {
  const home = await mkdtemp(join(tmpdir(), "sohoa-silent-"));
  const { ORT_DISABLE_TELEMETRY: _, CI: _ci, ...env } = process.env;
  const folders = { HOME: home, XDG_CACHE_HOME: join(home, ".cache"), TMPDIR: home };
  const modules = {
    SILENT: join(ROOT, "cli/silent-runtime.ts"),
    SESSION: join(ROOT, "stages/ocr/hannom/model-session.ts"),
  };
  const words = ["--import", "tsx", "--input-type=module", "--eval", LOAD];
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: ROOT, env: { ...env, ...folders, ...modules } });
  const left = (await readdir(home, { recursive: true })).filter((name) => !name.startsWith("tsx"));
  await rm(home, { recursive: true });
  expect(stdout.trim()).toBe("loaded");
  expect(left).toEqual([]);
});

test.each(["main.ts", "stage-child.ts"])("%s silences it before anything else is loaded", async (entry) => {
  const source = await readFile(join(ROOT, "cli", entry), "utf8");
  expect(source.match(/^import .*$/m)?.[0]).toContain("/silent-runtime.ts");
});
