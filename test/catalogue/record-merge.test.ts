import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Merged, mergeRecord, type Preference } from "../../catalogue/record/merge.ts";
import { dublinCoreOf } from "../../formats/dublin-core.ts";
import { recordsInFile } from "../../formats/record-file.ts";
import type { IncomingRecord } from "../../formats/record-incoming.ts";
import { NO_TERMS } from "../../formats/record-terms.ts";
import { compactRecord, type ItemRecord, type RecordInput, recordSchema } from "../../pipeline/record.ts";
import { variedRecords } from "../fixtures/varied-records.ts";

const record = (change: Partial<RecordInput> = {}) =>
  recordSchema.parse({ v: 1, shelfmark: "A.1", titles: [{ language: "vi", text: "Truyện" }], ...change });
const incoming = (theirs: ItemRecord): IncomingRecord => ({ row: 2, fields: { ...compactRecord(theirs) }, covered: "all" });

function merged(mine: ItemRecord, theirs: IncomingRecord, base?: ItemRecord, prefer?: Preference): Merged {
  const result = mergeRecord(mine, theirs, { base, prefer });
  if ("problems" in result) throw new Error(JSON.stringify(result.problems));
  return result;
}

describe("a record that comes back", () => {
  test("brings what was changed in the file and keeps what was changed in the catalogue since", () => {
    const base = record({ summary: "cũ", holder: "Thư viện" });
    const mine = record({ summary: "cũ", holder: "Thư viện tỉnh" });
    const theirs = record({ summary: "mới", holder: "Thư viện", paper: "giấy dó" });
    const { record: result, changed, conflicts } = merged(mine, incoming(theirs), base);
    expect(conflicts).toEqual([]);
    expect([...changed].sort()).toEqual(["paper", "summary"]);
    expect(result).toEqual(record({ summary: "mới", holder: "Thư viện tỉnh", paper: "giấy dó" }));
  });

  test("overwrites nothing where both sides changed a field, and says what each has", () => {
    const [base, mine, theirs] = ["a", "b", "c"].map((summary) => record({ summary })) as [ItemRecord, ItemRecord, ItemRecord];
    const { record: result, changed, conflicts } = merged(mine, incoming(theirs), base);
    expect(conflicts).toEqual([{ field: "summary", base: "a", mine: "b", theirs: "c" }]);
    expect(changed).toEqual([]);
    expect(result).toEqual(mine);
    expect(merged(mine, incoming(theirs), base, "file").record).toEqual(theirs);
    expect(merged(mine, incoming(theirs), base, "catalogue").record).toEqual(mine);
  });

  test("takes away what was emptied in the file, unless somebody filled it in otherwise", () => {
    const base = record({ summary: "a", paper: "p" });
    const mine = record({ summary: "a", paper: "q" });
    const { record: result, conflicts } = merged(mine, incoming(record()), base);
    expect(result.summary).toBeUndefined();
    expect(conflicts.map(({ field }) => field)).toEqual(["paper"]);
  });

  test("without knowing what was exported fills what is empty and calls every other difference a conflict", () => {
    const mine = record({ summary: "a" });
    const { record: result, conflicts } = merged(mine, incoming(record({ summary: "b", paper: "p" })));
    expect(result).toEqual(record({ summary: "a", paper: "p" }));
    expect(conflicts.map(({ field }) => field)).toEqual(["summary"]);
  });

  test("speaks only of its columns, and an empty cell opens no restricted book", () => {
    const mine = record({ access: "restricted", summary: "a", paper: "p" });
    const file: IncomingRecord = { row: 2, fields: { shelfmark: "A.1" }, covered: ["shelfmark", "access", "summary"] };
    const { record: result } = merged(mine, file, mine);
    expect(result).toEqual(record({ access: "restricted", paper: "p" }));
  });

  test("is the same whoever merges, for any three records: a field changed on one side only never conflicts", () => {
    const records = variedRecords(60, 3).map((each) => ({ ...each, shelfmark: "A.1" }));
    fc.assert(
      fc.property(fc.constantFrom(...records), fc.constantFrom(...records), (base, changed) => {
        expect(merged(base, incoming(changed), base).record).toEqual(changed);
        expect(merged(changed, incoming(base), base).record).toEqual(changed);
        expect(merged(changed, incoming(changed), base).conflicts).toEqual([]);
      }),
      { numRuns: 100, seed: 4 },
    );
  });

  test("as Dublin Core, which says little, changes nothing when nothing was changed in it", async () => {
    for (const mine of variedRecords(40, 5)) {
      const file = await recordsInFile(Buffer.from(dublinCoreOf(mine, { identifier: "oai:x:1" })), NO_TERMS);
      expect(file.problems).toEqual([]);
      const { record: result, conflicts } = merged(mine, file.records[0] as IncomingRecord);
      expect(conflicts).toEqual([]);
      expect(compactRecord(result)).toEqual(compactRecord(mine));
    }
    const mine = record({ agents: [{ role: "copyist", name: "X", years: "1800" }], summary: "a" });
    const xml = dublinCoreOf({ ...mine, summary: "b" }, { identifier: "oai:x:1" });
    const file = await recordsInFile(Buffer.from(xml), NO_TERMS);
    expect(merged(mine, file.records[0] as IncomingRecord, undefined, "file").record).toEqual({ ...mine, summary: "b" });
  });
});
