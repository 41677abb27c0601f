import { expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import { withoutZipTimes } from "../../formats/zip-times.ts";

const sheet = (): Promise<Buffer> => writeExcelFile([[{ value: "明命", type: String }]]).toBuffer();

test("the same content written at different times is the same bytes, and can still be read", async () => {
  const first = await sheet();
  const later = new Uint8Array(first);
  // What a later minute changes, in the header of the first file and in the directory.
  new DataView(later.buffer).setUint16(10, new DataView(later.buffer).getUint16(10, true) + 32, true);
  expect(Buffer.from(later).equals(first)).toBe(false);
  expect(Buffer.from(withoutZipTimes(later)).equals(Buffer.from(withoutZipTimes(first)))).toBe(true);
  const { readSheet } = await import("read-excel-file/node");
  expect(await readSheet(Buffer.from(withoutZipTimes(first)))).toEqual([["明命"]]);
});

test("what is no archive is refused", () => {
  expect(() => withoutZipTimes(new Uint8Array(100))).toThrow(RangeError);
});
