import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import { tablesOf } from "../../catalogue/register-table.ts";
import { incomingFromTable } from "../../formats/record-table.ts";
import { refuseSwollen } from "../../formats/workbook-limits.ts";

const LIMITS = { bytes: 2_000_000, entries: 10 };

async function workbook(): Promise<Uint8Array> {
  const rows = Array.from({ length: 200 }, (_, row) => [{ value: `AB.${row}`, type: String }]);
  return new Uint8Array(await writeExcelFile(rows, {}).toBuffer());
}

/** Both headers of every part state this size instead of the true one. */
function lying(zip: Uint8Array, sizeBytes: number): Uint8Array {
  const bytes = Uint8Array.from(zip);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 30 < bytes.length; at += 1) {
    if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, sizeBytes, true);
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, sizeBytes, true);
  }
  return bytes;
}

describe("a workbook", () => {
  test("of a usual size is let through", async () => {
    expect(() => refuseSwollen(Uint8Array.from([]))).toThrow();
    const usual = await workbook();
    expect(() => refuseSwollen(usual)).not.toThrow();
  });

  test("that becomes huge is refused by what comes out of it", () => {
    const bomb = zipSync({ "xl/sharedStrings.xml": new Uint8Array(5_000_000) });
    expect(bomb.length).toBeLessThan(20_000);
    expect(() => refuseSwollen(bomb, LIMITS)).toThrow(/when opened/);
    expect(() => refuseSwollen(bomb, { ...LIMITS, bytes: 6_000_000 })).not.toThrow();
  });

  test("that lies about its size is refused all the same, whichever way it lies", () => {
    const bomb = zipSync({ "xl/sharedStrings.xml": new Uint8Array(5_000_000) });
    expect(() => refuseSwollen(lying(bomb, 100), LIMITS)).toThrow(/when opened/);
    const small = zipSync({ "a.xml": new Uint8Array(10) });
    expect(() => refuseSwollen(lying(small, 3_000_000_000), LIMITS)).toThrow(/when opened/);
  });

  test("of very many parts is refused", () => {
    const parts = Object.fromEntries(Array.from({ length: 11 }, (_, part) => [`${part}.xml`, new Uint8Array(1)]));
    expect(() => refuseSwollen(zipSync(parts), LIMITS)).toThrow(/parts/);
  });

  test("is looked at before registers and records are read from it", async () => {
    const bomb = zipSync({ "xl/sharedStrings.xml": new Uint8Array(300 * 2 ** 20) });
    await expect(tablesOf(bomb)).rejects.toMatchObject({ code: "REG-SIZE", facts: { what: "mebibytes", most: 256 } });
    expect(JSON.stringify(await incomingFromTable(Buffer.from(bomb)))).toContain("256 MiB");
  }, 120_000);
});
