import { mkdir, mkdtemp, readdir, rename, rm, symlink, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { TakenFolders } from "../../cli/hot-folder/see-folder.ts";
import { type BatchTools, WatchedBatch } from "../../cli/hot-folder/watch-batch.ts";
import { survey } from "../../stages/ingest.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";
import { testPicture } from "../fixtures/public-site.ts";

let root: string;
let folder: string;
let batch: WatchedBatch;
let taken: string[][];
let tools: BatchTools;

const SETTLE = 10_000;
const PATIENCE = 300_000;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "sohoa-watch-"));
  folder = join(root, "AB.1");
  await mkdir(folder);
  batch = new WatchedBatch(folder);
  taken = [];
  tools = {
    taken: new TakenFolders(join(root, "home")),
    patience: { settleMs: SETTLE, patienceMs: PATIENCE, marker: null },
    async survey(path) {
      for await (const event of survey(path)) if (event.kind === "surveyed") return event.survey;
      throw new Error("no survey");
    },
    async take(_path, { accepted, rejected, found }) {
      taken.push(accepted.map(({ name }) => name));
      return { found, added: accepted.length, replaced: 0, known: 0, superseded: 0, rejected: rejected.length };
    },
  };
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function scan(seed: number): Promise<Buffer> {
  return await sharp(await testPicture(200, 260, seed))
    .withMetadata({ density: 300 })
    .tiff({ compression: "none" })
    .toBuffer();
}

/** Look every five seconds of a clock of our own, and tell what was said. */
async function looks(fromMs: number, toMs: number): Promise<readonly string[]> {
  const said: string[] = [];
  for (let at = fromMs; at <= toMs; at += 5000) {
    const told = await batch.look(tools, at);
    if (told) said.push(told.is);
  }
  return said;
}

describe("a watched folder", () => {
  test("is taken in once when it has come to rest, and never while it changes", async () => {
    await writeFile(join(folder, "0001.tif"), await scan(1));
    expect(await looks(0, 5000)).toEqual(["copying"]);
    await writeFile(join(folder, "0002.tif"), await scan(2));
    expect(await looks(10_000, 15_000)).toEqual(["copying"]);
    expect(taken).toEqual([]);
    expect(await looks(20_000, 60_000)).toEqual(["taken"]);
    expect(taken).toEqual([["0001.tif", "0002.tif"]]);
  });

  test("with a copy that paused is not taken in before the file is whole, however long it rests", async () => {
    const bytes = await scan(1);
    const place = join(folder, "0001.tif");
    await writeFile(place, bytes.subarray(0, bytes.length / 2));
    // As programs do that allocate the whole size first: the rest is zeros.
    await truncate(place, bytes.length);
    expect(await looks(0, 60_000)).toEqual(["copying", "incomplete"]);
    await writeFile(place, bytes);
    expect(await looks(65_000, 100_000)).toEqual(["copying", "taken"]);
    expect(taken).toEqual([["0001.tif"]]);
  });

  test("tells a file that stays broken as rejected when patience is over, and takes it when it was mended", async () => {
    const bytes = await scan(1);
    await writeFile(join(folder, "0001.tif"), bytes);
    await writeFile(join(folder, "0002.tif"), (await scan(2)).subarray(0, 5000));
    expect(await looks(0, PATIENCE - 5000)).toEqual(["copying", "incomplete"]);
    expect(await looks(PATIENCE, PATIENCE + 60_000)).toEqual(["taken"]);
    expect(taken).toEqual([["0001.tif"]]);
    await writeFile(join(folder, "0002.tif"), await scan(2));
    expect(await looks(PATIENCE + 65_000, PATIENCE + 120_000)).toEqual(["copying", "taken"]);
    expect(taken.at(-1)).toEqual(["0001.tif", "0002.tif"]);
  });

  test("waits for a copy under another name, and for the marker where one is asked for", async () => {
    tools = { ...tools, patience: { ...tools.patience, marker: "DONE.txt" } };
    await writeFile(join(folder, "0001.tif"), await scan(1));
    await writeFile(join(folder, "0002.tif.part"), "half");
    expect(new Set(await looks(0, 60_000))).toEqual(new Set(["copying"]));
    await rename(join(folder, "0002.tif.part"), join(folder, "0002.tif"));
    await writeFile(join(folder, "0002.tif"), await scan(2));
    expect(await looks(65_000, 120_000)).toEqual(["copying", "no-marker"]);
    await writeFile(join(folder, "DONE.txt"), "");
    expect(await looks(125_000, 180_000)).toContain("taken");
    expect(taken).toEqual([["0001.tif", "0002.tif"]]);
  });

  test("takes a file that was replaced afterwards again, and is not read again when nothing changed", async () => {
    const place = join(folder, "0001.tif");
    await writeFile(place, await scan(1));
    expect(await looks(0, 30_000)).toContain("taken");
    batch = new WatchedBatch(folder);
    expect(await looks(35_000, 90_000), "after a new start").toEqual(["copying"]);
    expect(taken).toHaveLength(1);
    await writeFile(place, await scan(3));
    await utimes(place, 1, 1);
    expect(await looks(95_000, 150_000)).toContain("taken");
  });

  test("follows no link and leaves everything where it is", async () => {
    await writeFile(join(root, "secret.tif"), await scan(1));
    await symlink(join(root, "secret.tif"), join(folder, "0001.tif"));
    await writeFile(join(folder, "0002.tif"), await scan(2));
    expect(await looks(0, 60_000)).toContain("taken");
    expect(taken).toEqual([["0002.tif"]]);
    expect(await readdir(folder)).toEqual(["0001.tif", "0002.tif"]);
  });
});

describe("sohoa watch", () => {
  test("takes in every folder at rest with the counts of sohoa add, and tells what it left", async () => {
    const { home, remove } = await temporaryHome();
    try {
      for (const [name, seed] of [
        ["AB.1", 1],
        ["AB.2", 2],
      ] as const) {
        await mkdir(join(root, name), { recursive: true });
        await writeFile(join(root, name, "0001.tif"), await scan(seed));
      }
      await writeFile(join(root, "AB.2", "0002.jpg"), "no picture");
      await symlink(join(root, "AB.1"), join(root, "AB.3"));
      await writeFile(join(root, "loose.tif"), await scan(4));
      const args = ["watch", root, "--once", "--settle", "0.2", "--patience", "0.1", "--json", "--lang", "en", "--home", home];
      const first = await sohoa(args);
      expect(first.exit, first.stderr).toBe(3);
      expect(first.stdout).toContain('"is":"taken"');
      expect(first.envelope.counts).toEqual({ found: 3, added: 2, replaced: 0, known: 0, rejected: 1 });
      expect(first.envelope.errors.map(({ code, path }) => [code, path])).toEqual([["IMG-FORMAT", "0002.jpg"]]);
      expect((await sohoa(args)).envelope.counts).toMatchObject({ found: 0, added: 0 });
      expect((await readdir(root)).toSorted()).toEqual(["AB.1", "AB.2", "AB.3", "loose.tif"]);
    } finally {
      await remove();
    }
  });

  test("refuses a folder that is not there", async () => {
    const { home, remove } = await temporaryHome();
    const { exit, stderr } = await sohoa(["watch", join(root, "nowhere"), "--once", "--lang", "en", "--home", home]);
    await remove();
    expect(exit).toBe(4);
    expect(stderr).toContain("SRC-MISSING");
  });
});
