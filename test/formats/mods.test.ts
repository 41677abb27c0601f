import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { modsCollectionOf, modsElements, modsOf, readMods } from "../../formats/mods/mods.ts";
import { readXml } from "../../formats/xml-read.ts";
import { compactRecord, type ItemRecord, recordSchema } from "../../pipeline/record.ts";
import { SCHEMAS } from "../fixtures/material.ts";
import { hasTool, runTool } from "../fixtures/tools.ts";
import { variedRecords } from "../fixtures/varied-records.ts";

const WHERE = { identifier: "oai:so.thuvien.vn:AB.1", manifest: "https://so.thuvien.vn/iiif/3/items/AB.1/manifest" };
const RECORDS = variedRecords(500);

function read(xml: string) {
  const { root, problem } = readXml(xml);
  if (!root) throw new Error(problem.detail);
  return modsElements(root).map(readMods);
}

const again = (record: ItemRecord) => {
  const [carried] = read(modsOf(record, WHERE, {}));
  return recordSchema.parse({ v: 1, ...carried?.fields });
};

describe("a record as MODS", () => {
  test("comes back as it was, and is written as it was", () => {
    for (const record of RECORDS) {
      const back = again(record);
      expect(compactRecord(back)).toEqual(compactRecord(record));
      expect(modsOf(back, WHERE, {})).toBe(modsOf(record, WHERE, {}));
    }
  });

  test("for the public says nothing of consent, nor anything else that MODS has no element for", () => {
    const record = recordSchema.parse({
      v: 1,
      shelfmark: "GP.1",
      titles: [{ language: "lzh", text: "阮族家譜" }],
      consent: "pending",
      consentNote: "chờ trưởng tộc",
      linesPerPage: 8,
    });
    const xml = modsOf(record, WHERE);
    expect(xml).not.toMatch(/pending|chờ|extension/);
    expect(xml).toContain("<shelfLocator>GP.1</shelfLocator>");
    expect(modsOf(record, WHERE, {})).toContain("chờ trưởng tộc");
  });

  test.skipIf(!hasTool("xmllint") || SCHEMAS === undefined)("is valid", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sohoa-mods-"));
    const path = join(folder, "all.mods.xml");
    await writeFile(path, modsCollectionOf(RECORDS.map((record) => modsOf(record, WHERE, {}))));
    const catalog = `XML_CATALOG_FILES=${SCHEMAS}/catalog.xml`;
    runTool("env", catalog, "xmllint", "--nonet", "--noout", "--schema", `${SCHEMAS}/all.xsd`, path);
    await rm(folder, { recursive: true });
  });
});
