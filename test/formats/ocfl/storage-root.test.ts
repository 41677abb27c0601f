import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkRoot } from "../../../formats/ocfl/check-root.ts";
import { objectPath } from "../../../formats/ocfl/layout.ts";
import { addVersion, openObject, type VersionFile } from "../../../formats/ocfl/write-object.ts";
import { openRoot, placeOf } from "../../../formats/ocfl/write-root.ts";
import { digestOfText } from "../../../pipeline/derive.ts";
import { objectFiles, writeFiles } from "../../fixtures/ocfl-object.ts";

const ID = "urn:sohoa:item:AB.1";
const ABOUT = { created: "2026-01-01T00:00:00.000Z", message: "m", user: { name: "Lan" } };
let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ocfl-root-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Files in memory as files of a version. */
async function* filesOf(texts: Readonly<Record<string, string>>): AsyncGenerator<VersionFile> {
  for (const [path, text] of Object.entries(texts)) {
    const place = join(folder, "source");
    await writeFile(place, text);
    yield { path, sha256: digestOfText(text), file: async () => place };
  }
}

async function newRoot(): Promise<string> {
  const root = join(folder, `root${count++}`);
  await openRoot(root);
  return root;
}

/** A root with the object of the fixtures at its place. */
async function goodRoot(): Promise<string> {
  const root = await newRoot();
  await writeFiles(join(root, objectPath(ID)), objectFiles());
  return root;
}

const codesOf = async (root: string) => [...new Set((await checkRoot(root)).problems.map(({ code }) => code))].sort();

describe("a storage root", () => {
  test("that is good is found to be so, with its objects", async () => {
    const report = await checkRoot(await goodRoot());
    expect(report.problems).toEqual([]);
    expect(report.objects.map(({ path }) => path)).toEqual([objectPath(ID)]);
  });

  test("lays objects out as the registered extension says", () => {
    // The example of the extension's own page.
    expect(objectPath("object-01")).toBe("3c0/ff4/240/3c0ff4240c1e116dba14c7627f2319b58aa3d77606d0d90dfc6161608ac987d4");
    expect(objectPath("..hor/rib:le-$id")).toBe("487/326/d8c/487326d8c2a3c0b885e23da1469b4d6671fd4e76978924b4443e9e3c316cda6d");
  });

  test.each([
    ["E069_no_declaration", async (root: string) => await rm(join(root, "0=ocfl_1.1"))],
    ["E076_two_declarations", async (root) => await writeFile(join(root, "0=ocfl_1.0"), "ocfl_1.0\n")],
    ["E078_declaration_of_another_tag", async (root) => await renamed(root, "1=ocfl_1.1", "ocfl_1.1\n")],
    ["E079_declaration_of_the_future", async (root) => await renamed(root, "0=ocfl_3.0", "ocfl_3.0\n")],
    ["E080_declaration_says_something_else", async (root) => await renamed(root, "0=ocfl_1.1", "ocfl_1.1")],
    ["E070_layout_without_description", async (root) => await layout(root, { extension: "0004-hashed-n-tuple-storage-layout" })],
    ["E070_layout_not_json", async (root) => await writeFile(await cleared(root, "ocfl_layout.json"), "{")],
    ["E071_layout_that_is_not_registered", async (root) => await layout(root, { extension: "mine", description: "x" })],
    ["E072_file_between_objects", async (root) => await writeFile(join(root, dirname(objectPath(ID)), "x.txt"), "x")],
    ["E073_empty_folder", async (root) => await mkdir(join(root, "aaa/bbb"), { recursive: true })],
    ["E083_object_at_another_place", async (root) => await moved(root)],
    ["E090_link", async (root) => await symlink("/etc", join(root, "link"))],
    ["E037_identifier_twice", async (root) => await cp(join(root, objectPath(ID)), join(root, "aaa/again"), { recursive: true })],
  ] as readonly (readonly [string, (root: string) => Promise<unknown>])[])("%s is refused by that code", async (name, spoil) => {
    const root = await goodRoot();
    await spoil(root);
    expect(await codesOf(root)).toContain(`OCFL-${name.slice(0, 4)}`);
  });

  test("E081_object_of_later_specification is refused by that code", async () => {
    const root = await goodRoot();
    await renamed(root, "0=ocfl_1.0", "ocfl_1.0\n");
    expect(await codesOf(root)).toContain("OCFL-E081");
  });

  test("with a file of its own that nobody knows is sound (E087)", async () => {
    const root = await goodRoot();
    await writeFile(join(root, "README.txt"), "x");
    expect(await codesOf(root)).toEqual([]);
  });
});

