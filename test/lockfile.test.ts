import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

interface Entry {
  readonly version?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Packages = Readonly<Record<string, Entry>>;

const text = readFileSync(join(import.meta.dirname, "../package-lock.json"), "utf8");
const packages = (JSON.parse(text) as { packages: Packages }).packages;

/** Optional dependencies that the lock holds nowhere. */
function unlocked(of: Packages): readonly string[] {
  const held = new Set(Object.keys(of).map((path) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length)));
  return Object.values(of)
    .flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}))
    .filter((name) => !held.has(name));
}

describe("the lock file", () => {
  test("holds the packages of every platform, without which `npm ci` refuses it", () => {
    expect(Object.keys(packages).length).toBeGreaterThan(200);
    expect(unlocked(packages)).toEqual([]);
    expect(unlocked({ "node_modules/a": { optionalDependencies: { b: "1.0.0" } } })).toEqual(["b"]);
  });

  test("pins the bytes of every package, but for optional ones of single platforms", () => {
    const loose = Object.entries(packages).filter(([path, entry]) => path !== "" && entry.integrity === undefined);
    expect(loose.filter(([, entry]) => !entry.optional || entry.os === undefined).map(([path]) => path)).toEqual([]);
  });

  test("names no registry of somebody's own", () => {
    const hosts = [...text.matchAll(/"resolved": "https?:\/\/([^/"]+)/g)].map((match) => match[1]);
    expect(hosts.filter((host) => host !== "registry.npmjs.org")).toEqual([]);
  });
});
