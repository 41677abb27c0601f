/** Records as JSON: what goes out comes back whole, in the file that `sohoa record export` writes. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mergeRecord } from "../../catalogue/record/merge.ts";
import { writeRecordFile } from "../../cli/record-export.ts";
import { recordsInFile } from "../../formats/record-file.ts";
import { NO_TERMS } from "../../formats/record-terms.ts";
import { type ItemRecord, recordSchema } from "../../pipeline/record.ts";
import { variedRecords } from "../fixtures/varied-records.ts";

const SETTINGS = { baseUrl: "https://thu-vien.example", terms: NO_TERMS };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sohoa-json-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function exported(name: string, records: readonly ItemRecord[]): Promise<Buffer> {
  const path = join(folder, name);
  const all = records.map((record, at) => ({ item: `I${at}`, record, origin: { base: "a".repeat(64) } }));
  expect(await writeRecordFile(path, all, SETTINGS)).toMatchObject({ count: records.length, problems: [] });
  return await readFile(path);
}

test("five hundred varied records go out, come back and go out again as the same bytes", async () => {
  const records = variedRecords(500, 606).map((record, at) => ({ ...record, shelfmark: `${record.shelfmark} ${at}` }));
  const bytes = await exported("first.json", records);
  const file = await recordsInFile(bytes, NO_TERMS);
  expect([file.problems, file.ignoredColumns, file.records.length]).toEqual([[], [], 500]);
  const back = file.records.map((incoming, at) => {
    // Nothing but shelfmark and title is known here, so everything else must come from the file.
    const { shelfmark } = records[at] as ItemRecord;
    const bare = recordSchema.parse({ v: 1, shelfmark, titles: [{ language: "vi", text: shelfmark }] });
    const merged = mergeRecord(bare, incoming, { base: bare });
    if (!("record" in merged)) throw new Error(JSON.stringify(merged.problems));
    expect(merged.conflicts).toEqual([]);
    return merged.record;
  });
  expect(back).toEqual(records);
  expect((await exported("second.json", back)).equals(bytes)).toBe(true);
});
