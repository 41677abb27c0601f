import { execFileSync, spawnSync } from "node:child_process";
import { closeSync, existsSync, openSync, statfsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { commandLine, environment, sohoa, start, temporaryHome } from "../fixtures/command-line.ts";
import { itemDigests } from "../fixtures/item-digests.ts";
import { PATIENCE } from "./figure.ts";

/** A small file system in memory stands for the full disk; mounting it needs root. */
const BATCH = "HN.full";
const canMount = process.platform === "linux" && process.getuid?.() === 0 && probeMount();

function probeMount(): boolean {
  const { status } = spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]);
  return status === 0;
}

// Every test waits for what must come, never for a time; on a busy machine it comes late.
vi.setConfig(PATIENCE);

describe.skipIf(!canMount)("a full disk", () => {
  let root: { readonly home: string; remove(): Promise<void> };
  let small: string;
  let folder: string;
  const resize = (megabytes: number) => execFileSync("mount", ["-o", `remount,size=${megabytes}m`, small]);

  beforeAll(async () => {
    root = await temporaryHome();
    folder = join(root.home, BATCH);
    await makeSampleBook(folder, { pages: 3, width: 700, height: 1000 });
    small = join(root.home, "small");
    await mkdir(small);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", small]);
  });
  afterAll(async () => {
    spawnSync("umount", ["-l", small]);
    await root.remove();
  });

  test("ends the adding command with its code, and the same command goes on when there is room", async () => {
    const full = await sohoa(["add", folder, "--json", "--home", small]);
    expect(full.envelope).toMatchObject({ ok: false, exit: 9, errors: [{ code: "SPACE-FULL" }] });
    resize(12);
    expect((await sohoa(["add", folder, "--json", "--home", small])).envelope).toMatchObject({ ok: true, counts: { found: 3 } });
  });

  test("makes workers wait, and they go on by themselves when there is room", async () => {
    const calm = join(root.home, "calm");
    await sohoa(["add", folder, "--wait", "--json", "--home", calm]);
    // Room for the catalogue, none for the pictures that are due.
    const { blocks, bfree, bsize } = statfsSync(small);
    const usedKibibytes = ((blocks - bfree) * bsize) / 1024;
    execFileSync("mount", ["-o", `remount,size=${Math.ceil(usedKibibytes) + 700}k`, small]);
    const env = { SOHOA_RECONCILE_SECONDS: "1", SOHOA_LEASE_SECONDS: "5" };
    const working = start(["work", "--home", small, "--verbose"], env);
    await expect.poll(working.stderr, { timeout: 200_000 }).toContain("SPACE-FULL");
    resize(400);
    const waited = await sohoa(["add", folder, "--wait", "--json", "--home", small]);
    working.child.kill("SIGTERM");
    await working.ended;
    expect(waited.envelope).toMatchObject({ ok: true, data: { state: "complete" }, counts: { failed: 0 } });
    const file = (home: string) => ({ file: join(home, "catalogue.sqlite") });
    expect(await itemDigests(file(small), BATCH)).toEqual(await itemDigests(file(calm), BATCH));
    expect((await sohoa(["fsck", "--no-grace", "--json", "--home", small])).envelope).toMatchObject({
      ok: true,
      counts: { findings: 0 },
    });
  });

  test("leaves nothing under the name of a bag that it had no room for", async () => {
    const [target, calm] = [join(root.home, "target"), join(root.home, "calm")];
    await mkdir(target);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", target]);
    const full = await sohoa(["export", BATCH, "--aip", "--to", target, "--json", "--home", calm]);
    const left = await readdir(target);
    spawnSync("umount", ["-l", target]);
    expect(full.envelope).toMatchObject({ ok: false, exit: 9, errors: [{ code: "SPACE-FULL" }] });
    expect(left.filter((name) => !name.endsWith(".part"))).toEqual([]);
  });
});

describe.skipIf(!existsSync("/dev/full"))("output that finds no room", () => {
  test("under a log is no reason to stop: work goes on when its log cannot be written", async () => {
    const { home: root, remove } = await temporaryHome();
    const folder = join(root, BATCH);
    await makeSampleBook(folder, { pages: 1, width: 500, height: 700 });
    const full = openSync("/dev/full", "w");
    const [program = "", ...args] = commandLine(["add", folder, "--wait", "--verbose", "--json", "--home", join(root, "home")]);
    const { stdout, status } = spawnSync(program, args, {
      env: environment({}),
      stdio: ["ignore", "pipe", full],
      encoding: "utf8",
    });
    closeSync(full);
    expect(JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "{}")).toMatchObject({ ok: true, data: { state: "complete" } });
    expect(status).toBe(0);
    await remove();
  });

  test("under a result is told by exit 9", async () => {
    const { home, remove } = await temporaryHome();
    const full = openSync("/dev/full", "w");
    const [program = "", ...args] = commandLine(["status", "--home", home]);
    const { stderr, status } = spawnSync(program, args, {
      env: environment({}),
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    closeSync(full);
    expect([status, stderr]).toEqual([9, expect.stringContaining("No space left")]);
    await remove();
  });
});
