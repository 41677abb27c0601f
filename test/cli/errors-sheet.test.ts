import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSheet } from "read-excel-file/node";
import { afterAll, expect, test } from "vitest";
import { errorRows, type ListedError, writeErrorSheet } from "../../cli/errors-sheet.ts";
import { Messages } from "../../cli/messages.ts";

const folder = await mkdtemp(join(tmpdir(), "sohoa-sheet-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const errors: readonly ListedError[] = [
  { batch: "AB.1", code: "IMG-EMPTY", path: '=HYPERLINK("http://x")', facts: {} },
  { batch: "AB.1", code: "STAGE-CRASH", path: "@SUM(1)\u001b.tif", page: "p0", facts: { stage: "ocr", exit: "SIGKILL" } },
];
const messages = new Messages("vi");

test("a list of errors becomes a sheet whose cells are texts, whatever a file is called", async () => {
  const path = join(folder, "lỗi AB.1.xlsx");
  await writeErrorSheet(path, errors, messages);
  const [head, first, second] = await readSheet(path);
  expect(head).toEqual(["Lô", "Tệp", "Mã trang", "Bước", "Mã lỗi", "Ý nghĩa", "Cách xử lý"]);
  expect(first?.slice(0, 2)).toEqual(["AB.1", '=HYPERLINK("http://x")']);
  expect(second?.slice(1, 5)).toEqual(["@SUM(1)<U+001B>.tif", "p0", "Đọc chữ", "STAGE-CRASH"]);
  expect(
    errorRows(errors, messages)
      .flat()
      .every((cell) => typeof cell === "object" && (cell as { type: unknown }).type === String),
  ).toBe(true);
  expect((await readFile(path)).includes("<f>")).toBe(false);
  expect(await readdir(folder)).toEqual(["lỗi AB.1.xlsx"]);
});

test("another kind of file and an impossible place are refused by name", async () => {
  await expect(writeErrorSheet(join(folder, "a.csv"), errors, messages)).rejects.toMatchObject({
    code: "OUT-FORMAT",
    exit: "usage",
  });
  await expect(writeErrorSheet(join(folder, "none/a.xlsx"), errors, messages)).rejects.toMatchObject({
    code: "OUT-WRITE",
    exit: "input",
  });
});
