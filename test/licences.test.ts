import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");

interface Entry {
  readonly license?: string;
  readonly dev?: boolean;
}
interface Bill {
  readonly bomFormat: string;
  readonly components: readonly {
    readonly "bom-ref": string;
    readonly name: string;
    readonly version: string;
    readonly scope: string;
    readonly hashes: readonly { readonly content: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  readonly manifest: { readonly dependencies: Record<string, string> };
}

/** What may be in a product under Apache-2.0. libvips is LGPL: it is loaded as a library of its own that anybody can replace. */
const ALLOWED =
  /^(MIT|MIT-0|ISC|0BSD|Apache-2\.0|BSD-[23]-Clause|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|OFL-1\.1|Unlicense|Python-2\.0|Zlib)$/;
const ONLY_AS_LIBRARY = /^node_modules\/@img\/sharp-/;

/** Of "A OR B" one must do, of "A AND B" both. */
function isAllowed(expression: string, path: string): boolean {
  const bare = expression.replace(/[()]/g, "");
  return bare
    .split(/ OR /)
    .some((choice) =>
      choice.split(/ AND /).every((each) => ALLOWED.test(each) || (each === "LGPL-3.0-or-later" && ONLY_AS_LIBRARY.test(path))),
    );
}

function refused(packages: Readonly<Record<string, Entry>>): readonly string[] {
  return Object.entries(packages)
    .filter(([path, { dev, license }]) => path !== "" && !dev && !isAllowed(license ?? "none", path))
    .map(([path, { license }]) => `${path}: ${license ?? "none"}`);
}

describe("the licences of what is shipped", () => {
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as { readonly packages: Record<string, Entry> };

  test("are such that the product may be given on: no AGPL, no GPL, none unknown", () => {
    expect(Object.keys(lock.packages).length).toBeGreaterThan(200);
    expect(refused(lock.packages)).toEqual([]);
  });

  test.each(["AGPL-3.0-only", "GPL-3.0-or-later", "SSPL-1.0", "MIT AND AGPL-3.0", "UNLICENSED", "LGPL-3.0-or-later"])(
    "would be found out if one were %s",
    (license) => {
      expect(refused({ "node_modules/planted": { license } })).toEqual([`node_modules/planted: ${license}`]);
      expect(refused({ "node_modules/planted": { license: `(MIT OR ${license.split(" ").at(-1)})` } })).toEqual([]);
    },
  );

  test("would be found out if one said nothing", () => {
    expect(refused({ "node_modules/planted": {} })).toEqual(["node_modules/planted: none"]);
  });
});

test("the bill of materials names every package that is shipped, and no tool of development", () => {
  const text = execFileSync(process.execPath, [".ci/sbom.mjs"], { cwd: ROOT, encoding: "utf8" });
  const bill = JSON.parse(text) as Bill;
  expect(bill.bomFormat).toBe("CycloneDX");
  const names = bill.components.map(({ name }) => name);
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Bill["manifest"];
  expect(Object.keys(dependencies).filter((each) => !names.includes(each))).toEqual([]);
  for (const tool of ["vitest", "typescript", "@biomejs/biome"]) expect(names).not.toContain(tool);
  expect(bill.components.filter(({ version }) => !/^\d/.test(version))).toEqual([]);
  // The lock file has no digest of some optional packages of other platforms.
  const required = bill.components.filter(({ scope }) => scope === "required");
  expect(required.filter(({ hashes }) => hashes[0]?.content.length !== 128)).toEqual([]);
  // Everything but the product itself is needed by something that is named.
  const refs = bill.components.map((each) => each["bom-ref"]);
  expect(new Set(refs).size).toBe(refs.length);
  const needed = new Set(bill.dependencies.flatMap(({ dependsOn }) => dependsOn));
  expect([...needed].filter((each) => !refs.includes(each))).toEqual([]);
  expect(refs.filter((each) => !needed.has(each))).toEqual([]);
});
