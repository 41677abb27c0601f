/** Whatever is wrong with a package or a bundle: it is refused by its code, and store and catalogue are the same afterwards. */
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openCatalogue } from "../../catalogue/open.ts";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { createBag } from "../../formats/bagit/write.ts";
import { filesBelow, flipBit } from "../fixtures/bundle-houses.ts";
import { sohoa } from "../fixtures/command-line.ts";
import { objectFiles, writeFiles } from "../fixtures/ocfl-object.ts";

const ITEM = "HN.cu";
let place: string;
let before: readonly string[];
const at = (name: string) => join(place, name);
const run = (...args: string[]) => sohoa([...args, "--json", "--home", at("home")]);

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "sohoa-refusals-"));
  await makeSampleBook(at(ITEM), { pages: 1, width: 300, height: 400 });
  expect((await run("add", at(ITEM))).exit).toBe(0);
  await run("export", "--ocfl", at("root"));
  await run("bundle", "export", ITEM, "--to", at("bundle"), "--chunk-size", "0.0625");
  before = await snapshot();
  expect(before.length).toBeGreaterThan(5);
}, 300_000);
afterAll(() => rm(place, { recursive: true, force: true }));

/** Every file of the store and every row of the catalogue, by digest. The log of changes counts as a table. */
async function snapshot(): Promise<readonly string[]> {
  const digest = (bytes: Buffer | string) => createHash("sha256").update(bytes).digest("hex");
  const lines: string[] = [];
  for (const name of await filesBelow(at("home/store")))
    lines.push(`${name} ${digest(await readFile(at(`home/store/${name}`)))}`);
  const catalogue = await openCatalogue({ file: at("home/catalogue.sqlite") }, () => new Date());
  await catalogue.copies.dump(async ({ table, rows }) => void lines.push(`${table} ${digest(JSON.stringify(rows))}`));
  await catalogue.close();
  return lines.sort();
}

/** A copy of something good, spoilt. */
async function spoilt(from: string, name: string, spoil: (path: string) => Promise<unknown>): Promise<string> {
  await cp(at(from), at(name), { recursive: true });
  await spoil(at(name));
  return at(name);
}

async function emptyFolder(name: string): Promise<string> {
  await mkdir(at(name));
  return at(name);
}

async function foreignBag(name: string): Promise<string> {
  const bag = await createBag(at(name), "b");
  await bag.addText("letter.txt", "Kính gửi".repeat(200));
  await bag.finish([]);
  return at(name);
}

const master = async (root: string) => join(root, (await filesBelow(root)).find((each) => each.includes("masters/")) ?? "");
const part = async (bundle: string) => join(bundle, (await filesBelow(bundle)).find((each) => each.includes("part-")) ?? "");

describe("what is refused writes nothing", () => {
  test.each([
    ["nothing at all", ["import"], "IMPORT-NOTHING", async () => at("nowhere")],
    ["a folder that is no bag", ["import"], "BAG-NODECLARATION", () => emptyFolder("empty")],
    ["a bag of somebody else", ["import"], "IMPORT-FOREIGN", () => foreignBag("foreign.tar")],
    ["a bag that was cut off", ["import"], "BAG-UNREADABLE", async () => await cut(await foreignBag("cut.tar"))],
    ["a bag with a flipped bit", ["import"], "BAG-DIGEST", async () => await flipped(await foreignBag("flipped.tar"))],
    ["an object of somebody else", ["import"], "IMPORT-FOREIGN", () => writeFiles(at("object"), objectFiles())],
    [
      "a root with a flipped bit",
      ["import"],
      "OCFL-E092",
      () => spoilt("root", "r1", async (root) => flipBit(await master(root))),
    ],
    ["a root that lacks a scan", ["import"], "OCFL-E092", () => spoilt("root", "r2", async (root) => rm(await master(root)))],
    ["a root with a stranger's file", ["import"], "OCFL-E001", () => spoilt("root", "r3", stranger)],
    [
      "a bundle with a flipped bit",
      ["bundle", "import"],
      "BUNDLE-PART",
      () => spoilt("bundle", "b1", async (b) => flipBit(await part(b))),
    ],
    [
      "a bundle that lacks a part",
      ["bundle", "import"],
      "BUNDLE-PART",
      () => spoilt("bundle", "b2", async (b) => rm(await part(b))),
    ],
    [
      "a bundle without its lists",
      ["bundle", "import"],
      "BUNDLE-UNFINISHED",
      () => spoilt("bundle", "b3", (b) => rm(join(b, "manifest-sha256.txt"))),
    ],
    ["a bundle of a key that nobody trusts", ["bundle", "import"], "BUNDLE-UNTRUSTED", async () => at("bundle")],
    ["a bag where a bundle is expected", ["bundle", "import"], "BUNDLE-UNFINISHED", () => foreignBag("no-bundle.tar")],
  ] as const)(
    "%s",
    async (_, command, code, make) => {
      const { exit, envelope } = await run(...command, await make());
      expect(envelope.errors.map((each) => each.code)).toContain(code);
      expect(exit).toBeGreaterThanOrEqual(4);
      expect(await snapshot()).toEqual(before);
    },
    300_000,
  );
});

async function cut(path: string): Promise<string> {
  await truncate(path, 1500);
  return path;
}

async function flipped(path: string): Promise<string> {
  const bytes = await readFile(path);
  const where = bytes.indexOf("Kính");
  bytes[where] = (bytes[where] ?? 0) ^ 1;
  await writeFile(path, bytes);
  return path;
}

async function stranger(root: string): Promise<void> {
  const [inventory = ""] = (await filesBelow(root)).filter((name) => /[0-9a-f]\/inventory\.json$/.test(name));
  await writeFile(join(root, inventory, "../letter.txt"), "x");
}
