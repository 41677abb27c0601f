/**
 * Every error code of OCFL 1.1 (spec/validation-codes): most have fixtures of their own name in the other files. Here are the rest:
 * rules that are one with another rule, so that a breach bears that one's code, and rules that nothing on a disk can break.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkObject } from "../../../formats/ocfl/check-object.ts";
import { checkRoot } from "../../../formats/ocfl/check-root.ts";
import { objectPath } from "../../../formats/ocfl/layout.ts";
import { openRoot } from "../../../formats/ocfl/write-root.ts";
import { type Broken, objectFiles, sha512, writeFiles } from "../../fixtures/ocfl-object.ts";

/** Numbers that the specification never gave, or took back. */
const NOT_GIVEN = [65, 68, 86, 91, 109];
const ALL = Array.from({ length: 112 }, (_, at) => at + 1)
  .filter((number) => !NOT_GIVEN.includes(number))
  .map((number) => `E${String(number).padStart(3, "0")}`);

/** Rules about what programs do, not about what lies on a disk. */
const OF_PROGRAMS: Readonly<Record<string, string>> = {
  E013: "adding a version: the naming that comes out of it is E012",
  E022: "a validator ignores other folders in a version: a good fixture here",
  E027: "a program supports the algorithms: each is computed here",
  E028: "a program ignores algorithms of extensions: a good fixture here",
  E074: "each root is independent: nothing of one names another",
  E087: "a validator ignores files in the root: a good fixture in storage-root",
};

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ocfl-codes-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Files = Record<string, string | undefined>;

async function codesOf(files: Files, spoil: (place: string) => Promise<unknown> = async () => {}): Promise<readonly string[]> {
  const place = await writeFiles(join(folder, `object${count++}`), files);
  await spoil(place);
  return [...new Set((await checkObject(place)).problems.map(({ code }) => code))].sort();
}

const changed = (change: (inventory: Broken) => unknown): Files => objectFiles((inventory) => void change(inventory));
const one = sha512("one");

describe("a rule that is one with another rule", () => {
  test.each([
    ["E002_declaration_not_of_the_form", "E003", { ...objectFiles(), "0=ocfl_object_1.1": undefined, "0-ocfl_object_1.1": "x" }],
    ["E004_declaration_without_a_number", "E006", { ...objectFiles(), "0=ocfl_object_1.1": undefined, "0=ocfl_object_": "\n" }],
    ["E011_padded_without_a_zero", "E046", changed((i) => rename2(i, "vv2"))],
    ["E013_padded_after_plain", "E012", changed((i) => rename2(i, "v02"))],
    ["E014_reference_to_another_folder", "E042", changed((i) => (i.manifest[one] = ["v01/content/a.txt"]))],
    ["E016_version_without_its_content", "E092", { ...objectFiles(), "v2/content/a.txt": undefined }],
    ["E020_content_directory_comes_later", "E019", stuff()],
    ["E021_content_elsewhere", "E042", changed((i) => (i.manifest[one] = ["v1/stuff/a.txt"]))],
    ["E026_fixity_of_no_known_algorithm", "E056", changed((i) => (i.fixity = { md6: {} }))],
    ["E034_inventory_of_another_name", "E063", { ...objectFiles(), "Inventory.json": "{}", "inventory.json": undefined }],
    ["E035_backslash_in_content_path", "E042", changed((i) => (i.manifest[one] = ["v1\\content\\a.txt"]))],
    ["E039_digests_of_another_algorithm", "E030", changed((i) => Object.assign(i, { digestAlgorithm: "sha256" }))],
    ["E043_no_block_of_versions", "E041", changed((i) => delete i.versions)],
    ["E045_versions_is_a_text", "E044", changed((i) => Object.assign(i, { versions: "v1 v2" }))],
    ["E055_fixity_under_another_key", "E102", changed((i) => Object.assign(i, { Fixity: {} }))],
    ["E062_digest_from_before_the_last_change", "E060", { ...objectFiles(), "inventory.json.sha512": `${one} inventory.json\n` }],
    ["E098_content_path_of_one_element", "E042", changed((i) => (i.manifest[one] = ["v1content"]))],
    ["E108_content_directory_further_down", "E017", changed((i) => Object.assign(i, { contentDirectory: "a/b" }))],
  ] as const)("%s is refused as %s", async (_, code, files) => {
    expect(await codesOf(files)).toContain(`OCFL-${code}`);
  });

  test.each([
    ["E029_sha1_that_is_none", "E029", "sha1", "xyz"],
    ["E030_sha256_too_short", "E030", "sha256", "ab12"],
    ["E032_blake2b_not_hexadecimal", "E032", "blake2b-512", "g".repeat(128)],
  ] as const)("%s is refused by that code", async (_, code, algorithm, digest) => {
    expect(await codesOf(changed((i) => (i.fixity = { [algorithm]: { [digest]: ["v1/content/a.txt"] } })))).toContain(
      `OCFL-${code}`,
    );
  });

  test.skipIf(process.platform === "win32")("E089_what_is_no_file is refused as E090", async () => {
    const pipe = async (place: string) => void execFileSync("mkfifo", [join(place, "v1/content/pipe")]);
    expect(await codesOf(objectFiles(), pipe)).toContain("OCFL-E090");
  });
});

