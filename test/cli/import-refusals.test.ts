import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readBagPackage } from "../../cli/import/read-bag-package.ts";
import { readDescriptions } from "../../cli/import/read-descriptions.ts";
import { readOcflPackage } from "../../cli/import/read-ocfl-package.ts";
import { createBag } from "../../formats/bagit/write.ts";
import type { ItemDescription } from "../../pipeline/ledger-rows.ts";
import { objectFiles, writeFiles } from "../fixtures/ocfl-object.ts";
import { TOY_PROFILE } from "../fixtures/toy-house.ts";

const MASTER = "a".repeat(64);
const SIZES = new Map([[MASTER, 7]]);

function described(change: Partial<ItemDescription> = {}): ItemDescription {
  const artifact = { digest: MASTER, sizeBytes: 7, mediaType: "image/tiff" };
  return {
    v: 1,
    item: { id: "AB.1", shelfmark: "AB.1", profile: TOY_PROFILE, version: 1 },
    batches: [],
    pages: [{ id: "p1", itemId: "AB.1", batchId: "AB.1", sequence: 1, label: "1", sourceName: "1.tif" }],
    current: [{ subject: "p1", role: "image/master", artifact }],
    rejections: {},
    events: [],
    structure: undefined,
    ...change,
  };
}

const codesOf = (...given: readonly unknown[]) => {
  const texts = given.map((each, at) => ({ name: `v${at + 1}`, text: typeof each === "string" ? each : JSON.stringify(each) }));
  return [...new Set(readDescriptions(texts, SIZES).problems.map(({ code }) => code))];
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "import-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the descriptions of a package", () => {
  test("that agree with themselves and with the package are taken, with fields of later releases", () => {
    const { versions, problems } = readDescriptions([{ name: "v1", text: JSON.stringify({ ...described(), later: 7 }) }], SIZES);
    expect(problems).toEqual([]);
    expect(versions).toMatchObject([{ later: 7, item: { id: "AB.1" } }]);
  });

  test.each([
    ["nothing at all", [], "IMPORT-FOREIGN"],
    ["no JSON", ["{"], "IMPORT-DESCRIPTION"],
    ["another form", [{ v: 2 }], "IMPORT-DESCRIPTION"],
    ["an item whose name leads elsewhere", [described({ item: { ...described().item, id: "../x" } })], "IMPORT-DESCRIPTION"],
    [
      "a digest that is none",
      [
        described({
          current: [
            { subject: "p1", role: "image/master", artifact: { digest: "../../etc/passwd", sizeBytes: 1, mediaType: "x" } },
          ],
        }),
      ],
      "IMPORT-DESCRIPTION",
    ],
    [
      "a role that there is not",
      [{ ...described(), current: [{ ...described().current[0], role: "__proto__" }] }],
      "IMPORT-DESCRIPTION",
    ],
    [
      "versions out of order",
      [described({ item: { ...described().item, version: 3 } }), described({ item: { ...described().item, version: 2 } })],
      "IMPORT-ORDER",
    ],
    ["the same version twice", [described(), described()], "IMPORT-ORDER"],
    [
      "two items",
      [described(), described({ item: { ...described().item, id: "AB.2", version: 2 }, pages: [], current: [] })],
      "IMPORT-ITEM",
    ],
    ["a page of another item", [described({ pages: [{ ...described().pages[0], itemId: "AB.2" } as never] })], "IMPORT-ITEM"],
    [
      "a pointer of another subject",
      [described({ current: [...described().current, { ...described().current[0], subject: "p9" } as never] })],
      "IMPORT-ITEM",
    ],
    ["a page twice", [described({ pages: [...described().pages, ...described().pages] })], "IMPORT-ITEM"],
    ["a page without its scan", [described({ current: [] })], "IMPORT-MASTER"],
    [
      "a scan of another size",
      [
        described({
          current: [{ subject: "p1", role: "image/master", artifact: { digest: MASTER, sizeBytes: 8, mediaType: "x" } }],
        }),
      ],
      "IMPORT-SIZE",
    ],
  ] as readonly (readonly [string, readonly unknown[], string])[])("with %s are refused by their code", (_, given, code) => {
    expect(codesOf(...given)).toContain(code);
  });
});

describe("a sound package of other people", () => {
  test("is told to be foreign, whether bag or OCFL object", async () => {
    const tar = join(folder, "foreign.tar");
    const bag = await createBag(tar, "b");
    await bag.addText("letter.txt", "Kính gửi");
    await bag.finish([]);
    expect((await readBagPackage(tar)).problems.map(({ code }) => code)).toEqual(["IMPORT-FOREIGN"]);
    const object = await writeFiles(join(folder, "object"), objectFiles());
    expect((await readOcflPackage(object)).problems.map(({ code }) => code)).toEqual(["IMPORT-FOREIGN"]);
  });
});
