import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasTool } from "../../fixtures/tools.ts";
import { pdfaFaults } from "./pdfa-points.ts";
import { rareBook } from "./rare-book.ts";
import { writeBook } from "./write-book.ts";

describe.skipIf(!hasTool("qpdf"))("the points of PDF/A-2u", () => {
  let folder: string;
  let book: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pdfa-"));
    book = await writeBook(folder, rareBook());
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("are all kept by a book with readings, rare characters, outline and labels", () => {
    expect(pdfaFaults(book)).toEqual([]);
  });

  test("are all kept by a book without any text", async () => {
    const own = join(folder, "images-only");
    await mkdir(own);
    expect(pdfaFaults(await writeBook(own, rareBook().slice(0, 1), false))).toEqual([]);
  });

  test.each([
    ["/Lang (vi-Hani)", "/Lung (vi-Hani)", "no /Lang"],
    ["/S /GTS_PDFA1", "/S /GTS_PDFX1", "no output intent with a profile"],
    ["<pdfaid:part>2<", "<pdfaid:part>1<", "not declared as 2u"],
    ["<pdf:Producer>sohoa", "<pdf:Producer>other", "/Producer differs"],
    ["<rdf:li>Chu", "<rdf:li>Cha", "/Author differs"],
    ["/ID [<", "/IX [<", "no /ID"],
    ["%%EOF\n", "%%EOF\nx", "data behind the end"],
    ["/DisplayDocTitle true", "/Direction /R2L      ", "reading direction"],
    ["/ToUnicode ", "/ToUnicade ", "codes without a meaning"],
    ["/FontFile2 ", "/FontFile9 ", "font not embedded"],
    ["/Order [", "/Ordre [", "layer left out of the order"],
    ["/PageLabels ", "/AA         ", "/AA"],
    ["/DW 1000 /W [1 [", "/DW 1000 /W [2 [", "widths unlike the glyph's"],
  ])("are missed where %s was %s", async (right, wrong, fault) => {
    const bytes = await readFile(book, "latin1");
    expect(bytes).toContain(right);
    const planted = join(folder, "planted.pdf");
    await writeFile(planted, bytes.replace(right, wrong), "latin1");
    expect(pdfaFaults(planted).join()).toContain(fault);
  });
});