describe("a rule about what programs do", () => {
  test.each(["md5", "sha1", "sha256", "sha512", "blake2b-512"])(
    "is kept for %s: a right digest passes, a wrong one is E093 (E027)",
    async (algorithm) => {
      const name = algorithm === "blake2b-512" ? "blake2b512" : algorithm;
      const right = createHash(name).update("one").digest("hex");
      const wrong = createHash(name).update("two").digest("hex");
      const at = (digest: string) => changed((i) => (i.fixity = { [algorithm]: { [digest]: ["v1/content/a.txt"] } }));
      expect(await codesOf(at(right))).not.toContain("OCFL-E093");
      expect(await codesOf(at(wrong))).toContain("OCFL-E093");
    },
  );

  test("leaves algorithms of extensions and other folders of a version alone (E022, E028)", async () => {
    const size = changed((i) => (i.fixity = { size: { "3": ["v1/content/a.txt"] } }));
    expect(await codesOf(size)).toEqual([]);
    expect(await codesOf({ ...objectFiles(), "v1/notes/x.txt": "x" })).toEqual([]);
  });
});

describe("a storage root", () => {
  const ID = "urn:sohoa:item:AB.1";
  async function rootCodes(spoil: (root: string) => Promise<unknown>): Promise<readonly string[]> {
    const root = join(folder, `root${count++}`);
    await openRoot(root);
    await writeFiles(join(root, objectPath(ID)), objectFiles());
    await spoil(root);
    return [...new Set((await checkRoot(root)).problems.map(({ code }) => code))].sort();
  }
  const declared = async (root: string, name: string) => await rename(join(root, "0=ocfl_1.1"), join(root, name));

  test.each([
    ["E075_declaration_not_of_the_form", "E069", (root: string) => declared(root, "0-ocfl_1.1")],
    ["E077_declaration_without_a_number", "E079", (root: string) => declared(root, "0=ocfl_")],
    [
      "E082_object_inside_an_object",
      "E001",
      async (root: string) => await writeFiles(join(root, objectPath(ID), "inner"), objectFiles()),
    ],
    ["E084_file_on_the_way", "E072", async (root: string) => await writeFile(join(root, dirname(objectPath(ID)), "x"), "x")],
    ["E085_way_that_ends_nowhere", "E073", async (root: string) => await mkdir(join(root, "abc/def"), { recursive: true })],
    ["E088_folder_of_something_else", "E072", async (root: string) => await writeFiles(join(root, "letters"), { "a.txt": "x" })],
    ["E112_file_among_the_extensions", "E112", async (root: string) => await writeFile(join(root, "extensions/x.txt"), "x")],
  ] as const)("%s is refused as %s", async (_, code, spoil) => {
    expect(await rootCodes(spoil)).toContain(`OCFL-${code}`);
  });
});

test("each code of the specification has a bad fixture of its name, or a reason why there can be none", async () => {
  const texts = await Promise.all(
    (await readdir(import.meta.dirname)).map((name) => readFile(join(import.meta.dirname, name), "utf8")),
  );
  const named = new Set([...texts.join("\n").matchAll(/"(E\d{3})_/g)].map(([, code]) => code));
  const lacking = ALL.filter((code) => !named.has(code) && OF_PROGRAMS[code] === undefined);
  expect(lacking).toEqual([]);
  expect(ALL).toHaveLength(107);
});

/** The second version under another name. */
function rename2(inventory: Broken, name: string): void {
  inventory.versions = { v1: inventory.versions.v1, [name]: inventory.versions.v2 };
  inventory.head = name;
}

/** The newest inventory names another content directory than the first did. */
function stuff(): Files {
  return changed((inventory) => {
    inventory.contentDirectory = "stuff";
    const moved = Object.entries(inventory.manifest as Record<string, string[]>);
    inventory.manifest = Object.fromEntries(moved.map(([digest, [path]]) => [digest, [path?.replace("content", "stuff")]]));
    delete inventory.fixity;
  });
}
