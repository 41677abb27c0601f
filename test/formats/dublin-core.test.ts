import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DUBLIN_CORE_FIELDS, dublinCoreOf, readDublinCore } from "../../formats/dublin-core.ts";
import { readXml } from "../../formats/xml-read.ts";
import { recordSchema } from "../../pipeline/record.ts";
import { SCHEMAS } from "../fixtures/material.ts";
import { hasTool, runTool } from "../fixtures/tools.ts";
import { variedRecords } from "../fixtures/varied-records.ts";

const WHERE = { identifier: "oai:so.thuvien.vn:AB.1", reader: "https://so.thuvien.vn/items/AB.1" };
const RECORDS = variedRecords(500, 15);

function read(xml: string) {
  const { root, problem } = readXml(xml);
  if (!root) throw new Error(problem.detail);
  return readDublinCore(root);
}

describe("a record as Dublin Core", () => {
  test("is written as it was after it was read", () => {
    for (const record of RECORDS) {
      const written = dublinCoreOf(record, WHERE);
      expect(dublinCoreOf(recordSchema.parse({ v: 1, ...read(written) }), WHERE)).toBe(written);
    }
  });

  test("says nothing of fields that it does not hold", () => {
    const said = new Set(RECORDS.flatMap((record) => Object.keys(read(dublinCoreOf(record, WHERE)))));
    expect([...said].sort()).toEqual([...DUBLIN_CORE_FIELDS].sort());
  });

  test("holds titles with their languages, names, dates, places old and new, and numbers", () => {
    const record = recordSchema.parse({
      v: 1,
      shelfmark: "VNb.12",
      titles: [
        { language: "vi-Hani", text: "金雲翹新傳" },
        { language: "vi", text: "Kim Vân Kiều tân truyện" },
      ],
      agents: [{ role: "author", name: "阮攸", normalised: "Nguyễn Du" }],
      dateAsWritten: "嗣德十九年",
      dateEdtf: "1866",
      places: [{ name: "河内", now: "Hà Nội" }],
      identifiers: [{ type: "isbn", value: "604" }],
      holder: "Thư viện tỉnh",
    });
    const xml = dublinCoreOf(record, WHERE);
    expect(xml).toContain('<dc:title xml:lang="vi-Hani">金雲翹新傳</dc:title>');
    expect(xml).toContain("<dc:creator>阮攸 (Nguyễn Du)</dc:creator>");
    expect(xml).toContain("<dc:identifier>https://so.thuvien.vn/items/AB.1</dc:identifier>");
    expect(recordSchema.parse({ v: 1, ...read(xml) })).toEqual(record);
  });

  test.skipIf(!hasTool("xmllint") || SCHEMAS === undefined)("is valid", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sohoa-dc-"));
    const paths = RECORDS.slice(0, 100).map((_, at) => join(folder, `${at}.dc.xml`));
    await Promise.all(paths.map((path, at) => writeFile(path, dublinCoreOf(RECORDS[at]!, WHERE))));
    const catalog = `XML_CATALOG_FILES=${SCHEMAS}/catalog.xml`;
    runTool("env", catalog, "xmllint", "--nonet", "--noout", "--schema", `${SCHEMAS}/all.xsd`, ...paths);
    await rm(folder, { recursive: true });
  });
});
