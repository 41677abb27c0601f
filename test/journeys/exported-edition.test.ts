import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeSampleBook } from "../../cli/sample/book.ts";
import { checkBag } from "../../formats/bagit/check.ts";
import { checkManifest } from "../../iiif/check.ts";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";
import { SCHEMAS } from "../fixtures/material.ts";
import { hasTool, runTool } from "../fixtures/tools.ts";
import { hasPresentationSchema, schemaErrors } from "../iiif/presentation-schema.ts";

/** What `export` hands out, judged by the programs and schemas of others; a person has corrected one column. */
const ITEM = "HN.xuat";
const CORRECTED = "𤾓𢆥𥪞𡎝𠊛嗟";

let root: { readonly home: string; remove(): Promise<void> };
let out: string;
const files = async (folder: string) => (await readdir(join(out, folder))).sort().map((name) => join(out, folder, name));

beforeAll(async () => {
  root = await temporaryHome();
  const folder = join(root.home, ITEM);
  const home = join(root.home, "home");
  await makeSampleBook(folder, { pages: 3, width: 900, height: 1240 });
  const add = () => sohoa(["add", folder, "--wait", "--json", "--home", home]);
  expect((await add()).envelope).toMatchObject({ ok: true, data: { state: "complete" } });
  const tables = join(root.home, "tables");
  await sohoa(["text", "export", ITEM, "--to", tables, "--home", home]);
  const [first] = (await readdir(tables)).sort();
  const path = join(tables, first ?? "");
  const table = await readFile(path, "utf8");
  await writeFile(path, table.replace(/^(c1\t[^\t]*\t)[^\t]*/m, `$1${CORRECTED}`));
  await sohoa(["text", "import", ITEM, tables, "--agent", "Lan", "--home", home]);
  expect((await add()).envelope).toMatchObject({ data: { state: "complete" } });
  out = join(root.home, "out");
  expect((await sohoa(["export", ITEM, "--to", out, "--json", "--home", home])).envelope.ok).toBe(true);
}, 180_000);
afterAll(async () => {
  await root.remove();
});

describe("an exported edition", () => {
  test.skipIf(!hasTool("pdftotext"))(
    "gives its columns by pdftotext -raw in order, without inner spaces, with characters beyond the basic plane",
    async () => {
      const texts = await Promise.all((await files("text")).map((path) => readFile(path, "utf8")));
      const expected = texts
        .map((text) => text.trim())
        .filter((text) => text !== "")
        .join("\n");
      const found = runTool("pdftotext", "-raw", join(out, `${ITEM}.pdf`), "-")
        .replaceAll("\f", "")
        .trim();
      expect(found.split("\n").filter((line) => line !== "")).toEqual(expected.split("\n").filter((line) => line !== ""));
      expect(found).toContain(CORRECTED);
    },
  );

  test.skipIf(!hasTool("qpdf"))("has a PDF in which qpdf finds nothing wrong", () => {
    expect(runTool("qpdf", "--check", join(out, `${ITEM}.pdf`))).toContain("No syntax or stream encoding errors");
  });

  test.skipIf(!hasTool("xmllint") || SCHEMAS === undefined)("has valid ALTO for every page", async () => {
    const alto = await files("alto");
    expect(alto.length).toBe(3);
    const environment = `XML_CATALOG_FILES=${join(SCHEMAS ?? "", "catalog.xml")}`;
    const schema = join(SCHEMAS ?? "", "alto/alto-4-4.xsd");
    for (const path of alto) runTool("env", environment, "xmllint", "--nonet", "--noout", "--schema", schema, path);
  });

  test("has a manifest without a problem of our own check", async () => {
    const manifest: unknown = JSON.parse(await readFile(join(out, "manifest.json"), "utf8"));
    expect(checkManifest(manifest)).toEqual([]);
  });

  test.skipIf(!hasPresentationSchema)(
    "has a manifest valid against the Presentation 3 schema, and the schema can fail",
    async () => {
      const manifest = JSON.parse(await readFile(join(out, "manifest.json"), "utf8")) as Record<string, unknown>;
      expect(schemaErrors(manifest)).toEqual([]);
      expect(schemaErrors({ ...manifest, items: "none" })).not.toEqual([]);
    },
  );

  test("has a valid bag in which one changed byte is found", async () => {
    const path = join(out, `${ITEM}.tar`);
    expect((await checkBag(path)).problems).toEqual([]);
    const bytes = await readFile(path);
    const at = bytes.indexOf("II*\0", 0, "latin1") + 4096;
    bytes.writeUInt8((bytes[at] ?? 0) ^ 1, at);
    const damaged = join(root.home, "damaged.tar");
    await writeFile(damaged, bytes);
    expect((await checkBag(damaged)).problems).not.toEqual([]);
  });
});
