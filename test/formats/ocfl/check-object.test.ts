import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkObject } from "../../../formats/ocfl/check-object.ts";
import { type Broken, firstInventory, objectFiles, sha512, writeFiles } from "../../fixtures/ocfl-object.ts";

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ocfl-object-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, string | undefined>>;

async function codesOf(files: Files): Promise<readonly string[]> {
  const place = await writeFiles(join(folder, `object${count++}`), files);
  return [...new Set((await checkObject(place)).problems.map(({ code }) => code))].sort();
}

/** Text in place of the inventories of the object and of its newest version, with digests that fit it. */
function withText(text: string): Files {
  const sidecar = `${sha512(text)} inventory.json\n`;
  return {
    ...objectFiles(),
    ...{
      "inventory.json": text,
      "inventory.json.sha512": sidecar,
      "v2/inventory.json": text,
      "v2/inventory.json.sha512": sidecar,
    },
  };
}

const good = (): string => JSON.stringify(JSON.parse(objectFiles()["inventory.json"] ?? ""));

describe("an OCFL object", () => {
  test("that is good is found to be so, and its files are counted", async () => {
    const place = await writeFiles(join(folder, `object${count++}`), objectFiles());
    const report = await checkObject(place);
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({ files: 3, specVersion: "1.1", inventory: { head: "v2" } });
  });

  test.each([
    ["E001_extra_file_in_root", { "extra.txt": "x" }],
    ["E001_extra_dir_in_root", { "extra/x.txt": "x" }],
    ["E003_no_declaration", { "0=ocfl_object_1.1": undefined }],
    ["E003_two_declarations", { "0=ocfl_object_1.0": "ocfl_object_1.0\n" }],
    ["E005_declaration_of_another_tag", { "0=ocfl_object_1.1": undefined, "1=ocfl_object_1.1": "ocfl_object_1.1\n" }],
    ["E006_declaration_of_another_thing", { "0=ocfl_object_1.1": undefined, "0=ocfl_1.1": "ocfl_1.1\n" }],
    ["E006_declaration_of_the_future", { "0=ocfl_object_1.1": undefined, "0=ocfl_object_2.0": "ocfl_object_2.0\n" }],
    ["E007_declaration_says_something_else", { "0=ocfl_object_1.1": "ocfl_object_1.1" }],
    ["E015_file_in_version_dir", { "v1/extra.txt": "x" }],
    ["E023_extra_file", { "v1/content/extra.txt": "x" }],
    ["E024_empty_dir_in_content", { "v1/content/empty/": "" }],
    ["E046_version_dir_that_inventory_does_not_know", { "v3/content/x.txt": "x" }],
    ["E058_no_sidecar", { "inventory.json.sha512": undefined }],
    ["E058_no_sidecar_in_version", { "v1/inventory.json.sha512": undefined }],
    ["E059_sidecar_of_another_algorithm", { "inventory.json.sha512": undefined, "inventory.json.sha256": "x inventory.json\n" }],
    ["E060_inventory_digest_mismatch", { "inventory.json.sha512": `${sha512("x")} inventory.json\n` }],
    ["E060_version_inventory_digest_mismatch", { "v1/inventory.json.sha512": `${sha512("x")} inventory.json\n` }],
    ["E061_invalid_sidecar", { "inventory.json.sha512": "hello\n" }],
    ["E061_sidecar_of_another_file", { "inventory.json.sha512": `${sha512("x")} other.json\n` }],
    ["E063_no_inventory", { "inventory.json": undefined, "inventory.json.sha512": undefined }],
    ["E067_file_in_extensions_dir", { "extensions/x.txt": "x" }],
    ["E092_content_file_digest_mismatch", { "v2/content/a.txt": "thrEe" }],
    ["E092_missing_file", { "v1/content/sub/b.txt": undefined }],
  ] as const)("%s is refused by that code", async (name, changes) => {
    expect(await codesOf({ ...objectFiles(), ...changes })).toEqual([`OCFL-${name.slice(0, 4)}`]);
  });

  const inventories: readonly (readonly [string, (inventory: Broken) => Broken])[] = [
    ["E008_no_versions", (i) => Object.assign(i, { versions: {} })],
    ["E009_version_two_only", (i) => delete i.versions.v1],
    ["E010_missing_version", (i) => Object.assign(i, { versions: { v1: i.versions.v1, v3: i.versions.v2 }, head: "v3" })],
    [
      "E012_inconsistent_version_format",
      (i) => Object.assign(i, { versions: { v1: i.versions.v1, v02: i.versions.v2 }, head: "v02" }),
    ],
    ["E017_content_directory_with_slash", (i) => Object.assign(i, { contentDirectory: "a/b" })],
    ["E018_content_directory_is_up", (i) => Object.assign(i, { contentDirectory: ".." })],
    ["E025_wrong_digest_algorithm", (i) => Object.assign(i, { digestAlgorithm: "md5" })],
    ["E031_digest_that_is_none", (i) => renameDigest(i, sha512("one"), "abcd")],
    ["E036_no_id", (i) => delete i.id],
    ["E036_no_head", (i) => delete i.head],
    ["E037_empty_id", (i) => Object.assign(i, { id: "" })],
    ["E038_wrong_type", (i) => Object.assign(i, { type: "https://ocfl.io/1.0/spec/#inventory" })],
    ["E040_wrong_head", (i) => Object.assign(i, { head: "v1" })],
    ["E040_head_that_does_not_exist", (i) => Object.assign(i, { head: "v7" })],
    ["E041_no_manifest", (i) => delete i.manifest],
    ["E041_no_versions_block", (i) => delete i.versions],
    ["E042_content_path_outside_versions", (i) => (i.manifest[sha512("one")] = ["elsewhere/a.txt"])],
    ["E042_content_path_outside_content_dir", (i) => (i.manifest[sha512("one")] = ["v1/other/a.txt"])],
    ["E044_versions_not_object", (i) => Object.assign(i, { versions: [] })],
    [
      "E046_version_of_another_name",
      (i) => Object.assign(i, { versions: { v1: i.versions.v1, second: i.versions.v2 }, head: "second" }),
    ],
    ["E047_version_not_object", (i) => (i.versions.v1 = "x")],
    ["E048_no_created", (i) => delete i.versions.v1.created],
    ["E049_created_no_timezone", (i) => (i.versions.v1.created = "2026-01-01T00:00:00")],
    ["E049_created_not_to_seconds", (i) => (i.versions.v1.created = "2026-01-01T00:00Z")],
    ["E049_created_not_a_text", (i) => (i.versions.v1.created = 20260101)],
    ["E050_state_digest_not_in_manifest", (i) => (i.versions.v1.state[sha512("x")] = ["x.txt"])],
    ["E050_state_not_object", (i) => (i.versions.v1.state = [])],
    ["E051_state_without_paths", (i) => (i.versions.v1.state[sha512("one")] = "a.txt")],
    ["E052_logical_path_up", (i) => (i.versions.v1.state[sha512("one")] = ["../a.txt"])],
    ["E052_logical_path_empty_element", (i) => (i.versions.v1.state[sha512("one")] = ["x//a.txt"])],
    ["E053_logical_path_absolute", (i) => (i.versions.v1.state[sha512("one")] = ["/a.txt"])],
    ["E053_logical_path_ends_in_slash", (i) => (i.versions.v1.state[sha512("one")] = ["a.txt/"])],
    ["E054_user_without_name", (i) => (i.versions.v1.user = { address: "mailto:x@y.vn" })],
    ["E056_unknown_fixity_algorithm", (i) => (i.fixity = { crc32: {} })],
    ["E057_fixity_of_unknown_file", (i) => (i.fixity.md5[Object.keys(i.fixity.md5)[0] ?? ""] = ["v1/content/none"])],
    ["E093_fixity_digest_mismatch", (i) => (i.fixity = { md5: { ["0".repeat(32)]: ["v1/content/a.txt"] } })],
    ["E094_message_not_a_string", (i) => (i.versions.v1.message = 7)],
    ["E095_conflicting_logical_paths", (i) => (i.versions.v1.state[sha512("one")] = ["sub"])],
    ["E095_non_unique_logical_paths", (i) => (i.versions.v1.state[sha512("one")] = ["a.txt", "sub/b.txt"])],
    ["E096_manifest_digest_in_two_cases", (i) => (i.manifest[sha512("one").toUpperCase()] = ["v1/content/a.txt"])],
    ["E099_content_path_up", (i) => (i.manifest[sha512("one")] = ["v1/content/../a.txt"])],
    ["E100_content_path_absolute", (i) => (i.manifest[sha512("one")] = ["/v1/content/a.txt"])],
    ["E101_non_unique_content_paths", (i) => (i.manifest[sha512("one")] = ["v1/content/a.txt", "v1/content/sub/b.txt"])],
    ["E102_unknown_member", (i) => Object.assign(i, { extra: 1 })],
    ["E104_version_without_v", (i) => Object.assign(i, { versions: { 1: i.versions.v1, v2: i.versions.v2 } })],
    ["E105_version_zero", (i) => Object.assign(i, { versions: { v0: i.versions.v1, ...i.versions } })],
    ["E106_manifest_not_object", (i) => Object.assign(i, { manifest: [] })],
    ["E107_file_in_manifest_not_used", (i) => (i.manifest[sha512("x")] = ["v2/content/x.txt"])],
    ["E111_fixity_not_object", (i) => Object.assign(i, { fixity: [] })],
    ["PATH_windows_way_up", (i) => (i.versions.v2.state[sha512("three")] = ["..\\..\\evil.exe"])],
    ["PATH_drive", (i) => (i.versions.v2.state[sha512("three")] = ["C:\\evil.exe"])],
    ["PATH_device", (i) => (i.versions.v2.state[sha512("three")] = ["sub/NUL"])],
  ];

  test.each(inventories)("%s is refused by that code", async (name, change) => {
    expect(await codesOf(objectFiles(change))).toContain(`OCFL-${name.split("_")[0]}`);
  });

  test.each([
    ["E033_inventory_not_json", (): string => "{"],
    ["E033_inventory_is_a_list", (): string => "[]"],
    ["E033_inventory_begins_with_a_byte_order_mark", (): string => `\uFEFF${good()}`],
    ["E033_member_twice", () => good().replace('"head"', '"head":"v1","head"')],
    [
      "E096_manifest_repeated_digest",
      () => good().replace('"manifest":{', `"manifest":{"${sha512("one")}":["v1/content/a.txt"],`),
    ],
    ["E097_fixity_repeated_digest", () => good().replace(/"md5":\{("[0-9a-f]+":\["[^"]+"\])/, '"md5":{$1,$1')],
    ["E050_state_repeated_digest", () => good().replace('"state":{', `"state":{"${sha512("one")}":["z.txt"],`)],
  ] as const)("%s is refused by that code", async (name, text) => {
    expect(await codesOf(withText(text()))).toContain(`OCFL-${name.slice(0, 4)}`);
  });

  test.each([
    [
      "E064_different_root_and_latest_inventories",
      (files: Record<string, string | undefined>) => replace(files, "v2", `${good()} `),
    ],
    [
      "E066_earlier_inventory_tells_another_state",
      (files) =>
        replace(
          files,
          "v1",
          changed((i) => (i.versions.v1.state[sha512("two")] = ["other.txt"])),
        ),
    ],
    [
      "E110_earlier_inventory_of_another_object",
      (files) =>
        replace(
          files,
          "v1",
          changed((i) => Object.assign(i, { id: "urn:other" })),
        ),
    ],
    ["E019_content_directory_changes", (files) => replace(files, "v1", changed(asStuff))],
    ["E040_earlier_inventory_of_another_head", (files) => replace(files, "v1", good())],
  ] as readonly (readonly [string, (files: Record<string, string | undefined>) => void])[])(
    "%s is refused by that code",
    async (name, change) => {
      const files = objectFiles();
      change(files);
      expect(await codesOf(files)).toContain(`OCFL-${name.slice(0, 4)}`);
    },
  );

  test("E046_missing_version_dir is refused by that code", async () => {
    const files = Object.fromEntries(Object.entries(objectFiles()).filter(([name]) => !name.startsWith("v2/")));
    expect(await codesOf(files)).toContain("OCFL-E046");
  });

  test("E103_earlier_version_of_later_specification is refused by that code", async () => {
    const text = good().replace("ocfl.io/1.1", "ocfl.io/1.0");
    const files = { ...withText(text), "0=ocfl_object_1.1": undefined, "0=ocfl_object_1.0": "ocfl_object_1.0\n" };
    expect(await codesOf(files)).toContain("OCFL-E103");
  });

  test("E090_symbolic_link is refused by that code, and the link is not followed", async () => {
    const place = await writeFiles(join(folder, `object${count++}`), objectFiles());
    await symlink("/etc/hostname", join(place, "v1/content/link"));
    const report = await checkObject(place);
    expect(report.problems.map(({ code }) => code)).toEqual(["OCFL-E090"]);
    expect(report.files).toBe(3);
  });

  test("with any one byte changed is never found good", async () => {
    const files = objectFiles();
    const names = Object.keys(files);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.nat(), fc.constantFrom(1, 2, 4, 8, 16, 64), async (name, at, flip) => {
        const bytes = Buffer.from(files[name] ?? "");
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ flip;
        const codes = await codesOf({ ...files, [name]: bytes.toString("latin1") });
        // Between digest and name any white space will do.
        return codes.length > 0 || (name.includes(".sha512") && /\s/.test(bytes.toString("latin1", place, place + 1)));
      }),
      { numRuns: 80 },
    );
  });
});

function renameDigest(inventory: Broken, from: string, to: string): void {
  inventory.manifest[to] = inventory.manifest[from];
  delete inventory.manifest[from];
  inventory.versions.v1.state[to] = inventory.versions.v1.state[from];
  delete inventory.versions.v1.state[from];
}

/** The inventory of the first version, changed. */
function changed(change: (inventory: Broken) => unknown): string {
  const inventory = firstInventory();
  change(inventory);
  return JSON.stringify(inventory);
}

function asStuff(inventory: Broken): void {
  inventory.contentDirectory = "stuff";
  inventory.manifest = Object.fromEntries(
    Object.entries(inventory.manifest as Record<string, string[]>).map(([digest, [path]]) => [
      digest,
      [path?.replace("content", "stuff")],
    ]),
  );
  delete inventory.fixity;
}

function replace(files: Record<string, string | undefined>, version: string, text: string): void {
  files[`${version}/inventory.json`] = text;
  files[`${version}/inventory.json.sha512`] = `${sha512(text)} inventory.json\n`;
}
