import { describe, expect, test } from "vitest";
import { bookOf } from "../../iiif/book.ts";
import { checkManifest } from "../../iiif/check.ts";
import { servedEdition } from "../../iiif/edition.ts";
import { manifestOf } from "../../iiif/manifest.ts";
import { urisOf } from "../../iiif/uri.ts";
import type { Contents } from "../../pipeline/folios/contents.ts";
import { bookmarksOf } from "../../stages/pdf/bookmarks.ts";
import { recordOf, structureOf, textOf } from "../fixtures/book.ts";

const uris = urisOf("https://so.thuvien.vn");
const base = structureOf(6);
const page = (number: number): string => base.pages[number - 1]?.id ?? "";
const part = (id: string, first: number, last: number, parts: Contents = []) =>
  ({ id, kind: "fascicle", title: `卷 ${id}`, first: page(first), last: page(last), parts }) as const;
const contents: Contents = [part("q1", 1, 4, [part("c1", 2, 2), part("c2", 3, 4)]), part("q2", 4, 6)];
const structure = { ...base, contents: [...contents] };
const record = recordOf({ divisions: [{ title: "của biểu ghi", page: 1 }] });

interface RangeLike {
  readonly id: string;
  readonly type: string;
  readonly items?: readonly RangeLike[];
}

describe("the parts that a person marked", () => {
  const manifest = manifestOf(
    bookOf(
      structure,
      record,
      structure.pages.map(() => textOf()),
    ),
    servedEdition(uris),
  );

  test("stand in the manifest as ranges within ranges, each with the pages that no part inside it has", () => {
    const [top] = (manifest as { readonly structures?: readonly RangeLike[] }).structures ?? [];
    const shape = (range: RangeLike): unknown =>
      range.type === "Canvas" ? range.id.split("/").at(-1) : [range.id.split("/").at(-1), (range.items ?? []).map(shape)];
    expect(shape(top as RangeLike)).toEqual([
      "contents",
      [
        ["q1", [page(1), ["c1", [page(2)]], ["c2", [page(3), page(4)]]]],
        ["q2", [page(4), page(5), page(6)]],
      ],
    ]);
  });

  test("make a manifest without faults", () => {
    expect(checkManifest(manifest)).toEqual([]);
  });

  test("go before the divisions of the record in the outline of the PDF, in the order of the book", () => {
    expect(bookmarksOf(record, structure).map(({ title, pageIndex }) => [title, pageIndex])).toEqual([
      ["卷 q1", 0],
      ["卷 c1", 1],
      ["卷 c2", 2],
      ["卷 q2", 3],
    ]);
    expect(bookmarksOf(record, base)).toEqual([{ title: "của biểu ghi", pageIndex: 0 }]);
  });
});
