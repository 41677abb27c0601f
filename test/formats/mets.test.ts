import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { viewerSections } from "../../formats/mets/dfg-viewer.ts";
import { metsDocument } from "../../formats/mets/mets-document.ts";
import type { MetsObject } from "../../formats/mets/mets-object.ts";
import { modsOf } from "../../formats/mods/mods.ts";
import { childrenOf, type ReadElement, readXml } from "../../formats/xml-read.ts";
import { recordOf } from "../fixtures/book.ts";
import { SCHEMAS } from "../fixtures/material.ts";
import { hasTool, runTool } from "../fixtures/tools.ts";

const BASE = "https://so.thuvien.vn";
const LABELS = ["1a", "1b", "2a", '𠊛 <2b> & "sau"'];

const description = { serialized: modsOf(recordOf(), { identifier: "oai:so.thuvien.vn:VNb.12" }) };

/** The item as the web shows it. */
const shown: MetsObject = {
  id: "oai:so.thuvien.vn:VNb.12",
  label: "金雲翹新傳",
  type: "monograph",
  createdAt: "2026-11-20T08:00:00Z",
  creator: { name: "Thư viện tỉnh", kind: "ORGANIZATION" },
  description,
  administration: viewerSections({
    owner: "Thư viện tỉnh & bạn đọc",
    logo: `${BASE}/logo.png`,
    site: BASE,
    contact: "mailto:so@thuvien.vn",
    reference: `${BASE}/items/VNb.12`,
    presentation: `${BASE}/items/VNb.12`,
    manifest: `${BASE}/iiif/3/items/VNb.12/manifest`,
  }),
  groups: [
    {
      use: "DEFAULT",
      locations: "URL",
      ofPages: LABELS.map((_, at) => ({ href: `${BASE}/p${at}?a=1&b=2`, mediaType: "image/jpeg" })),
    },
    {
      use: "FULLTEXT",
      locations: "URL",
      ofPages: [{ href: `${BASE}/1.xml`, mediaType: "text/xml" }, undefined, undefined, undefined],
    },
    { use: "DOWNLOAD", locations: "URL", ofItem: [{ href: `${BASE}/pdf`, mediaType: "application/pdf" }] },
    { use: "MIN", locations: "URL", ofPages: [] },
  ],
  pages: LABELS.map((label, at) => ({ label, contentIds: [`${BASE}/canvas/${at}`] })),
  divisions: [
    { label: "卷一", first: 1, last: 2 },
    { label: "卷二", first: 3, last: 4 },
  ],
};

/** The same item as a package keeps it. */
const packed: MetsObject = {
  ...shown,
  creator: { name: "sohoa", kind: "software" },
  administration: [
    { id: "TECH_1", kind: "techMD", type: "LAYOUT", content: { name: "note", attributes: {}, children: ["8 columns"] } },
  ],
  groups: [
    {
      use: "image/master",
      locations: "path",
      ofPages: LABELS.map((_, at) => ({
        href: `data/masters/000${at + 1} tờ.tif`,
        mediaType: "image/tiff",
        sizeBytes: 1234,
        sha256: "0".repeat(64),
        sections: ["TECH_1"],
      })),
    },
  ],
};

function read(object: MetsObject): ReadElement {
  const { root, problem } = readXml(metsDocument(object).xml);
  if (!root) throw new Error(problem.detail);
  return root;
}

function all(root: ReadElement, name: string): readonly ReadElement[] {
  const children = root.children.filter((child): child is ReadElement => typeof child !== "string");
  return children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}

describe("METS of an item", () => {
  test.skipIf(!hasTool("xmllint") || SCHEMAS === undefined).each([
    ["on the web", shown],
    ["in a package", packed],
    ["without parts or administration", { ...shown, divisions: [], administration: [] }],
  ])("%s is valid with the MODS inside it", async (_where, object) => {
    const folder = await mkdtemp(join(tmpdir(), "sohoa-mets-"));
    const path = join(folder, "mets.xml");
    await writeFile(path, metsDocument(object).xml);
    const check = () => {
      const catalog = `XML_CATALOG_FILES=${SCHEMAS}/catalog.xml`;
      return runTool("env", catalog, "xmllint", "--nonet", "--noout", "--schema", `${SCHEMAS}/all.xsd`, path);
    };
    check();
    await writeFile(path, metsDocument(object).xml.replace("<titleInfo", "<titleinfo").replace("</titleInfo", "</titleinfo"));
    expect(check).toThrow(/titleinfo/);
    await rm(folder, { recursive: true });
  });

  test("gives each page its label and its files, and no empty group", () => {
    const root = read(shown);
    const pages = all(root, "div").filter((div) => div.attributes["TYPE"] === "page");
    expect(pages.map((page) => page.attributes["ORDERLABEL"])).toEqual(LABELS);
    expect(pages.map((page) => childrenOf(page, "fptr").map((pointer) => pointer.attributes["FILEID"]))).toEqual([
      ["FILE_DEFAULT_0001", "FILE_FULLTEXT_0001"],
      ["FILE_DEFAULT_0002"],
      ["FILE_DEFAULT_0003"],
      ["FILE_DEFAULT_0004"],
    ]);
    expect(all(root, "fileGrp").map((group) => group.attributes["USE"])).toEqual(["DEFAULT", "FULLTEXT", "DOWNLOAD"]);
    const ids = all(root, "file").map((file) => file.attributes["ID"]);
    const pointed = all(root, "fptr").map((pointer) => pointer.attributes["FILEID"]);
    expect([...pointed].sort()).toEqual([...ids].sort());
  });

  test("links the whole with every page and each part with its own", () => {
    const links = all(read(shown), "smLink").map((link) => Object.values(link.attributes).slice(0, 2).join(" "));
    expect(links).toEqual([
      "LOG_0000 PHYS_0000",
      "LOG_0000 PHYS_0001",
      "LOG_0000 PHYS_0002",
      "LOG_0000 PHYS_0003",
      "LOG_0000 PHYS_0004",
      "LOG_0001 PHYS_0001",
      "LOG_0001 PHYS_0002",
      "LOG_0002 PHYS_0003",
      "LOG_0002 PHYS_0004",
    ]);
  });

  test("names files of a package by path, with size and checksum", () => {
    const [file] = all(read(packed), "file");
    expect(file?.attributes).toMatchObject({ SIZE: "1234", CHECKSUM: "0".repeat(64), CHECKSUMTYPE: "SHA-256", ADMID: "TECH_1" });
    const [place] = all(read(packed), "FLocat");
    expect(place?.attributes).toMatchObject({ LOCTYPE: "OTHER", OTHERLOCTYPE: "SYSTEM" });
  });
});
