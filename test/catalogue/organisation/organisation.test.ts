import { describe, expect, test } from "vitest";
import { checkOrganisations } from "../../../catalogue/organisation/check-organisations.ts";
import { organisationSchema } from "../../../catalogue/organisation/organisation.ts";
import { readOrganisations } from "../../../catalogue/organisation/organisation-import.ts";
import { organisationTree } from "../../../catalogue/organisation/organisation-tree.ts";

const of = (...given: readonly object[]) =>
  given.map((each) => organisationSchema.parse({ kind: "other", names: [{ text: "x" }], ...each }));

describe("the tree of a day", () => {
  const organisations = of(
    {
      id: "hue",
      names: [
        { text: "Thừa Thiên Huế", until: "2025-01-01" },
        { text: "Thành phố Huế", from: "2025-01-01" },
      ],
    },
    { id: "phong-dien", names: [{ text: "Phong Điền" }], parents: [{ id: "hue" }], until: "2025-07-01", successor: "phong-thai" },
    { id: "phong-thai", names: [{ text: "Phong Thái" }], parents: [{ id: "hue" }], from: "2025-07-01" },
    { id: "dong", names: [{ text: "Phong Điền" }], from: "2026-01-01", parents: [{ id: "hue" }] },
  );

  test("has the names of that day", () => {
    const nameOn = (date: string) => organisationTree(organisations, date).nameOf(organisations[0]!);
    expect([nameOn("2024-12-31"), nameOn("2025-01-01")]).toEqual(["Thừa Thiên Huế", "Thành phố Huế"]);
  });

  test("follows mergers, and finds an organisation by any name that it bore", () => {
    const tree = organisationTree(organisations, "2025-08-01");
    expect(tree.standingFor(tree.find("phong điền ")!).id).toBe("phong-thai");
    expect(tree.find("Thừa Thiên Huế")?.id).toBe("hue");
  });

  test("gives a name that went to another organisation to the one that bears it that day", () => {
    expect(organisationTree(organisations, "2025-06-01").find("Phong Điền")?.id).toBe("phong-dien");
    expect(organisationTree(organisations, "2026-06-01").find("Phong Điền")?.id).toBe("dong");
  });

  test("comes to an end in a circle", () => {
    const circle = of({ id: "a", parents: [{ id: "b" }] }, { id: "b", parents: [{ id: "a" }] });
    expect(
      organisationTree(circle, "2026-01-01")
        .ancestorsOf(circle[0]!)
        .map((each) => each.id),
    ).toEqual(["b"]);
  });
});

test("everything that is wrong with a list is told at once", () => {
  const problems = checkOrganisations(
    of(
      { id: "a", parents: [{ id: "nobody" }], successor: "b" },
      { id: "b", until: "2025-01-01", successor: "c" },
      { id: "c", until: "2025-01-01", successor: "b", from: "2026-01-01" },
      { id: "d", parents: [{ id: "a" }, { id: "b", from: "2020-01-01" }] },
      { id: "d" },
    ),
  );
  expect(problems.map(({ code, id }) => `${code} ${id}`)).toEqual([
    "ORG-TWICE d",
    "ORG-UNKNOWN a",
    "ORG-SUCCESSOR a",
    "ORG-CIRCLE b",
    "ORG-PERIOD c",
    "ORG-CIRCLE c",
    "ORG-PARENTS d",
  ]);
});

test("a spreadsheet has one row for one time of an organisation", async () => {
  const csv = [
    "DANH SÁCH ĐƠN VỊ",
    "Mã;Tên;Loại;Thuộc;Từ ngày;Đến ngày;Nhập vào",
    "hue;Thừa Thiên Huế;tỉnh;;;1/1/2025;",
    "hue;Thành phố Huế;thành phố;;1/1/2025;;",
    "qb;Quảng Bình;Tỉnh;;;2025-07-01;hue",
  ].join("\n");
  expect(await readOrganisations(new TextEncoder().encode(csv))).toEqual([
    {
      id: "hue",
      kind: "province",
      names: [
        { text: "Thừa Thiên Huế", until: "2025-01-01" },
        { text: "Thành phố Huế", from: "2025-01-01" },
      ],
      parents: [],
    },
    {
      id: "qb",
      kind: "province",
      names: [{ text: "Quảng Bình", until: "2025-07-01" }],
      parents: [],
      until: "2025-07-01",
      successor: "hue",
    },
  ]);
});
