/** The register, organisations and targets as files that travel with packages. */
import type { Holdings } from "../../catalogue/holdings/port.ts";
import type { RegisterRow } from "../../catalogue/register.ts";
import { canonicalJson } from "../../pipeline/derive.ts";

/** Names of the files. */
export const HOLDINGS_FILES = {
  register: "register.jsonl",
  organisations: "organisations.json",
  targets: "targets.json",
  counted: "counted.json",
} as const;

/** A small file in memory. */
export interface HoldingsFile {
  readonly name: string;
  readonly text: string;
}

/** The whole register, or the rows of one shelfmark, with all organisations and targets. Empty files are left out. */
export async function holdingsFiles(holdings: Holdings, shelfmark?: string): Promise<readonly HoldingsFile[]> {
  const rows: string[] = [];
  for await (const part of holdings.registerRows()) {
    for (const row of part)
      if (shelfmark === undefined || row.shelfmark === shelfmark) rows.push(canonicalJson(withoutEmpty(row)));
  }
  const [organisations, targets] = [await holdings.organisations(), await holdings.targets()];
  const names = [...new Set(targets.flatMap(({ counted }) => counted ?? []))].sort();
  const counted: Record<string, unknown> = {};
  for (const name of names) counted[name] = await holdings.counted(name);
  const files = [
    { name: HOLDINGS_FILES.register, text: rows.map((row) => `${row}\n`).join("") },
    { name: HOLDINGS_FILES.organisations, text: organisations.length === 0 ? "" : `${canonicalJson(organisations)}\n` },
    { name: HOLDINGS_FILES.counted, text: names.length === 0 ? "" : `${canonicalJson(counted)}\n` },
    { name: HOLDINGS_FILES.targets, text: targets.length === 0 ? "" : `${canonicalJson(targets)}\n` },
  ];
  return files.filter(({ text }) => text !== "");
}

/** A row that always held says nothing of its time: an empty column would come back as a column of the table. */
function withoutEmpty(row: RegisterRow): Partial<RegisterRow> {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== "" && value !== undefined),
  ) as Partial<RegisterRow>;
}
