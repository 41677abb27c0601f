import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { prepareScratch } from "../../pipeline/scratch.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "sohoa-scratch-"));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

test("a worker that starts finds its folder empty and clears away what dead workers left, but nothing in use", async () => {
  for (const owner of ["me", "dead", "alive"]) {
    await mkdir(join(root, owner, "task"), { recursive: true });
    await writeFile(join(root, owner, "task", "clean"), "bytes");
  }
  const longAgo = new Date(Date.now() - 2 * 24 * 3600 * 1000);
  await utimes(join(root, "dead"), longAgo, longAgo);
  expect(await prepareScratch(root, "me")).toBe(join(root, "me"));
  expect((await readdir(root)).sort()).toEqual(["alive", "me"]);
  expect(await readdir(join(root, "me"))).toEqual([]);
});
