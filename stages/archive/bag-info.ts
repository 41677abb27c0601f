/** What a package says about itself to somebody who has nothing else (RFC 8493, 2.2.2). */
import type { BagInfo } from "../../formats/bagit/tag-files.ts";
import type { PackageContent } from "./package-content.ts";

/** Labels and values. The date is that of the last thing the package tells of: packing it again changes nothing. */
export function bagInfoOf({ structure, record, history, name }: PackageContent): BagInfo {
  const last = history.events
    .map(({ endedAt }) => endedAt.slice(0, 10))
    .sort()
    .at(-1);
  return [
    ...(record?.holder === undefined ? [] : [["Source-Organization", record.holder] as const]),
    ["External-Description", record?.titles.map(({ text }) => text).join(" = ") ?? structure.shelfmark],
    ["External-Identifier", structure.shelfmark],
    ["Internal-Sender-Identifier", name],
    ["Internal-Sender-Description", `${structure.pages.length} pages`],
    ...(last === undefined ? [] : [["Bagging-Date", last] as const]),
    ["Bag-Software-Agent", "sohoa"],
  ];
}
