/** Dates that were really written, each with the source of its meaning: test/hannom/calendar/gold-dates.tsv. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { settled } from "../../../hannom/calendar/date-reading.ts";
import { ERAS } from "../../../hannom/calendar/era.ts";
import { readDate } from "../../../hannom/calendar/read-date.ts";

interface GoldDate {
  readonly text: string;
  readonly edtf: string;
  readonly problems: string;
  readonly source: string;
}

const GOLD: readonly GoldDate[] = readFileSync(new URL("gold-dates.tsv", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .slice(1)
  .map((line) => {
    const [text = "", edtf = "", problems = "", source = ""] = line.split("\t");
    return { text, edtf, problems, source };
  });

const read = (text: string) => {
  const { candidates, problems } = readDate(text);
  return { edtf: candidates.map((each) => each.edtf), problems: problems.map(({ code }) => code).join(" ") };
};

test("at least three hundred dates stand here, each once and each with its source", () => {
  expect(GOLD.length).toBeGreaterThanOrEqual(300);
  expect(new Set(GOLD.map(({ text }) => text)).size).toBe(GOLD.length);
  expect(GOLD.filter(({ source }) => source === "")).toEqual([]);
});

test("every date that is beyond doubt means exactly what its source says", () => {
  const certain = GOLD.filter(({ problems }) => problems === "");
  expect(certain.length).toBeGreaterThan(250);
  const wrong = certain.filter(({ text, edtf }) => settled(readDate(text))?.edtf !== edtf);
  expect(wrong.map(({ text, edtf }) => [text, edtf, read(text)])).toEqual([]);
});

test("no date that can mean several things, or contradicts itself, is settled in silence", () => {
  const open = GOLD.filter(({ problems }) => problems !== "");
  expect(open.length).toBeGreaterThan(40);
  for (const { text, edtf, problems } of open) {
    const got = read(text);
    expect(settled(readDate(text)), text).toBeUndefined();
    expect(got.problems, text).toBe(problems);
    if (!edtf.startsWith("*")) expect(got.edtf.join(" "), text).toBe(edtf);
    else if (edtf !== "*") expect(got.edtf, text).toContain(edtf.slice(1));
  }
});

/** For these no dated text is at hand yet; whoever finds one adds it and takes the era off. */
const WITHOUT_WITNESS: readonly string[] = [
  "Hưng Khánh 興慶",
  "Thiên Khánh 天慶",
  "Bảo Định 寶定",
  "Long Thái 隆泰",
  "Thuận Đức 順德",
  "Vĩnh Khánh 永慶",
  "Bảo Hưng 寶興",
  "Hiệp Hòa 協和",
];

test("every Vietnamese era occurs among them, but for those that still lack a dated text", () => {
  const found = new Set(GOLD.flatMap(({ text }) => readDate(text).candidates.map(({ era }) => era && era.han + era.regime)));
  const named = (han: string) => GOLD.some(({ text }) => han.split("/").some((form) => text.includes(form)));
  const missing = ERAS.filter((era) => era.country === "vietnam").filter(
    (era) => !found.has((era.han.split("/")[0] ?? "") + era.regime) && !named(era.han),
  );
  expect(missing.map(({ title }) => title)).toEqual(WITHOUT_WITNESS);
});
