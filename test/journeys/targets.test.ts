/**
 * A library system of five thousand holdings, with a merger of two provinces in the middle of the year. What the program counts is
 * compared with an oracle that shares no code with it: plain loops over the same made-up rows.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sohoa, temporaryHome } from "../fixtures/command-line.ts";

const MERGER = "2025-07-01";
const CLASSES = ["Hán-Nôm", "Quý hiếm", "Nội sinh"] as const;
const LIBRARIES = [
  { name: "Thư viện tỉnh Quảng Bình", province: "Quảng Bình" },
  { name: "Thư viện tỉnh Quảng Trị", province: "Quảng Trị" },
  { name: "Thư viện Đại học Huế", province: "Huế" },
] as const;

interface Holding {
  readonly shelfmark: string;
  readonly library: (typeof LIBRARIES)[number];
  readonly class: (typeof CLASSES)[number];
  readonly pages: number;
  readonly from: string;
  readonly until: string;
  readonly publishedOn: string | undefined;
  readonly scanned: number;
}

let state = 20_251;
const random = (below: number): number => {
  state = (state * 48_271) % 2_147_483_647;
  return state % below;
};
const day = (year: number): string =>
  `${year}-${String(1 + random(12)).padStart(2, "0")}-${String(1 + random(28)).padStart(2, "0")}`;

const holdings: readonly Holding[] = Array.from({ length: 5000 }, (_, index) => {
  const pages = 2 * (1 + random(150));
  return {
    shelfmark: `HN.${index}`,
    library: LIBRARIES[random(3)]!,
    class: CLASSES[random(3)]!,
    pages,
    from: random(10) === 0 ? day(2025) : "",
    until: random(20) === 0 ? "2026-02-01" : "",
    publishedOn: random(10) < 6 ? day(2024 + random(2)) : undefined,
    scanned: random(4) === 0 ? pages - 1 : pages + random(3),
  };
});

let home: string;
let remove: () => Promise<void>;
const run = (...args: string[]) => sohoa([...args, "--json", "--home", home]);

beforeAll(async () => {
  ({ home, remove } = await temporaryHome());
  const csv = holdings.map((each) =>
    [each.shelfmark, "Nhan đề", each.library.name, each.class, `${each.pages / 2} tờ`, each.from, each.until].join(";"),
  );
  const file = join(home, "so.csv");
  await writeFile(file, ["SỔ ĐĂNG KÝ", "Ký hiệu;Nhan đề;Đơn vị;Loại;Số trang;Từ ngày;Đến ngày", ...csv].join("\n"));
  const organisations = join(home, "don-vi.csv");
  const rows = [
    "Mã;Tên;Loại;Thuộc;Từ ngày;Đến ngày;Nhập vào",
    `qb;Quảng Bình;tỉnh;;;${MERGER};qt`,
    "qt;Quảng Trị;tỉnh;;;;",
    "hue;Huế;thành phố;;;;",
    "tv-qb;Thư viện tỉnh Quảng Bình;thư viện;qb;;;",
    "tv-qt;Thư viện tỉnh Quảng Trị;thư viện;qt;;;",
    "dh-hue;Thư viện Đại học Huế;thư viện;hue;;;",
  ];
  await writeFile(organisations, rows.join("\n"));
  expect((await run("register", "import", file)).envelope.counts).toMatchObject({ rows: 5000, added: 5000, rejected: 0 });
  expect((await run("organisation", "import", organisations)).envelope.ok).toBe(true);
  for (const name of CLASSES) await run("target", "set", name, "--percentage", "70", "--deadline", "2025-12-31", "--class", name);
  await run("target", "set", "trang", "--percentage", "70", "--deadline", "2025-12-31", "--unit", "pages");
  for (const province of ["Quảng Bình", "Quảng Trị"]) {
    await run("target", "set", province, "--percentage", "100", "--deadline", "2026-12-31", "--organisation", province);
  }
  publish();
}, 240_000);
afterAll(async () => {
  await remove();
});

/** What a year of work leaves in the catalogue, written straight into its tables: items, pages and the log of what was shown. */
function publish(): void {
  const database = new DatabaseSync(join(home, "catalogue.sqlite"));
  database.exec("begin");
  const insert = (table: string, columns: string) =>
    database.prepare(
      `insert into ${table} (${columns}) values (${columns
        .split(",")
        .map(() => "?")
        .join(",")})`,
    );
  const item = insert("item", "id,shelfmark,profile,version,stored_version,paused,cancelled,created_at,workflow");
  const batch = insert("batch", "id,item_id,profile,state,created_at");
  const page = insert("page", "id,item_id,batch_id,sequence,label,source_name,source_path");
  const artifact = insert("artifact", "digest,size_bytes,media_type,created_at,verified_at");
  const pointer = insert('"current"', "subject,role,item_id,digest");
  const activity = insert("activity", "number,item_id,kind,at,publication,sets");
  let number = 0;
  const published = holdings.filter((each) => each.publishedOn !== undefined);
  for (const each of [...published].sort((a, b) => (a.publishedOn! < b.publishedOn! ? -1 : 1))) {
    const { shelfmark, publishedOn, scanned } = each;
    item.run(shelfmark, shelfmark, "{}", 1, 1, 0, 0, "2024-01-01", "");
    batch.run(shelfmark, shelfmark, "{}", "closed", "2024-01-01");
    for (let at = 1; at <= scanned; at++) page.run(`${shelfmark}-${at}`, shelfmark, shelfmark, at, "", "", "");
    artifact.run(`digest of ${shelfmark}`, 1, "application/json", "2024-01-01", "");
    pointer.run(shelfmark, "publication", shelfmark, `digest of ${shelfmark}`);
    activity.run(++number, shelfmark, "create", `${publishedOn}T05:00:00Z`, `digest of ${shelfmark}`, "[]");
  }
  database.exec("commit");
  database.close();
}

