/** Descriptions of an item that machines read, as `seeAlso` names them. */
import type { ContentResource } from "@iiif/presentation-3";
import type { Edition, RecordFormat } from "./edition.ts";
import { linkedRecord } from "./linked-page.ts";

const FORMATS: Readonly<Record<RecordFormat, readonly [profile: string, vi: string, en: string]>> = {
  "mods.xml": ["http://www.loc.gov/mods/v3", "Biên mục MODS", "MODS description"],
  "mets.xml": ["http://www.loc.gov/METS/", "Cấu trúc METS", "METS structure"],
  "dc.xml": ["http://www.openarchives.org/OAI/2.0/oai_dc/", "Dublin Core", "Dublin Core"],
  "marc.xml": ["http://www.loc.gov/MARC21/slim", "Biểu ghi MARC 21", "MARC 21 record"],
};

/** Those that this site serves; the profile is the namespace of the format. */
export function recordLinks(item: string, { uris, records }: Edition): ContentResource[] {
  return records.map((format) => linkedRecord(uris.itemFile(item, format), ...FORMATS[format]));
}
