/** Tables of texts as XLSX. */
import writeExcelFile from "write-excel-file/node";

/** Every cell is typed as text: leading zeros stay, and nothing is ever a formula. */
export async function workbook(rows: readonly (readonly string[])[]): Promise<Buffer> {
  const cells = rows.map((row, at) =>
    row.map((value) => ({ value, type: String, wrap: at > 0, ...(at === 0 ? { fontWeight: "bold" as const } : {}) })),
  );
  const columns = (rows[0] ?? []).map((name) => ({ width: Math.min(40, Math.max(14, name.length + 2)) }));
  return await writeExcelFile(cells, { columns, stickyRowsCount: 1, stickyColumnsCount: 1 }).toBuffer();
}
