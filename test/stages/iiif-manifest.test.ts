import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import type { ItemRecord } from "../../pipeline/record.ts";
import { iiifManifest } from "../../stages/iiif-manifest.ts";
import { pageId, recordOf, structureOf, textOf } from "../fixtures/book.ts";
import { StageFiles } from "../fixtures/stage-files.ts";

async function run(record: ItemRecord, pageCount = 4, textCount = pageCount, more: object = {}) {
  const files = await StageFiles.create();
  const outputs = { manifest: files.output("manifest"), annotations: files.output("ann"), search: files.output("search") };
  await iiifManifest.run({
    inputs: {
      structure: await files.input("item/structure", structureOf(pageCount)),
      record: await files.input("record", record),
      text: await Promise.all(Array.from({ length: textCount }, () => files.input("text/machine", textOf()))),
    },
    outputs,
    scratch: files.folder,
    params: iiifManifest.params.parse({ baseUrl: "https://so.thuvien.vn/", ...more }),
    signal: new AbortController().signal,
  });
  return {
    manifest: await readFile(outputs.manifest, "utf8"),
    annotations: await readFile(outputs.annotations, "utf8"),
    search: await readFile(outputs.search, "utf8"),
  };
}

describe("the stage iiif-manifest", () => {
  test("gives the same bytes for the same inputs", async () => {
    expect(await run(recordOf())).toEqual(await run(recordOf()));
  });

  test("writes one line of annotations and one of search text a page, in page order", async () => {
    const { annotations, search } = await run(recordOf());
    const annotationIds = annotations
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)[0].id);
    const searchPages = search
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line).page);
    expect(searchPages).toEqual([1, 2, 3, 4].map(pageId));
    expect(annotationIds).toEqual(searchPages.map((page) => `https://so.thuvien.vn/iiif/3/items/VNb.12/annotations/${page}`));
  });

  test("names the library as the configuration has it", async () => {
    const provider = { name: { vi: "Thư viện tỉnh" }, homepage: "https://thu-vien.vn" };
    const made = await run(recordOf(), 4, 4, { provider });
    expect(JSON.parse(made.manifest).provider[0]).toMatchObject({ homepage: [{ id: "https://thu-vien.vn" }] });
    expect(iiifManifest.params.safeParse({ provider: { ...provider, homepage: "javascript:alert(1)" } }).success).toBe(false);
  });

  test("refuses a description whose division begins after the last page, and says so to a person", async () => {
    const record = recordOf({ divisions: [{ title: "卷九", page: 9 }] });
    await expect(run(record)).rejects.toMatchObject({ code: "IIIF-DIVISION", retry: "person" });
  });

  test("refuses to present a book that lacks the text of a page", async () => {
    await expect(run(recordOf(), 4, 3)).rejects.toMatchObject({ code: "IIIF-PAGES" });
  });

  test("refuses a base URL that is not of the web", () => {
    expect(iiifManifest.params.safeParse({ baseUrl: "javascript:alert(1)" }).success).toBe(false);
    expect(iiifManifest.params.safeParse({ baseUrl: "ftp://x.vn" }).success).toBe(false);
  });
});
