import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import readXlsxFile from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";

let home: string;
let remove: () => Promise<void>;
const run = async (...args: readonly string[]) => await sohoa([...args, "--home", home]);
const asJson = async (...args: readonly string[]) => (await run(...args, "--json")).envelope;
const file = (name: string) => join(home, name);

beforeAll(async () => {
  ({ home, remove } = await temporaryHome());
});
afterAll(() => remove());

const HEADING = "Ký hiệu;Nhan đề;Loại;Số trang;Quyết định;Tình trạng;Sự đồng ý;Làng xã;Dòng họ;Ghi chú;Từ ngày;Đến ngày";

describe("sohoa register", () => {
  test("writes a template with a heading for every field, which it reads itself", async () => {
    expect((await run("register", "template", file("mẫu.xlsx"))).exit).toBe(0);
    const [sheet] = await readXlsxFile(file("mẫu.xlsx"));
    expect(sheet?.data[0]).toEqual(expect.arrayContaining(["Shelfmark", "Decision on rarity", "Condition", "Village", "Clan"]));
    const { counts, data } = await asJson("register", "import", file("mẫu.xlsx"), "--dry-run");
    expect(counts).toMatchObject({ rows: 1, added: 1, rejected: 0 });
    expect(data.columns.filter((each: { readonly column?: string }) => each.column === undefined)).toEqual([]);
  }, 180_000);

  test("shows before it keeps anything which cells change, from what to what", async () => {
    await writeFile(
      file("a.csv"),
      [HEADING, "A.1;x;cổ;12 tờ;QĐ 1;tốt;đã đồng ý;Phước Tích;Lê;kệ 3;;1/7/2025", "A.1;x;quý;12 tờ;QĐ 2;tốt;;;;;1/7/2025;"].join(
        "\n",
      ),
    );
    expect(await asJson("register", "import", file("a.csv"))).toMatchObject({ counts: { rows: 2, added: 1 } });
    await writeFile(file("b.csv"), "Ký hiệu;Nhan đề;Loại;Số trang;Quyết định;Tình trạng\nA.1;x;quý;12 tờ;QĐ 2;bị mọt");
    const { stdout } = await run("register", "import", file("b.csv"), "--dry-run");
    expect(stdout).toContain("Condition: tốt → bị mọt");
    expect(stdout).not.toContain("Class:");
  }, 180_000);

  test("writes the register so that importing it again changes nothing", async () => {
    expect(await asJson("register", "export", file("ra.xlsx"))).toMatchObject({ counts: { rows: 2 } });
    const counts = { rows: 2, usable: 2, added: 0, updated: 0, unchanged: 1, rejected: 0 };
    expect((await asJson("register", "import", file("ra.xlsx"))).counts).toEqual(counts);
  }, 180_000);

  test("lists the decision, the condition and whom it comes from behind a number", async () => {
    await run("target", "set", "tất cả", "--percentage", "70", "--deadline", "2030-12-31");
    const of = async (day: string) => (await asJson("target", "show", "--explain", "--as-of", day)).data.targets[0].rows[0];
    expect(await of("2025-06-30")).toMatchObject({
      decision: "QĐ 1",
      condition: "tốt",
      consent: "đã đồng ý",
      provenance: "Phước Tích; Lê",
    });
    expect(await of("2025-07-01")).toMatchObject({ decision: "QĐ 2", consent: "", provenance: "" });
  }, 180_000);
});
