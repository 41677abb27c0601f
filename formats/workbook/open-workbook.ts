/**
 * Reads XLSX workbooks row by row. Of a workbook only its packed bytes and its table of strings are held: what memory it needs
 * does not grow with what its sheets become when they are opened.
 */
import { refuseSwollen } from "../workbook-limits.ts";
import { dateStyles } from "./date-styles.ts";
import { mergedCells } from "./merged-cells.ts";
import { sharedStrings } from "./shared-strings.ts";
import { type SheetRow, sheetRows } from "./sheet-rows.ts";
import { partText, wholePart } from "./workbook-part.ts";
import { feedAll } from "./xml-events.ts";

/** One sheet. */
export interface WorkbookSheet {
  readonly name: string;
  /** Its rows from the first, as often as it is called. */
  rows(): Iterable<SheetRow>;
}

/**
 * The sheets in the order of the workbook.
 * @throws {SwollenError} when it would become too large
 * @throws {Error} when the bytes are no workbook
 */
export function openWorkbook(workbook: Uint8Array): readonly WorkbookSheet[] {
  refuseSwollen(workbook);
  const parts = relationsOf(workbook);
  const { sheets, is1904 } = sheetsOf(workbook, parts.main);
  if (sheets.length === 0) throw new Error("no sheets");
  const strings = sharedStrings(workbook, parts.ofType("sharedStrings"));
  const styles = dateStyles(workbook, parts.ofType("styles"));
  return sheets.map(({ name, id }) => {
    const text = () => partText(workbook, parts.ofId(id));
    const merged = mergedCells(text());
    return { name, rows: () => sheetRows(text(), { strings, dateStyles: styles, is1904, merged }) };
  });
}

interface Relations {
  /** The part that names the sheets. */
  readonly main: string;
  ofId(id: string): string;
  ofType(type: string): string;
}

/** Parts are found by relations, whatever they are called. @see ECMA-376 part 2, 9.3 relationships */
function relationsOf(workbook: Uint8Array): Relations {
  const main = relations(workbook, "_rels/.rels", "").find(({ type }) => type === "officeDocument")?.target ?? "xl/workbook.xml";
  const folder = main.slice(0, main.lastIndexOf("/") + 1);
  const all = relations(workbook, `${folder}_rels/${main.slice(folder.length)}.rels`, folder);
  return {
    main,
    ofId: (id) => all.find((each) => each.id === id)?.target ?? "",
    ofType: (type) => all.find((each) => each.type === type)?.target ?? "",
  };
}

function relations(workbook: Uint8Array, part: string, folder: string) {
  const found: { readonly id: string; readonly type: string; readonly target: string }[] = [];
  feedAll([wholePart(workbook, part)].filter(Boolean), {
    opened: (name, attribute) => {
      if (name !== "Relationship") return;
      const type = (attribute("Type") ?? "").replace(/^.*\//, "");
      const target = attribute("Target") ?? "";
      found.push({ id: attribute("Id") ?? "", type, target: target.startsWith("/") ? target.slice(1) : `${folder}${target}` });
    },
  });
  return found;
}

function sheetsOf(workbook: Uint8Array, part: string) {
  const sheets: { readonly name: string; readonly id: string }[] = [];
  let is1904 = false;
  feedAll([wholePart(workbook, part)].filter(Boolean), {
    opened: (name, attribute) => {
      if (name === "workbookPr") is1904 = ["1", "true"].includes(attribute("date1904") ?? "");
      if (name === "sheet") sheets.push({ name: attribute("name") ?? "", id: attribute("id") ?? "" });
    },
  });
  return { sheets, is1904 };
}
