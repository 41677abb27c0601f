import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as rules from "./architecture/rules.ts";
import { FOLDERS, readSources, toSource } from "./architecture/sources.ts";

const ROOT = join(import.meta.dirname, "..");
const sources = readSources(ROOT);

/** Folders that later versions fill. */
const MAY_BE_EMPTY: readonly string[] = ["hannom", "bench"];

/** Readers of formats that are handed a path: pictures and packages are too large to be handed over as bytes. */
const MAY_TOUCH_FILES: readonly rules.DiskException[] = [
  { path: "formats/image-input.ts", reason: "hands a picture to the decoder by path" },
  { path: "formats/json-file.ts", reason: "reads and checks one JSON file" },
  { path: "formats/record-table.ts", reason: "reads a table of records in whatever encoding it has" },
  { path: "formats/tar.ts", reason: "streams a package" },
  { path: "formats/bagit/read.ts", reason: "walks through a bag that may be larger than memory" },
  { path: "formats/ocfl/walk.ts", reason: "walks through objects that may be larger than memory" },
  { path: "formats/ocfl/write-object.ts", reason: "streams the files of a version to their place" },
  { path: "formats/ocfl/write-root.ts", reason: "makes the folder that objects lie in" },
  { path: "formats/pdf/jpeg-header.ts", reason: "reads the first bytes of a picture" },
  { path: "formats/pdf/object-file.ts", reason: "writes a PDF object by object, never whole in memory" },
];

describe("the sources", () => {
  test("were really seen, in every folder, with their imports", () => {
    expect(sources.length).toBeGreaterThan(100);
    for (const folder of FOLDERS.filter((each) => !MAY_BE_EMPTY.includes(each))) {
      expect(sources.filter((source) => source.path.startsWith(`${folder}/`)).length, folder).toBeGreaterThan(0);
    }
    expect(sources.reduce((sum, source) => sum + source.own.length, 0)).toBeGreaterThan(sources.length);
  });

  test("import only files that are there", () => {
    expect(rules.missing(sources, (path) => existsSync(join(ROOT, path)))).toEqual([]);
  });

  test("say in plain text what they import", () => {
    expect(rules.hiddenImports(sources)).toEqual([]);
  });

  test("keep to the table of who may import whom", () => {
    expect(rules.breaksOfFolders(sources)).toEqual([]);
  });

  test("pick adapters in the composition root only", () => {
    expect(rules.breaksOfAdapters(sources)).toEqual([]);
  });

  test("keep stages away from ports, siblings, services, clock and environment", () => {
    expect(rules.breaksOfStages(sources)).toEqual([]);
  });

  test("keep pure folders away from disk, network, clock and environment", () => {
    expect(rules.breaksOfPurity(sources, MAY_TOUCH_FILES)).toEqual([]);
  });

  test("open pictures behind the locks only", () => {
    expect(rules.unlockedPictures(sources)).toEqual([]);
  });

  test("give browsers nothing that only a server has", () => {
    expect(sources.filter(({ path }) => path.startsWith("web/workroom/")).length).toBeGreaterThan(10);
    expect(rules.breaksOfBrowser(sources)).toEqual([]);
  });

  test("hold no exception that is no longer needed", () => {
    const needed = MAY_TOUCH_FILES.filter(
      (each) =>
        rules.breaksOfPurity(
          sources,
          MAY_TOUCH_FILES.filter((other) => other !== each),
        ).length > 0,
    );
    expect(needed).toEqual(MAY_TOUCH_FILES);
  });

  test("import each other in no circle", () => {
    expect(rules.circles(sources)).toEqual([]);
  });
});