describe("an object that is written", () => {
  test("is valid after each version, and stores what it had before no second time", async () => {
    const root = await newRoot();
    const place = placeOf(root, ID);
    const one = await addVersion(place, undefined, ABOUT, filesOf({ "a.txt": "one", "sub/b 喃.txt": "two" }));
    expect(await codesOf(root)).toEqual([]);
    const first = await readFile(join(place.folder, "v1/inventory.json"));
    const two = await addVersion(place, one, ABOUT, filesOf({ "c.txt": "one", "sub/b 喃.txt": "three" }));
    expect(await codesOf(root)).toEqual([]);
    expect(two.head).toBe("v2");
    expect(await readdir(join(place.folder, "v2/content"))).toEqual(["sub"]);
    expect(
      Object.values(two.versions["v2"]?.state ?? {})
        .flat()
        .sort(),
    ).toEqual(["c.txt", "sub/b 喃.txt"]);
    expect((await readFile(join(place.folder, "v1/inventory.json"))).equals(first)).toBe(true);
    expect(await openObject(place)).toEqual(JSON.parse(await readFile(join(place.folder, "inventory.json"), "utf8")));
  });

  test("is put right where writing was interrupted between folder, inventory and digest", async () => {
    const root = await newRoot();
    const place = placeOf(root, ID);
    const one = await addVersion(place, undefined, ABOUT, filesOf({ "a.txt": "one" }));
    // A version whose folder is there and that no inventory tells of.
    await mkdir(join(place.folder, "v2/content"), { recursive: true });
    await writeFile(join(place.folder, "v2/content/x"), "half");
    expect(await codesOf(root)).toEqual(["OCFL-E046"]);
    const opened = await openObject(place);
    expect(opened).toEqual(one);
    expect(await codesOf(root)).toEqual([]);
    await addVersion(place, opened, ABOUT, filesOf({ "a.txt": "two" }));
    // The inventory is new, its digest that of the former one.
    await rm(join(place.folder, "inventory.json.sha512"));
    await writeFile(join(place.folder, "inventory.json.sha512"), "0 inventory.json\n");
    expect((await openObject(place))?.head).toBe("v2");
    expect(await codesOf(root)).toEqual([]);
  });

  test("is left alone where its inventory is damaged", async () => {
    const root = await newRoot();
    const place = placeOf(root, ID);
    await addVersion(place, undefined, ABOUT, filesOf({ "a.txt": "one" }));
    const path = await cleared(place.folder, "inventory.json");
    await writeFile(path, "{}");
    await expect(openObject(place)).rejects.toMatchObject({ code: "OCFL-DAMAGED", exit: "integrity" });
  });

  test("refuses bytes that are not those that were announced, and leaves no trace of the version", async () => {
    const root = await newRoot();
    const place = placeOf(root, ID);
    async function* lying(): AsyncGenerator<VersionFile> {
      for await (const file of filesOf({ "a.txt": "one" })) yield { ...file, sha256: "0".repeat(64) };
    }
    await expect(addVersion(place, undefined, ABOUT, lying())).rejects.toMatchObject({ code: "OCFL-CHANGED" });
    expect((await checkRoot(root)).objects).toEqual([]);
    expect(await openObject(place)).toBeUndefined();
  });

  test("goes into no folder that holds something else", async () => {
    const other = join(folder, "other");
    await writeFiles(other, { "photos/1.jpg": "x" });
    await expect(openRoot(other)).rejects.toMatchObject({ code: "OCFL-ROOT", exit: "input" });
    expect(await readdir(other)).toEqual(["photos"]);
  });
});

async function cleared(root: string, name: string): Promise<string> {
  await rm(join(root, name), { force: true });
  return join(root, name);
}

async function renamed(root: string, name: string, text: string): Promise<void> {
  await cleared(root, "0=ocfl_1.1");
  await writeFile(join(root, name), text);
}

async function layout(root: string, value: unknown): Promise<void> {
  await writeFile(await cleared(root, "ocfl_layout.json"), JSON.stringify(value));
}

async function moved(root: string): Promise<void> {
  await cp(join(root, objectPath(ID)), join(root, "aaa/elsewhere"), { recursive: true });
  await rm(join(root, objectPath(ID).slice(0, 3)), { recursive: true });
}
