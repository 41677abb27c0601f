import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InputFile } from "../../pipeline/stage.ts";
import type { TextLayer } from "../../pipeline/text-layer.ts";
import { pdf } from "../../stages/pdf.ts";
import {
  asInput,
  column,
  pageImage,
  SAMPLE_PAGES,
  SAMPLE_RECORD,
  sampleStructure,
  verticalLayer,
} from "../fixtures/item-inputs.ts";
import { hasTool, runTool } from "../fixtures/tools.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pdf-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let runs = 0;
async function bind(
  layers: readonly TextLayer[],
  record: object = SAMPLE_RECORD,
  images?: readonly Buffer[],
  params: object = {},
): Promise<string> {
  const place = join(folder, String(runs++));
  const clean: InputFile[] = [];
  const text: InputFile[] = [];
  for (const [at, layer] of layers.entries()) {
    clean.push(await asInput(place, "image/clean", `clean${at}`, images?.[at] ?? (await pageImage(layer))));
    text.push(await asInput(place, "text/machine", `text${at}`, JSON.stringify(layer)));
  }
  const output = join(place, "output");
  await mkdir(join(place, "scratch"));
  await pdf.run({
    inputs: {
      structure: await asInput(place, "item/structure", "structure", JSON.stringify(sampleStructure(layers.length))),
      record: await asInput(place, "record", "record", JSON.stringify(record)),
      clean,
      text,
    },
    outputs: { pdf: output },
    scratch: join(place, "scratch"),
    params: pdf.params.parse(params),
    signal: new AbortController().signal,
  });
  return output;
}

const sample = SAMPLE_PAGES.map((columns) => verticalLayer(columns));
const lines = (text: string) => text.split(/[\n\f]+/).filter((line) => line !== "");

const TORTURE = [
  "㐀䶵一鿿", // Extension A and the base block
  "𠀀𪛟𪜀𫜸", // B, C
  "𫝀𫠝𬺡𮯠", // D, E, F
  "\u{30000}\u{3134A}\u{31350}\u{323AF}", // G, H
  "\u{F0073}\u{100000}\uE000口", // private use, planes 15, 16 and BMP
  "⿰氵㐬⿱⿰口口口", // ideographic description sequences
  "葛\u{E0100}口葛\u{E0101}", // ideographic variation selectors
  "豈更車賈", // compatibility ideographs, which normalisation would replace
];

