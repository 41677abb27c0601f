import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../../..");
const LOAD = `const { recognizerOf } = await import("./stages/ocr/hannom/model-session.ts");
await recognizerOf("models/hannom-pool");
console.log("loaded");`;

test("the runtime of networks leaves no identity of the machine and no report behind", async () => {
  const home = await mkdtemp(join(tmpdir(), "sohoa-silent-"));
  const { ORT_DISABLE_TELEMETRY: _, CI: _ci, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", LOAD], {
    cwd: ROOT,
    env: { ...env, HOME: home, XDG_CACHE_HOME: join(home, ".cache"), TMPDIR: home },
  });
  const left = (await readdir(home, { recursive: true })).filter((name) => !name.startsWith("tsx"));
  await rm(home, { recursive: true });
  expect(stdout.trim()).toBe("loaded");
  expect(left).toEqual([]);
});
