import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { publicationSchema } from "../../pipeline/publication.ts";
import type { TextLayer } from "../../pipeline/text-layer.ts";
import { publish } from "../../stages/publish.ts";
import { pageId, recordOf, structureOf, textOf } from "../fixtures/book.ts";
import { StageFiles } from "../fixtures/stage-files.ts";

interface Case {
  readonly texts?: readonly TextLayer[];
  readonly recordRole?: "record" | "record/draft";
  readonly access?: "public" | "restricted";
}

const reviewed = [textOf({ status: "reviewed" }), textOf({ status: "reviewed" })];

async function run({ texts = reviewed, recordRole = "record", access = "public" }: Case) {
  const files = await StageFiles.create();
  const picture = await sharp({ create: { width: 400, height: 560, channels: 3, background: "#eee" } })
    .tiff({ compression: "jpeg", tile: true, pyramid: true })
    .toBuffer();
  const pictures = await Promise.all(
    [1, 2].map((grey) => files.input("image/access", Buffer.concat([picture, Buffer.from([grey])]))),
  );
  const publication = files.output("publication");
  const inputs = {
    structure: await files.input("item/structure", structureOf(2)),
    record: await files.input(recordRole, recordOf({ access })),
    text: await Promise.all(texts.map((text) => files.input("text/machine", text))),
    access: pictures,
    thumbnail: await Promise.all([1, 2].map((page) => files.input("image/thumbnail", Buffer.from(`thumbnail ${page}`)))),
    pdf: await files.input("pdf", Buffer.from("pdf")),
    manifest: await files.input("iiif/manifest", {}),
    annotations: await files.input("iiif/annotations", Buffer.from("")),
    search: await files.input("search/index", Buffer.from("\n")),
    aip: await files.input("aip", Buffer.from("aip")),
  };
  await publish.run({
    inputs,
    outputs: { publication },
    scratch: files.folder,
    params: {},
    signal: new AbortController().signal,
  });
  return { inputs, publication: publicationSchema.parse(JSON.parse(await readFile(publication, "utf8"))) };
}

describe("the stage publish", () => {
  test("waits for the archivist's text and description", () => {
    expect(publish.behind).toEqual(["text-review", "metadata-entry"]);
  });

  test("names every file of the item by its digest, pages in order", async () => {
    const { inputs, publication } = await run({});
    expect(publication.manifest).toBe(inputs.manifest.digest);
    expect(publication.pdf).toBe(inputs.pdf.digest);
    expect(publication.aip).toBe(inputs.aip.digest);
    expect(publication.pages.map((page) => page.id)).toEqual([pageId(1), pageId(2)]);
    expect(publication.pages.map((page) => page.access)).toEqual(inputs.access.map((file) => file.digest));
    expect(publication.pages.map((page) => page.thumbnail)).toEqual(inputs.thumbnail.map((file) => file.digest));
    expect(publication.pages[0]).toMatchObject({ label: "1a", width: 400, height: 560 });
  });

  test("keeps what collections are made by: holder, class of holding, date", async () => {
    expect((await run({})).publication).toMatchObject({ holder: "Thư viện tỉnh", holdingClass: "han-nom", dateEdtf: "1866" });
  });

  test("says that the item is reviewed only when every text and the description are a person's", async () => {
    expect((await run({})).publication.isReviewed).toBe(true);
    expect((await run({ recordRole: "record/draft" })).publication.isReviewed).toBe(false);
    const half = [textOf({ status: "reviewed" }), textOf()];
    expect((await run({ texts: half })).publication.isReviewed).toBe(false);
  });

  test("keeps the access level of the description", async () => {
    expect((await run({ access: "restricted" })).publication.access).toBe("restricted");
  });

  test("refuses a page whose text was made on a picture of another size", async () => {
    const texts = [textOf(), textOf({ width: 401 })];
    await expect(run({ texts })).rejects.toMatchObject({ code: "PUBLISH-SIZE", subject: pageId(2) });
  });

  test("refuses to publish when a page lacks its text", async () => {
    await expect(run({ texts: [textOf()] })).rejects.toMatchObject({ code: "PUBLISH-PAGES" });
  });
});