describe("the text layer", () => {
  test.skipIf(!hasTool("pdftotext"))("gives each column as one line in reading order, without inner spaces", async () => {
    const path = await bind(sample);
    expect(lines(runTool("pdftotext", "-raw", path, "-"))).toEqual(SAMPLE_PAGES.flat());
    expect(lines(runTool("pdftotext", path, "-"))).toEqual(SAMPLE_PAGES.flat());
  });

  test.skipIf(!hasTool("mutool"))("is read by MuPDF as by poppler", async () => {
    const path = await bind(sample);
    expect(lines(runTool("mutool", "draw", "-q", "-F", "txt", path))).toEqual(SAMPLE_PAGES.flat());
  });

  test.skipIf(!hasTool("pdftotext") || !hasTool("mutool"))("keeps every code point of rare and compound characters", async () => {
    const path = await bind([verticalLayer(TORTURE.slice(0, 5)), verticalLayer(TORTURE.slice(5))]);
    expect(lines(runTool("pdftotext", "-raw", path, "-"))).toEqual(TORTURE);
    expect(lines(runTool("mutool", "draw", "-q", "-F", "txt", path))).toEqual(TORTURE);
  });

  test.skipIf(!hasTool("pdftotext"))(
    "stays in one piece when boxes are uneven, tiny or overlap, as a machine finds them",
    async () => {
      const line = column("c1", "有不同而而大豪傑世未【會乏", 300);
      const heights = [87, 83, 83, 87, 110, 49, 99, 99, 45, 115, 10, 99, 51];
      const tops = [2, 105, 202, 303, 301, 400, 443, 542, 639, 734, 797, 853, 993];
      const characters = line.characters.map((each, at) => {
        const box = { x: at === 10 ? 340 : 300, y: tops[at] ?? 0, width: at === 10 ? 18 : 88, height: heights[at] ?? 0 };
        return { ...each, box };
      });
      const layer = verticalLayer([], { lines: [{ ...line, characters, box: { x: 300, y: 0, width: 92, height: 1050 } }] });
      const path = await bind([layer]);
      expect(lines(runTool("pdftotext", "-raw", path, "-"))).toEqual([line.text]);
      expect(lines(runTool("pdftotext", path, "-"))).toEqual([line.text]);
    },
  );

  test.skipIf(!hasTool("pdftotext"))("keeps horizontal Quoc ngu word by word, composed or decomposed", async () => {
    const text = "Trăm năm trong cõi người ta";
    const line = {
      id: "l1",
      kind: "body" as const,
      box: { x: 60, y: 200, width: 640, height: 40 },
      confidence: 1,
      characters: [],
    };
    const layer = (words: string) =>
      verticalLayer([], {
        script: "quoc-ngu",
        writingMode: "horizontal-tb",
        isWithoutText: false,
        lines: [{ ...line, text: words }],
      });
    const path = await bind([layer(text), layer(text.normalize("NFD"))]);
    expect(lines(runTool("pdftotext", path, "-"))).toEqual([text, text.normalize("NFD")]);
  });

  test.skipIf(!hasTool("pdftotext"))("stands exactly on the columns", async () => {
    const layer = verticalLayer(SAMPLE_PAGES[0] ?? []);
    const words = [...runTool("pdftotext", "-bbox", await bind([layer]), "-").matchAll(WORD)].map((match) => match.slice(1));
    expect(words).toHaveLength(layer.lines.length);
    const points = 72 / 150;
    for (const [at, { box, text }] of layer.lines.entries()) {
      const [xMin, yMin, xMax, yMax, word] = words[at] ?? [];
      expect(word).toBe(text);
      expect(Number(xMin)).toBeCloseTo(box.x * points, 1);
      expect(Number(yMin)).toBeCloseTo(box.y * points, 1);
      expect(Number(xMax)).toBeCloseTo((box.x + box.width) * points, 1);
      expect(Math.abs(Number(yMax) - (box.y + box.height) * points)).toBeLessThan(0.5);
    }
  });

  test.skipIf(!hasTool("mutool"))("stands on each single character within a tenth of its height", async () => {
    const layer = verticalLayer(SAMPLE_PAGES[0] ?? []);
    const found = [...runTool("mutool", "draw", "-q", "-F", "stext", await bind([layer])).matchAll(CHARACTER)];
    const characters = layer.lines.flatMap((line) => line.characters);
    expect(found.map((match) => String.fromCodePoint(Number.parseInt(match[2] ?? "", 16)))).toEqual(
      characters.map(({ text }) => text),
    );
    const points = 72 / 150;
    for (const [at, { box }] of characters.entries()) {
      const ys = (found[at]?.[1] ?? "")
        .split(" ")
        .filter((_, index) => index % 2 === 1)
        .map(Number);
      expect(Math.abs(Math.min(...ys) / points - box.y)).toBeLessThan(8);
      expect(Math.abs(Math.max(...ys) / points - box.y - box.height)).toBeLessThan(8);
    }
  });

  test.skipIf(!hasTool("pdftoppm"))("changes no pixel of the page", async () => {
    const image = await pageImage(sample[0] ?? verticalLayer([]));
    const [withText, without] = [
      await bind([verticalLayer(SAMPLE_PAGES[0] ?? [])], SAMPLE_RECORD, [image]),
      await bind([verticalLayer([])], SAMPLE_RECORD, [image]),
    ];
    const render = (path: string) => {
      runTool("pdftoppm", "-r", "100", path, `${path}-page`);
      return readFile(`${path}-page-1.ppm`);
    };
    const [one, other] = [await render(withText), await render(without)];
    expect(one.length).toBeGreaterThan(100_000);
    expect(one.equals(other)).toBe(true);
  });
});

const WORD = /<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g;
const CHARACTER = /<char quad="([^"]+)"[^>]* c="&#x([^"]+);"/g;

describe("the file", () => {
  test.skipIf(!hasTool("qpdf"))("passes qpdf --check", async () => {
    expect(runTool("qpdf", "--check", await bind(sample))).toContain("No syntax or stream encoding errors found");
  });

  test("is the same bytes in two runs", async () => {
    const [one, other] = [await readFile(await bind(sample)), await readFile(await bind(sample))];
    expect(one.equals(other)).toBe(true);
  });

  test("carries the page image untouched", async () => {
    const image = await pageImage(verticalLayer(["喃"]));
    expect((await readFile(await bind([verticalLayer(["喃"])], SAMPLE_RECORD, [image]))).includes(image)).toBe(true);
  });

  test.skipIf(!hasTool("pdfinfo"))("tells the size of the page from the resolution of the image", async () => {
    expect(runTool("pdfinfo", await bind(sample))).toContain(`Page size:       384 x 528 pts`);
  });

  test("says in XMP and Info the same, claims PDF/A-2u, names language and labels, and no reading direction", async () => {
    const bytes = (await readFile(await bind(sample))).toString("utf8");
    for (const part of ["<pdfaid:part>2<", "<pdfaid:conformance>U<", "/GTS_PDFA1", "/Lang (vi-Hani)", "/ID [<", "/PageLabels"]) {
      expect(bytes).toContain(part);
    }
    expect(bytes).toContain('<rdf:li xml:lang="x-default">Truyện Kiều</rdf:li>');
    expect(bytes).toContain("AB.123 &lt;kho &amp; quý&gt;");
    expect(bytes).not.toMatch(/R2L|CreationDate|CreateDate|JavaScript|EmbeddedFiles|Encrypt/);
  });

  test.skipIf(!hasTool("pdfinfo"))("has the title and author that the record has", async () => {
    const info = runTool("pdfinfo", await bind(sample));
    expect(info).toMatch(/Title: +Truyện Kiều\n/);
    expect(info).toMatch(/Author: +Nguyễn Du\n/);
  });

  test.skipIf(!hasTool("mutool"))("has the divisions of the record as outline, and none without divisions", async () => {
    expect(runTool("mutool", "show", await bind(sample), "outline")).toContain("第一回 𡨸喃");
    expect(runTool("mutool", "show", await bind(sample, { ...SAMPLE_RECORD, divisions: [] }), "outline").trim()).toBe("");
  });
});

