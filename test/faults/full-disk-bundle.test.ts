import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";

/** A small file system in memory stands for the disk that the bundle goes to, and for that of the receiving home. */
const ITEM = "HN.day";
const canMount = process.platform === "linux" && process.getuid?.() === 0 && probeMount();

function probeMount(): boolean {
  return spawnSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;
}

describe.skipIf(!canMount)("a full disk and a bundle", () => {
  let root: { readonly home: string; remove(): Promise<void> };
  const at = (name: string) => join(root.home, name);
  const run = (home: string, ...args: string[]) => sohoa([...args, "--json", "--home", at(home)]);
  const mount = async (name: string, size: string) => {
    await mkdir(at(name));
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", at(name)]);
  };
  const grow = (name: string) => execFileSync("mount", ["-o", "remount,size=200m", at(name)]);

  beforeAll(async () => {
    root = await temporaryHome();
    await makeSampleBook(at(ITEM), { pages: 3, width: 700, height: 1000 });
    expect((await run("library", "add", at(ITEM))).exit).toBe(0);
  }, 300_000);
  afterAll(async () => {
    for (const name of ["disk", "station"]) spawnSync("umount", ["-l", at(name)]);
    await root.remove();
  });

  test("the export ends with its code and leaves no finished bundle; with room the same command goes on", async () => {
    await mount("disk", "600k");
    const args = ["bundle", "export", ITEM, "--to", at("disk/bundle"), "--chunk-size", "0.125"];
    const full = await run("library", ...args);
    expect(full.envelope).toMatchObject({ ok: false, exit: 9, errors: [{ code: "SPACE-FULL" }] });
    expect(await readdir(at("disk/bundle"))).not.toContain("manifest-sha256.txt");
    expect(await readdir(at("disk/bundle/data"))).not.toHaveLength(0);
    grow("disk");
    expect((await run("library", ...args)).exit).toBe(0);
  }, 300_000);

  test("the import ends with its code, and with room the same command takes the book whole", async () => {
    await mount("station", "2m");
    const signer = (await run("library", "bundle", "key")).envelope.data.fingerprint;
    const args = ["bundle", "import", at("disk/bundle"), "--accept", signer];
    const full = await run("station", ...args);
    expect(full.envelope).toMatchObject({ ok: false, exit: 9, errors: [{ code: "SPACE-FULL" }] });
    grow("station");
    expect((await run("station", ...args)).envelope).toMatchObject({ ok: true, counts: { imported: 1 } });
    expect((await run("station", "fsck", "--no-grace")).envelope.errors).toEqual([]);
  }, 300_000);
});
