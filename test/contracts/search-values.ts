/** Small made-up items for tests of the search index. */
import type { Catalogue } from "../../catalogue/open.ts";
import type { IndexedItem } from "../../catalogue/search/port.ts";
import type { Artifact } from "../../pipeline/artifact.ts";
import { digestOfText } from "../../pipeline/derive.ts";
import type { Ledger } from "../../pipeline/ledger.ts";
import type { CurrentRow } from "../../pipeline/ledger-rows.ts";
import type { RecordInput } from "../../pipeline/record.ts";
import { type SearchLine, type SearchPage, searchPageSchema } from "../../pipeline/search-page.ts";
import { recordOf } from "../fixtures/book.ts";
import { PROFILE } from "./ledger-values.ts";

/** A line of a page: its text, or more of it. */
export type LineGiven = string | (Partial<SearchLine> & { readonly text: string });

/** Columns from right to left, 40 pixels wide and 10 pixels a character. */
export function pageOf(id: string, lines: readonly LineGiven[], more: Partial<SearchPage> = {}): SearchPage {
  return searchPageSchema.parse({
    page: id,
    label: id,
    ...more,
    lines: lines.map((given, index) => {
      const line = typeof given === "string" ? { text: given } : given;
      const length = [...line.text].length;
      const box = { x: 800 - 40 * index, y: 100, width: 30, height: Math.max(1, length) * 10 };
      return { id: `c${index + 1}`, box, ...line };
    }),
  });
}

/** An item as it is published: its text and its record. */
export interface ShelvedItem {
  readonly item: string;
  readonly pages: readonly SearchPage[];
  readonly record?: Partial<RecordInput>;
  /** Tells one publication from another. */
  readonly edition?: string;
}

/** Point the ledger at a publication of the item, without indexing it. */
export async function publishItem(ledger: Ledger, { item, record, edition = "1" }: ShelvedItem): Promise<IndexedItem> {
  const artifact = (content: string): Artifact => ({
    digest: digestOfText(content),
    sizeBytes: 1,
    mediaType: "application/json",
  });
  const publication = artifact(`publication ${item} ${edition}`);
  const described = artifact(`record ${item}`);
  await pointAt(ledger, item, [
    { subject: item, role: "publication", artifact: publication },
    { subject: item, role: "record", artifact: described },
  ]);
  return {
    itemId: item,
    publication: publication.digest,
    described: described.digest,
    shelfmark: item,
    record: recordOf({ shelfmark: item, ...record }),
  };
}

/** Publish and index. */
export async function shelve({ ledger, search }: Catalogue, shelved: ShelvedItem): Promise<void> {
  await search.put(await publishItem(ledger, shelved), shelved.pages);
}

/** Let these be the item's current artifacts. */
export async function pointAt(ledger: Ledger, item: string, current: readonly CurrentRow[]): Promise<void> {
  const batch = { id: item, itemId: item, shelfmark: item, profile: PROFILE, state: "closed" as const, paused: false };
  await ledger.restore({
    v: 1,
    item: { id: item, shelfmark: item, profile: PROFILE, version: 1 },
    batches: [{ ...batch, createdAt: "2026-01-01T00:00:00Z" }],
    pages: [],
    current,
    rejections: {},
    events: [],
    structure: undefined,
  });
}
