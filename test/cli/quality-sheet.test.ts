import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { inflateRawSync } from "node:zlib";
import readExcelFile from "read-excel-file/node";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PageQuality } from "../../catalogue/quality/page-quality.ts";
import { pageQuality } from "../../catalogue/quality/page-quality.ts";
import { Messages } from "../../cli/messages.ts";
import { writeQualitySheet } from "../../cli/quality-sheet.ts";
import { book, report } from "../catalogue/quality/pages.ts";

const HOSTILE = `=HYPERLINK("x")&<'0001>.tif`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sohoa-sheet-"));
});
afterAll(async () => await rm(folder, { recursive: true }));

function page(name: string, thumbnail: string | null): PageQuality {
  const finding = { code: "QC-BLUR", value: 7.25, unit: "px", threshold: 5, severity: "rescan" as const, facts: {}, where: null };
  const [facts] = book(1, () => ({ id: `p-${name}`, name, report: report({ findings: [finding] }) }));
  if (!facts) throw new Error("no page");
  const row = { id: facts.id, itemId: "A", batchId: "A", sequence: 1, label: "1", sourceName: name };
  const verdict = { itemId: "A", ordinal: 1, subject: facts.id, master: facts.master, verdict: "rescan" as const };
  const said = { ...verdict, reason: "+mờ", note: "", agent: "Lan", judgedAt: "" };
  const small = thumbnail === null ? null : { digest: thumbnail, sizeBytes: 1, mediaType: "image/jpeg" };
  return pageQuality({ page: row, facts, cleanup: null, ofItem: [], verdicts: [said], hasEarlierText: false, thumbnail: small });
}

const tools = {
  messages: new Messages("vi"),
  open: async () =>
    Readable.from(
      await sharp({ create: { width: 300, height: 400, channels: 3, background: "#ca9" } })
        .jpeg()
        .toBuffer(),
    ),
};

/** A part of the package, unpacked by hand: entries may be stored or deflated. */
function part(zip: Buffer, name: string): string {
  const end = zip.lastIndexOf(Buffer.from("PK\u0005\u0006"));
  for (let at = zip.readUInt32LE(end + 16); zip.readUInt32LE(at) === 0x02014b50; ) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)];
    const [nameBytes, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const local = zip.readUInt32LE(at + 42);
    if (zip.toString("utf8", at + 46, at + 46 + nameBytes) === name) {
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const bytes = zip.subarray(start, start + size);
      return (method === 0 ? bytes : inflateRawSync(bytes)).toString("latin1");
    }
    at += 46 + nameBytes + extra + comment;
  }
  throw new Error(`no ${name}`);
}

describe("the rescan list", () => {
  test("says of each page what is wrong, in words and numbers, and what a person said", async () => {
    const path = join(folder, "quét lại.xlsx");
    await writeQualitySheet(path, [page("0001.tif", null)], tools);
    const [sheet] = (await readExcelFile(path)) as unknown as readonly { readonly data: readonly (readonly unknown[])[] }[];
    const [heads, row] = sheet?.data ?? [];
    expect(heads).toHaveLength(11);
    expect(row).toEqual(
      expect.arrayContaining(["1", "0001.tif", "p-0001.tif", "quét lại", "QC-BLUR", "7,25 px", "5 px", "quét lại: +mờ (Lan)"]),
    );
  });

  test("shows the page's picture in its row, and is sound XML whatever a file is called", async () => {
    const path = join(folder, "ảnh.xlsx");
    await writeQualitySheet(path, [page(HOSTILE, "a"), page("0002.tif", null), page("0003.tif", "b")], tools);
    const zip = await readFile(path);
    const drawing = part(zip, "xl/drawings/drawing1.xml");
    expect([...drawing.matchAll(/<xdr:row>(\d+)</g)].map((match) => match[1])).toEqual(["1", "3"]);
    expect(drawing).not.toMatch(/&(?!amp;|lt;|gt;|quot;|apos;|#)/);
    expect([...drawing.matchAll(/ name="([^"]*)"/g)].every((match) => !match[1]?.includes("<"))).toBe(true);
    expect(part(zip, "xl/media/sheet1-image1.jpeg").slice(0, 2)).toBe("\u00ff\u00d8");
    expect(part(zip, "xl/worksheets/sheet1.xml")).not.toContain("<f>");
  });

  test("is not begun under a name that is no spreadsheet's, and leaves nothing behind where it cannot be written", async () => {
    await expect(writeQualitySheet(join(folder, "list.csv"), [], tools)).rejects.toMatchObject({ code: "OUT-FORMAT" });
    await expect(writeQualitySheet(join(folder, "none", "list.xlsx"), [], tools)).rejects.toMatchObject({ code: "OUT-WRITE" });
    expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });
});
