import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { altoDocument } from "../../formats/alto.ts";
import type { TextLayer } from "../../pipeline/text-layer.ts";
import { column, SAMPLE_PAGES, verticalLayer } from "../fixtures/item-inputs.ts";
import { SCHEMAS } from "../fixtures/material.ts";
import { hasTool, runTool } from "../fixtures/tools.ts";

const page = { pageId: "p1", sequence: 7, label: "4a <nháp>", imageName: "0007-a&b.tif", language: "vi-Hani" };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "alto-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const horizontal: TextLayer = verticalLayer([], {
  script: "quoc-ngu",
  writingMode: "horizontal-tb",
  isWithoutText: false,
  lines: [
    {
      id: "l1",
      kind: "body",
      box: { x: 10, y: 20, width: 300, height: 40 },
      text: "Trăm năm",
      confidence: 0.8,
      characters: [..."Trămnăm"].map((text, at) => ({
        text,
        box: { x: 10 + at * 40, y: 20, width: 36, height: 40 },
        confidence: 0.8,
        alternatives: [],
      })),
    },
  ],
});

const samples: Readonly<Record<string, TextLayer>> = {
  "a vertical page": verticalLayer(SAMPLE_PAGES[0] ?? []),
  "a page without text": verticalLayer([]),
  "a horizontal page": horizontal,
  "a line whose characters are unknown": verticalLayer([], {
    lines: [
      { ...column("c1", "喃𡨸", 100), characters: [] },
      { ...column("c2", "", 300), box: column("c1", "喃", 300).box },
    ],
  }),
  "rare characters, variation selectors and control characters": verticalLayer([
    "葛\u{E0100}\u{31350}\u{F0073}",
    "⿰氵㐬\u0000豈",
  ]),
  "all kinds of lines": verticalLayer([], {
    lines: (["body", "commentary", "running-title", "head-note"] as const).map((kind, at) => ({
      ...column(`x ${at}`, "喃", 600 - 100 * at),
      kind,
    })),
  }),
};

describe("ALTO", () => {
  test.skipIf(!hasTool("xmllint") || SCHEMAS === undefined).each(Object.entries(samples))(
    "of %s is valid",
    async (name, layer) => {
      const path = join(folder, `${name.replace(/\W+/g, "-")}.xml`);
      await writeFile(path, altoDocument(layer, page).xml);
      const schema = join(SCHEMAS ?? "", "alto/alto-4-4.xsd");
      const environment = `XML_CATALOG_FILES=${join(SCHEMAS ?? "", "catalog.xml")}`;
      runTool("env", environment, "xmllint", "--nonet", "--noout", "--schema", schema, path);
    },
  );

  test("says top to bottom, the reading order, and the characters with their alternatives", () => {
    const { xml, droppedCodePoints } = altoDocument(verticalLayer(["喃𡨸"]), page);
    expect(droppedCodePoints).toEqual([]);
    expect(xml).toContain('BASEDIRECTION="ttb"');
    expect(xml).toContain('<ElementRef ID="order-1" REF="block-1"/>');
    expect(xml).toContain('CONTENT="喃𡨸"');
    expect(xml).toMatch(/<Glyph [^>]*CONTENT="𡨸" GC="0.9"><Variant CONTENT="口" VC="0.05"\/><\/Glyph>/);
  });

  test("draws the baseline of a column through its middle", () => {
    const { xml } = altoDocument(verticalLayer(["喃"]), page);
    expect(xml).toContain('BASELINE="682,150 682,220"');
  });

  test("parts the words of a horizontal line", () => {
    expect(altoDocument(horizontal, page).xml).toMatch(/CONTENT="Trăm".*<SP\/><String [^>]*CONTENT="năm"/);
  });

  test("tells which code points it had to leave out", () => {
    expect(altoDocument(verticalLayer(["喃\u0001"]), page).droppedCodePoints).toContain(1);
  });
});
