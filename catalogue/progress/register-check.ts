/** The register of a day held against what was handed in: rows without files, and files without a row. */
import { holdsOn } from "../organisation/organisation.ts";
import { periodOf, type RegisterEntry, shelfmarkKey } from "../register.ts";
import type { DigitizedItem } from "./evidence.ts";

/** What is on one side only. REG-NOFILE: a row whose item has no page; FILE-NOREG: an item that no row of the day counts. */
export interface RegisterFinding {
  readonly code: "REG-NOFILE" | "FILE-NOREG";
  readonly shelfmark: string;
  readonly title: string;
  readonly holder: string;
  readonly pages: number;
}

/** Both sides, by shelfmark: registered = with files + REG-NOFILE. */
export interface RegisterCheck {
  readonly registered: number;
  readonly withFiles: number;
  readonly findings: readonly RegisterFinding[];
}

/** Compare them. An item without pages is no file. */
export function checkRegister(
  register: readonly RegisterEntry[],
  items: readonly Pick<DigitizedItem, "shelfmark" | "pages">[],
  date: string,
): RegisterCheck {
  const rows = new Map<string, RegisterEntry>();
  for (const entry of register) if (holdsOn(periodOf(entry), date)) rows.set(shelfmarkKey(entry.shelfmark), entry);
  const filed = new Map(items.filter(({ pages }) => pages > 0).map((item) => [shelfmarkKey(item.shelfmark), item]));
  const withoutFile = [...rows].flatMap(([key, { shelfmark, title, holder }]): readonly RegisterFinding[] =>
    filed.has(key) ? [] : [{ code: "REG-NOFILE", shelfmark, title, holder, pages: 0 }],
  );
  const withoutRow = [...filed].flatMap(([key, { shelfmark, pages }]): readonly RegisterFinding[] =>
    rows.has(key) ? [] : [{ code: "FILE-NOREG", shelfmark, title: "", holder: "", pages }],
  );
  const findings = [...withoutRow, ...withoutFile];
  return { registered: rows.size, withFiles: rows.size - withoutFile.length, findings };
}