/** The oracle. */
function counted(date: string, counts: (each: Holding) => boolean) {
  let [items, done, pages, donePages] = [0, 0, 0, 0];
  for (const each of holdings) {
    if ((each.from !== "" && date < each.from) || (each.until !== "" && date >= each.until) || !counts(each)) continue;
    const isDone = each.publishedOn !== undefined && each.publishedOn <= date;
    items++;
    pages += each.pages;
    if (isDone) done++;
    if (isDone) donePages += Math.min(each.scanned, each.pages);
  }
  return { items, done, pages, donePages };
}

function provinceOf({ library }: Holding, date: string): string {
  return library.province === "Quảng Bình" && date >= MERGER ? "Quảng Trị" : library.province;
}

interface Standing {
  readonly target: { readonly name: string };
  readonly share: { readonly numerator: number; readonly denominator: number; readonly percentage: number };
  readonly ended: { readonly into: string } | null;
  readonly byHolder: readonly {
    readonly name: string;
    readonly items: { readonly numerator: number; readonly denominator: number };
  }[];
  readonly rows: readonly { readonly isDigitized: boolean; readonly digest: string | null }[];
}

describe("the report of a day", () => {
  test.each(["2025-06-30", "2025-07-01", "2026-03-01"])(
    "of %s equals the oracle, by items and by pages",
    async (date) => {
      const { envelope } = await run("target", "report", "--as-of", date, "--explain");
      const standing = (name: string) => envelope.data.targets.find((each: Standing) => each.target.name === name) as Standing;
      for (const name of CLASSES) {
        const oracle = counted(date, (each) => each.class === name);
        const { share, rows, byHolder } = standing(name);
        expect([share.numerator, share.denominator]).toEqual([oracle.done, oracle.items]);
        expect(share.percentage).toBe(Math.floor((oracle.done / oracle.items) * 1000) / 10);
        expect([rows.filter((row) => row.isDigitized).length, rows.length]).toEqual([oracle.done, oracle.items]);
        expect(rows.every((row) => !row.isDigitized || row.digest !== null)).toBe(true);
        expect(byHolder.reduce((sum, part) => sum + part.items.numerator, 0)).toBe(oracle.done);
      }
      const all = counted(date, () => true);
      expect([standing("trang").share.numerator, standing("trang").share.denominator]).toEqual([all.donePages, all.pages]);
      for (const province of ["Quảng Bình", "Quảng Trị"]) {
        const oracle = counted(date, (each) => provinceOf(each, date) === province);
        const { share, ended } = standing(province);
        expect([share.numerator, share.denominator]).toEqual([oracle.done, oracle.items]);
        expect(ended?.into ?? null).toBe(province === "Quảng Bình" && date >= MERGER ? "Quảng Trị" : null);
      }
    },
    60_000,
  );

  test("is the same bytes when it is asked for twice, as page, spreadsheet and JSON", async () => {
    for (const kind of ["html", "xlsx", "json"]) {
      const [first, second] = [join(home, `a.${kind}`), join(home, `b.${kind}`)];
      await run("target", "report", "--as-of", MERGER, "--explain", "--out", first);
      await run("target", "report", "--as-of", MERGER, "--explain", "--out", second);
      expect((await readFile(first)).length).toBeGreaterThan(10_000);
      expect((await readFile(first)).equals(await readFile(second)), kind).toBe(true);
    }
    const printed = async () => (await run("target", "report", "--as-of", MERGER, "--explain")).stdout;
    const first = await printed();
    expect(first.length).toBeGreaterThan(10_000);
    expect(first === (await printed()), "the envelope of --json").toBe(true);
  }, 600_000);
});
