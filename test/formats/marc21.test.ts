import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Marc } from "marcjs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { iso2709Of, readIso2709 } from "../../formats/marc21/iso2709.ts";
import { marcOf, readMarc } from "../../formats/marc21/marc.ts";
import type { MarcRecord } from "../../formats/marc21/marc-record.ts";
import { marcXmlCollectionOf, marcXmlOf, readMarcXml } from "../../formats/marc21/marcxml.ts";
import { readXml } from "../../formats/xml-read.ts";
import { compactRecord, recordSchema } from "../../pipeline/record.ts";
import { SCHEMAS } from "../fixtures/material.ts";
import { hasTool, runTool } from "../fixtures/tools.ts";
import { variedRecords } from "../fixtures/varied-records.ts";

const WHERE = { identifier: "oai:so.thuvien.vn:AB.1", manifest: "https://so.thuvien.vn/iiif/3/items/AB.1/manifest" };
const RECORDS = variedRecords(500, 21);
const KIEU = recordSchema.parse({
  v: 1,
  shelfmark: "VNb.12",
  titles: [
    { language: "vi-Hani", text: "金雲翹𡨸新傳" },
    { language: "vi", text: "Kim Vân Kiều tân truyện" },
    { language: "en", text: "The Tale of Kiều" },
  ],
  agents: [{ role: "author", name: "阮攸", normalised: "Nguyễn Du", alsoKnownAs: [{ kind: "courtesy", name: "Tố Như" }] }],
  dateEdtf: "1878/1879",
  linesPerPage: 9,
  charactersPerLine: 20,
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sohoa-marc-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function bytesOf(record: MarcRecord): Buffer {
  const written = iso2709Of(record);
  if ("problem" in written) throw new Error(JSON.stringify(written.problem));
  return written.bytes;
}

function fromXml(xml: string): readonly MarcRecord[] {
  const { root, problem } = readXml(xml);
  if (!root) throw new Error(problem.detail);
  return readMarcXml(root);
}

function one<T>(list: readonly T[]): T {
  if (list.length !== 1 || list[0] === undefined) throw new Error(`${list.length} instead of one`);
  return list[0];
}

/** What another program must find in a record. */
const contents = ({ controls, fields }: MarcRecord) => [
  ...controls.map(([tag, value]) => [tag, value]),
  ...fields.map(({ tag, indicators, subfields }) => [tag, indicators, ...subfields.flat()]),
];

describe("a record as MARC 21", () => {
  test("comes back from ISO 2709 and from MARCXML as it was, and is written as it was", () => {
    for (const record of RECORDS) {
      const marc = marcOf(record, WHERE, {});
      const bytes = bytesOf(marc);
      const read = one(readIso2709(bytes));
      if ("problem" in read) throw new Error(JSON.stringify(read.problem));
      expect(contents(read)).toEqual(contents(marc));
      const xml = marcXmlOf(marc);
      for (const each of [read, one(fromXml(xml))]) {
        const back = recordSchema.parse({ v: 1, ...readMarc(each).fields });
        expect(compactRecord(back)).toEqual(compactRecord(record));
        expect(bytesOf(marcOf(back, WHERE, {})).equals(bytes)).toBe(true);
        expect(marcXmlOf(marcOf(back, WHERE, {}))).toBe(xml);
      }
    }
  });

  test("pairs the title and the name in the book's script with their forms in Quốc ngữ", () => {
    const fields = marcOf(KIEU, WHERE).fields.map(({ tag, indicators, subfields }) =>
      [tag, indicators, ...subfields.flat()].join("|"),
    );
    expect(fields).toContain("245|10|6|880-01|a|Kim Vân Kiều tân truyện");
    expect(fields).toContain("880|10|6|245-01/$1|a|金雲翹𡨸新傳");
    expect(fields).toContain("100|1 |6|880-02|a|Nguyễn Du|c|tự Tố Như|e|author|4|aut");
    expect(fields).toContain("880|1 |6|100-02/$1|a|阮攸");
    expect(fields).toContain("242|10|a|The Tale of Kiều|y|eng");
    expect(fields).toContain("046|  |k|1878/1879|2|edtf");
    expect(marcOf(KIEU, WHERE).controls[1]?.[1]).toMatch(/^ {6}q18781879vm .{17}vie \|$/);
  });

  test("for the public holds nothing beside MARC's own fields", () => {
    const record = { ...KIEU, consent: "pending", holdingClass: "họ tộc" };
    expect(marcXmlOf(marcOf(record, WHERE))).not.toMatch(/pending|họ tộc|"887"/);
    expect(marcXmlOf(marcOf(record, WHERE, {}))).toMatch(/pending/);
  });

  test("is read when another system wrote it", () => {
    const foreign: MarcRecord = {
      leader: "00000nam a2200000 a 4500",
      controls: [["008", `260101s1697    vm ${" ".repeat(17)}chi d`]],
      fields: [
        {
          tag: "245",
          indicators: "10",
          subfields: [
            ["6", "880-03"],
            ["a", "Đại Việt sử ký"],
            ["b", "toàn thư /"],
          ],
        },
        {
          tag: "260",
          indicators: "  ",
          subfields: [
            ["a", "Hà Nội :"],
            ["c", "1697"],
          ],
        },
        {
          tag: "700",
          indicators: "1 ",
          subfields: [
            ["a", "Lê, Hy,"],
            ["4", "http://id.loc.gov/vocabulary/relators/com"],
          ],
        },
        {
          tag: "852",
          indicators: "  ",
          subfields: [
            ["b", "TVQG"],
            ["h", "R.123"],
          ],
        },
        {
          tag: "880",
          indicators: "10",
          subfields: [
            ["6", "245-03/$1"],
            ["a", "大越史記全書"],
          ],
        },
      ],
    };
    const fields = recordSchema.parse({ v: 1, ...readMarc(foreign).fields });
    expect(fields).toMatchObject({
      shelfmark: "R.123",
      holder: "TVQG",
      language: "lzh",
      titles: [
        { language: "lzh", text: "大越史記全書", kind: "as-written" },
        { language: "vi", text: "Đại Việt sử ký toàn thư", kind: "transliteration" },
      ],
      agents: [{ role: "compiler", name: "Lê, Hy" }],
      places: [{ name: "Hà Nội", relation: "made-at" }],
      dateAsWritten: "1697",
    });
  });

  test("that is too long for ISO 2709 is refused with its length, and no shorter record is made of it", () => {
    const long = (length: number) => marcOf({ ...KIEU, summary: "字".repeat(length) }, WHERE);
    expect(iso2709Of(long(3_400))).toEqual({
      problem: { code: "MARC-FIELD", facts: { tag: "520", bytes: 10_205, most: 9_999 } },
    });
    const notes = Array.from({ length: 12 }, () => ({ language: "vi", text: "字".repeat(3_000) }));
    expect(iso2709Of(marcOf({ ...KIEU, notes }, WHERE))).toMatchObject({ problem: { code: "MARC-LONG" } });
    expect(readIso2709(bytesOf(long(3_300)))).toHaveLength(1);
  });

  test("in pieces, of another length, or in MARC-8, is named by its number, and the others are read", () => {
    const sound = bytesOf(marcOf(KIEU, WHERE));
    const shorter = Buffer.concat([sound.subarray(0, 300), sound.subarray(301)]);
    const marc8 = Buffer.from(sound);
    marc8[9] = 0x20;
    const read = readIso2709(Buffer.concat([shorter, sound, Buffer.from("\r\n"), marc8, sound.subarray(0, 50)]));
    expect(read.map((each) => ("problem" in each ? `${each.problem.code} ${each.problem.facts["record"]}` : "sound"))).toEqual([
      "MARC-FORM 1",
      "sound",
      "MARC-CHARSET 3",
      "MARC-FORM 4",
    ]);
  });
});

describe("other programs", () => {
  test.skipIf(!hasTool("yaz-marcdump"))("yaz reads ISO 2709 and MARCXML, and finds in both what was written", async () => {
    const records = RECORDS.slice(0, 200).map((record) => marcOf(record, WHERE, {}));
    const [marc, xml] = [join(folder, "all.mrc"), join(folder, "all.xml")];
    await writeFile(marc, Buffer.concat(records.map(bytesOf)));
    await writeFile(xml, marcXmlCollectionOf(records.map(marcXmlOf)));
    const fromMarc = fromXml(runTool("yaz-marcdump", "-i", "marc", "-f", "utf-8", "-t", "utf-8", "-o", "marcxml", marc));
    const back = join(folder, "back.mrc");
    runTool("sh", "-c", `yaz-marcdump -i marcxml -o marc -f utf-8 -t utf-8 -l 9=97 ${xml} > ${back}`);
    const check = runTool("yaz-marcdump", "-v", "-f", "utf-8", "-t", "utf-8", marc);
    expect(check).not.toMatch(/No separator|warning|Bad|Skipping/i);
    expect(fromMarc.map(contents)).toEqual(records.map(contents));
    expect(fromMarc).toHaveLength(200);
    const byYaz = readIso2709(await readFile(back)).map((each) => ("problem" in each ? each : contents(each)));
    expect(byYaz).toEqual(records.map(contents));
  });

  test("marcjs reads ISO 2709 and MARCXML, and finds in both what was written", () => {
    for (const record of RECORDS.slice(0, 200).map((each) => marcOf(each, WHERE, {}))) {
      expect(Marc.parse(bytesOf(record), "iso2709").fields).toEqual(contents(record));
    }
    const xml = Marc.parse(`<collection>${marcXmlOf(marcOf(KIEU, WHERE, {}))}</collection>`, "marcxml");
    expect(xml.fields).toEqual(contents(marcOf(KIEU, WHERE, {})));
  });

  test.skipIf(!hasTool("xmllint") || SCHEMAS === undefined)(
    "the schema of the Library of Congress finds MARCXML valid",
    async () => {
      const path = join(folder, "valid.marc.xml");
      await writeFile(path, marcXmlCollectionOf(RECORDS.map((record) => marcXmlOf(marcOf(record, WHERE, {})))));
      const catalog = `XML_CATALOG_FILES=${SCHEMAS}/catalog.xml`;
      runTool("env", catalog, "xmllint", "--nonet", "--noout", "--schema", `${SCHEMAS}/all.xsd`, path);
    },
  );
});
