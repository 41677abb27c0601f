import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkBag } from "../../formats/bagit/check.ts";
import { readTar } from "../../formats/tar.ts";
import type { InputFile } from "../../pipeline/stage.ts";
import { archive } from "../../stages/archive.ts";
import { asInput, SAMPLE_PAGES, SAMPLE_RECORD, sampleStructure, verticalLayer } from "../fixtures/item-inputs.ts";
import { hasTool, runTool } from "../fixtures/tools.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "archive-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let runs = 0;
async function packed(change: (masters: InputFile[]) => void = () => undefined): Promise<string> {
  const place = join(folder, String(runs++));
  const [masters, quality, cleanup, text]: [InputFile[], InputFile[], InputFile[], InputFile[]] = [[], [], [], []];
  for (const [at, columns] of SAMPLE_PAGES.entries()) {
    masters.push(await asInput(place, "image/master", `m${at}`, Buffer.alloc(200_000 + at, at + 1)));
    quality.push(await asInput(place, "report/quality", `q${at}`, "{}"));
    cleanup.push(await asInput(place, "report/cleanup", `r${at}`, "{}"));
    text.push(await asInput(place, "text/machine", `t${at}`, JSON.stringify(verticalLayer(columns))));
  }
  change(masters);
  await mkdir(join(place, "scratch"));
  const aip = join(place, "output");
  await archive.run({
    inputs: {
      structure: await asInput(place, "item/structure", "structure", JSON.stringify(sampleStructure(SAMPLE_PAGES.length))),
      record: await asInput(place, "record", "record", JSON.stringify(SAMPLE_RECORD)),
      manifest: await asInput(place, "iiif/manifest", "manifest", "{}"),
      masters,
      quality,
      cleanup,
      text,
    },
    outputs: { aip },
    scratch: join(place, "scratch"),
    params: {},
    signal: new AbortController().signal,
  });
  return aip;
}

describe("the archival package", () => {
  test("is one valid bag with masters, ALTO, text, record, manifest and reports", async () => {
    const path = await packed();
    const report = await checkBag(path);
    expect(report.problems).toEqual([]);
    expect(report.isValid).toBe(true);
    expect(report.payloadFiles).toBe(3 + 6 * SAMPLE_PAGES.length);
    const names: string[] = [];
    for await (const { name } of readTar(path)) names.push(name);
    expect(names).toContain("AB.123-v2/data/masters/0001-To_so_1_.tif");
    expect(names).toContain("AB.123-v2/data/alto/0003.xml");
    expect(names).toContain("AB.123-v2/data/text/0002.txt");
    expect(names).toContain("AB.123-v2/data/record.json");
    expect(names).toContain("AB.123-v2/data/iiif-manifest.json");
    expect(names).toContain("AB.123-v2/data/reports/quality/0001.json");
  });

  test("is the same bytes in two runs", async () => {
    const [one, other] = [await readFile(await packed()), await readFile(await packed())];
    expect(one.equals(other)).toBe(true);
  });

  test.skipIf(!hasTool("tar"))("unpacks with tar, and its digests agree with sha256sum", async () => {
    const place = join(folder, "unpacked");
    await mkdir(place);
    runTool("tar", "-xf", await packed(), "-C", place);
    expect(runTool("sh", "-c", `cd ${place}/AB.123-v2 && sha256sum -c manifest-sha256.txt tagmanifest-sha256.txt`)).not.toContain(
      "FAILED",
    );
    expect((await checkBag(join(place, "AB.123-v2"))).isValid).toBe(true);
  });

  test("is found to be invalid when one byte of a master has changed", async () => {
    const path = await packed();
    const bytes = await readFile(path);
    const at = bytes.indexOf(Buffer.alloc(1000, 1));
    bytes[at + 500] = 0xee;
    await writeFile(path, bytes);
    const { problems, isValid } = await checkBag(path);
    expect(isValid).toBe(false);
    expect(problems.map(({ code }) => code)).toEqual(["BAG-DIGEST"]);
  });

  test("is refused when a master is not what the catalogue says", async () => {
    const lie = packed((masters) => {
      const first = masters[0];
      if (first !== undefined) masters[0] = { ...first, digest: "f".repeat(64) };
    });
    await expect(lie).rejects.toMatchObject({ code: "ARC-CHANGED", exit: "integrity" });
  });

  test("is refused when a master is shorter or longer than the catalogue says", async () => {
    for (const difference of [-1, 1]) {
      const lie = packed((masters) => {
        const first = masters[0];
        if (first !== undefined) masters[0] = { ...first, sizeBytes: first.sizeBytes + difference };
      });
      await expect(lie).rejects.toMatchObject({ code: "ARC-SIZE" });
    }
  });

  test("is refused when a page has no master", async () => {
    await expect(packed((masters) => masters.pop())).rejects.toMatchObject({ code: "ARC-PAGES" });
  });
});