describe("the rules find what is planted", () => {
  const plant = (path: string, text: string) => [toSource(path, text)];

  test.each([
    ["import", 'import { a } from "../cli/a.ts";'],
    ["import over several lines", 'import {\n  a,\n  type B,\n} from "../cli/a.ts";'],
    ["type import", 'import type { A } from "../cli/a.ts";'],
    ["side effect", 'import "../cli/a.ts";'],
    ["export", 'export { a } from "../cli/a.ts";'],
    ["export of everything", 'export * from "../cli/a.ts";'],
    ["dynamic import", 'const a = await import("../cli/a.ts");'],
    ["type of an import", 'type A = typeof import("../cli/a.ts");'],
  ])("a forbidden folder by %s", (_, text) => {
    expect(rules.breaksOfFolders(plant("hannom/x.ts", text))).toEqual(["hannom/x.ts imports cli/a.ts: hannom may not know cli"]);
  });

  test("but not in a comment, nor after an address in a text", () => {
    const text = '// import "../cli/a.ts"\n/* from "../cli/b.ts" */\nconst url = "https://x"; import "../cli/c.ts";';
    expect(rules.breaksOfFolders(plant("hannom/x.ts", text))).toEqual(["hannom/x.ts imports cli/c.ts: hannom may not know cli"]);
  });

  test("an adapter picked outside the composition root", () => {
    const text = 'import { openS3Store } from "../pipeline/store/s3.ts";';
    expect(rules.breaksOfAdapters(plant("web/x.ts", text)).length).toBe(1);
    expect(rules.breaksOfAdapters(plant("cli/work.ts", text)).length).toBe(1);
    expect(rules.breaksOfAdapters(plant("cli/compose.ts", text))).toEqual([]);
    expect(rules.breaksOfAdapters(plant("catalogue/x.ts", 'import "./open-sqlite.ts";')).length).toBe(1);
    expect(rules.breaksOfAdapters(plant("catalogue/open.ts", 'import "./open-sqlite.ts";'))).toEqual([]);
  });

  test("a module of Node in what browsers run, at first or at second hand", () => {
    const disk = toSource("formats/x.ts", 'import { readFile } from "node:fs/promises";');
    const page = toSource("web/workroom/x.tsx", 'import { x } from "../../formats/x.ts";');
    expect(rules.breaksOfBrowser([page, disk]).length).toBe(1);
    const typesOnly = toSource("web/workroom/x.tsx", 'import type { X } from "../../formats/x.ts";');
    expect(rules.breaksOfBrowser([typesOnly, disk])).toEqual([]);
    expect(rules.breaksOfBrowser(plant("web/workroom/y.ts", 'import "node:fs";')).length).toBe(1);
  });

  test("a stage that knows a port, a sibling, a service or the time", () => {
    const breaks = (text: string, path = "stages/ocr/read.ts") => rules.breaksOfStages(plant(path, text)).length;
    expect(breaks('import type { Store } from "../../pipeline/store/store.ts";')).toBe(1);
    expect(breaks('import type { Ledger } from "../../pipeline/ledger.ts";')).toBe(1);
    expect(breaks('import { cut } from "../layout/cut.ts";')).toBe(1);
    expect(breaks('import { layout } from "./layout.ts";', "stages/ocr.ts")).toBe(1);
    expect(breaks('import { get } from "node:https";')).toBe(1);
    expect(breaks('import { Kysely } from "kysely";')).toBe(1);
    expect(breaks("const at = new Date();")).toBe(1);
    expect(breaks('const home = process.env["HOME"];')).toBe(1);
    expect(breaks('import { cut } from "./cut.ts"; import { readFile } from "node:fs/promises";')).toBe(0);
    expect(breaks('import { read } from "./ocr/read.ts";', "stages/ocr.ts")).toBe(0);
    expect(breaks('import { ocr } from "./ocr.ts"; import { layout } from "./layout.ts";', "stages/workflow.ts")).toBe(0);
  });

  test("a picture opened past the locks", () => {
    const breaks = (text: string, path = "stages/ocr/x.ts") => rules.unlockedPictures(plant(path, text)).length;
    expect(breaks('import sharp from "sharp";')).toBe(1);
    expect(breaks('import sharp, { type Sharp } from "sharp";')).toBe(1);
    expect(breaks('const { default: sharp } = await import("sharp");')).toBe(1);
    expect(breaks('import type { Sharp } from "sharp";')).toBe(0);
    expect(breaks('import type { A } from "./a.ts";\nimport { sharp } from "../../formats/locked-sharp.ts";')).toBe(0);
    expect(breaks('import sharp from "sharp";', "formats/locked-sharp.ts")).toBe(0);
  });

  test("pure code that asks the machine", () => {
    const breaks = (text: string, path = "iiif/x.ts") => rules.breaksOfPurity(plant(path, text), []).length;
    expect(breaks('import { readFile } from "node:fs/promises";')).toBe(1);
    expect(breaks("const now = Date.now();", "hannom/x.ts")).toBe(1);
    expect(breaks("const then = new Date(0);")).toBe(0);
    expect(breaks('import fs from "node:fs";', "catalogue/progress.ts")).toBe(1);
    expect(breaks('import { Kysely } from "kysely";', "catalogue/ledger/finish.ts")).toBe(0);
  });

  test("an exception for the disk, which is none for the network", () => {
    const exception = [{ path: "formats/x.ts", reason: "planted" }];
    expect(rules.breaksOfPurity(plant("formats/x.ts", 'import "node:fs";'), exception)).toEqual([]);
    expect(rules.breaksOfPurity(plant("formats/x.ts", 'import "node:net";'), exception).length).toBe(1);
  });

  test("an import whose target is computed", () => {
    expect(rules.hiddenImports(plant("cli/x.ts", "await import(name);")).length).toBe(1);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a source text
    expect(rules.hiddenImports(plant("cli/x.ts", "await import(`./${name}.ts`);")).length).toBe(1);
    expect(rules.hiddenImports(plant("cli/x.ts", 'await import("./a.ts");'))).toEqual([]);
  });

  test("a circle, once, however it is entered", () => {
    const ring = [
      toSource("iiif/b.ts", 'import "./c.ts";'),
      toSource("iiif/c.ts", 'import "./a.ts";'),
      toSource("iiif/a.ts", 'import "./b.ts";'),
    ];
    expect(rules.circles(ring)).toEqual(["iiif/a.ts → iiif/b.ts → iiif/c.ts → iiif/a.ts"]);
    expect(rules.circles(ring.slice(1))).toEqual([]);
  });
});
