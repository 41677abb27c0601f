/** What a package says about itself to somebody who has nothing else (RFC 8493, 2.2.2). */
import type { BagInfo } from "../../formats/bagit/tag-files.ts";
import type { ItemRecord } from "../../pipeline/record.ts";
import type { Structure } from "../../pipeline/structure.ts";

/** Labels and values. There is no Bagging-Date: the package is a function of its content, and packing it again changes nothing. */
export function bagInfoOf(structure: Structure, record: ItemRecord): BagInfo {
  return [
    ...(record.holder === undefined ? [] : [["Source-Organization", record.holder] as const]),
    ["External-Description", record.titles.map(({ text }) => text).join(" = ")],
    ["External-Identifier", structure.shelfmark],
    ["Internal-Sender-Identifier", `${structure.item} v${structure.version}`],
    ["Internal-Sender-Description", `${structure.pages.length} pages`],
    ["Bag-Software-Agent", "sohoa"],
  ];
}
