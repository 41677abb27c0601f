/**
 * What may be seen. Everything that the server sends goes through here, so that an item which is not public, or has just been
 * taken back, is absent from all of it alike. Only who asks with a sight of their own sees more, one item at a time.
 */
import { readFile } from "node:fs/promises";
import type { z } from "zod";
import type { Digest, Role } from "../../pipeline/artifact.ts";
import type { CurrentRow } from "../../pipeline/ledger-rows.ts";
import { type Publication, publicationSchema } from "../../pipeline/publication.ts";
import type { Access } from "../../pipeline/publication-log.ts";
import { type ItemRecord, recordSchema } from "../../pipeline/record.ts";
import type { Sight } from "./access/sight.ts";
import { Recent, Shared } from "./recent.ts";
import type { Services } from "./services.ts";

/** A page of a public item. */
export type PublishedPage = Publication["pages"][number];

const ITEM = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;
const PAGE = /^p[0-9a-f]{12}$/;
/** Subjects asked for in one query of the ledger; databases bound the number of parameters. */
const AT_ONCE = 200;

/** Current publications of public items. Files are parsed once per digest: a digest never means other bytes. */
export class Publications {
  readonly #services: Services;
  readonly #publications = new Shared<Digest, Publication>(200_000, (publication) => publication.pages.length + 10);
  /** A screen full of tiles asks for one page many times; it is looked up again as soon as anything has changed. */
  readonly #pages = new Recent<string, { readonly mark: string; readonly page: PublishedPage }>(10_000);
  readonly #records = new Shared<Digest, ItemRecord>(2_000, () => 1);

  constructor(services: Services) {
    this.#services = services;
  }

  /** The snapshot of an item, or undefined when it may not be seen. Any text may be given as identifier. */
  async ofItem(item: string, sight?: Sight): Promise<Publication | undefined> {
    if (!ITEM.test(item)) return undefined;
    return this.#visible(await this.#services.ledger.currentOf([item]), sight);
  }

  /** Those of these items that the public may see, at most a few hundred at once. */
  async ofItems(items: readonly string[]): Promise<ReadonlyMap<string, Publication>> {
    const found = new Map<string, Publication>();
    for (const own of bySubject(await this.#services.ledger.currentOf(items))) {
      const publication = await this.#visible(own);
      if (publication) found.set(publication.item, publication);
    }
    return found;
  }

  /** The description that a publication was made with. */
  async recordOf({ record }: Pick<Publication, "record">): Promise<ItemRecord> {
    return this.#records.get(record, () => this.#read(record, recordSchema));
  }

  /** A page by its identifier alone, when its item may be seen. Any text may be given. */
  async ofPage(id: string, sight?: Sight): Promise<PublishedPage | undefined> {
    if (!PAGE.test(id)) return undefined;
    const asked = this.#services.ledger.changeMark();
    const mark = typeof asked === "string" ? asked : await asked;
    const known = this.#pages.get(id);
    if (known?.mark === mark) return known.page;
    const row = await this.#services.ledger.page(id);
    const rows = row && (await this.#services.ledger.currentOf([row.itemId]));
    const pageIn = (publication: Publication | undefined): PublishedPage | undefined =>
      publication?.pages.find((each) => each.id === id);
    const page = rows && pageIn(await this.#visible(rows));
    if (page) this.#pages.set(id, { mark, page }, 1);
    // What only some may see is never kept for all.
    return page ?? (rows && sight && pageIn(await this.#visible(rows, sight)));
  }

  /** Every public item, in order of shelfmark. */
  async all(): Promise<readonly Publication[]> {
    const ids = (await this.#services.ledger.items()).map((item) => item.id);
    const found: Publication[] = [];
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const rows = await this.#services.ledger.currentOf(ids.slice(start, start + AT_ONCE));
      for (const own of bySubject(rows)) {
        const publication = await this.#visible(own);
        if (publication) found.push(publication);
      }
    }
    return found.sort((a, b) => a.shelfmark.localeCompare(b.shelfmark, "vi", { numeric: true }));
  }

  /**
   * The stricter of snapshot and present description decides: an item made internal disappears at once, before a new
   * snapshot of it has been made.
   */
  async #visible(rows: readonly CurrentRow[], sight?: Sight): Promise<Publication | undefined> {
    const digestOf = (role: Role): Digest | undefined => rows.find((row) => row.role === role)?.artifact.digest;
    const digest = digestOf("publication");
    if (!digest) return undefined;
    const publication = await this.#publications.get(digest, () => this.#read(digest, publicationSchema));
    const described = digestOf("record") ?? digestOf("record/draft");
    const record = described && (await this.#records.get(described, () => this.#read(described, recordSchema)));
    const access: readonly Access[] = [publication.access, record ? record.access : "public"];
    if (access.every((each) => each === "public")) return publication;
    return sight?.reads(publication.item, access) ? publication : undefined;
  }

  async #read<T>(digest: Digest, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(JSON.parse(await readFile(await this.#services.cache.file(digest), "utf8")));
  }
}

function bySubject(rows: readonly CurrentRow[]): readonly (readonly CurrentRow[])[] {
  const groups = new Map<string, CurrentRow[]>();
  for (const row of rows) groups.set(row.subject, [...(groups.get(row.subject) ?? []), row]);
  return [...groups.values()];
}