describe("a book of different pages", () => {
  const quocNgu = verticalLayer([], {
    script: "quoc-ngu",
    writingMode: "horizontal-tb",
    isWithoutText: false,
    lines: ["Lời tựa của người dịch", "viết năm Nhâm Dần"].map((text, at) => ({
      id: `l${at + 1}`,
      kind: "body" as const,
      box: { x: 60, y: 200 + at * 60, width: 640, height: 40 },
      text,
      confidence: 1,
      characters: [],
    })),
  });

  test.skipIf(!hasTool("pdftotext"))(
    "keeps lines of Quoc ngu, columns of Han-Nom and empty pages each in their way",
    async () => {
      const path = await bind([quocNgu, sample[0] ?? quocNgu, verticalLayer([]), quocNgu]);
      const pages = runTool("pdftotext", "-raw", path, "-").split("\f").map(lines);
      const preface = quocNgu.lines.map(({ text }) => text);
      expect(pages.slice(0, 4)).toEqual([preface, SAMPLE_PAGES[0], [], preface]);
      expect(runTool("qpdf", "--check", path)).toContain("No syntax or stream encoding errors found");
    },
  );

  test.skipIf(!hasTool("qpdf"))("says the language of pages that are not in that of the book", async () => {
    const path = await bind([quocNgu, sample[0] ?? quocNgu]);
    const contents = runTool("qpdf", "--qdf", "--object-streams=disable", path, "-");
    expect(contents.match(/\/Span <<\/Lang \(vi\)>> BDC/g)).toHaveLength(1);
  });

  test.skipIf(!hasTool("mutool"))("calls leaves by their side, other pages as they were called", async () => {
    const shown = runTool("mutool", "show", await bind([...sample, ...sample]), "trailer/Root/PageLabels");
    expect(shown).toContain("/S /a");
    expect(shown).toContain(Buffer.from("\uFEFFtờ 1", "utf16le").swap16().toString("hex").toUpperCase());
  });
});

describe("the budget of a page", () => {
  const layer = verticalLayer(SAMPLE_PAGES[0] ?? []);

  test.skipIf(!hasTool("pdftotext"))(
    "stores a smaller copy of an image above it, and leaves page and text where they were",
    async () => {
      const image = await sharp({ create: { width: 800, height: 1100, channels: 3, background: "#fff", noise: GRAIN } })
        .withDensity(150)
        .jpeg({ quality: 98 })
        .toBuffer();
      const [whole, small] = [
        await bind([layer], SAMPLE_RECORD, [image]),
        await bind([layer], SAMPLE_RECORD, [image], { pageBytes: 60_000 }),
      ];
      expect(image.length).toBeGreaterThan(300_000);
      expect((await readFile(whole)).includes(image)).toBe(true);
      expect((await readFile(small)).length).toBeLessThan(image.length / 2);
      expect(runTool("pdftotext", "-bbox", small, "-")).toBe(runTool("pdftotext", "-bbox", whole, "-"));
      expect(
        (await readFile(small)).equals(await readFile(await bind([layer], SAMPLE_RECORD, [image], { pageBytes: 60_000 }))),
      ).toBe(true);
    },
  );
});

const GRAIN = { type: "gaussian" as const, mean: 200, sigma: 25 };

describe("what it refuses", () => {
  const refusal = (layers: readonly TextLayer[], record?: object, images?: readonly Buffer[]) =>
    bind(layers, record, images).then(
      () => "nothing",
      (error: { code?: string }) => error.code ?? String(error),
    );

  test("a line that lies outside the page", async () => {
    const layer = verticalLayer([], { lines: [column("c1", "喃", 900)] });
    expect(await refusal([layer])).toBe("PDF-BOX");
  });

  test("half a surrogate pair", async () => {
    expect(await refusal([verticalLayer(["喃\uD840"])], SAMPLE_RECORD, [await pageImage(verticalLayer([]))])).toBe("PDF-TEXT");
  });

  test("a text that belongs to a picture of another size", async () => {
    const image = await pageImage(verticalLayer([], { width: 400, height: 400 }));
    expect(await refusal([verticalLayer(["喃"])], SAMPLE_RECORD, [image])).toBe("PDF-SIZE");
  });

  test("a picture that is no JPEG", async () => {
    expect(await refusal([verticalLayer(["喃"])], SAMPLE_RECORD, [Buffer.from("II*\0 not a JPEG at all")])).toBe("PDF-JPEG");
  });

  test("a division that begins after the last page", async () => {
    expect(await refusal(sample, { ...SAMPLE_RECORD, divisions: [{ title: "終", page: 99 }] })).toBe("PDF-DIVISION");
  });
});
