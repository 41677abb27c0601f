/** What is public, by name only: for lists that may be long. Nothing of an item is read, so whoever shows one looks at it again. */
import type { AnnouncedItem, ItemSet } from "../../pipeline/publication-log.ts";
import type { PublicLedger } from "./services.ts";

const AT_ONCE = 1000;

/** Identifiers of items, all of them and by library and class. The lists are shared and must not be changed. */
export interface Directory {
  /** The last published or changed first. */
  readonly newest: readonly string[];
  /** By identifier. */
  readonly inOrder: readonly string[];
  /** By `setKey`. */
  readonly sets: ReadonlyMap<string, DirectorySet>;
}

/** The items of a library or of a class, by identifier. */
export interface DirectorySet {
  readonly set: ItemSet;
  readonly items: readonly string[];
}

/** The key of a set in a {@link Directory}. */
export function setKey({ kind, slug }: Pick<ItemSet, "kind" | "slug">): string {
  return `${kind}/${slug}`;
}

/** Reads the log of what is public; again only after it has grown. */
export class PublicDirectory {
  readonly #ledger: PublicLedger;
  #known: { readonly last: number; readonly directory: Promise<Directory> } | undefined;
  #seen: string | undefined;

  constructor(ledger: PublicLedger) {
    this.#ledger = ledger;
  }

  /** As of now. */
  async now(): Promise<Directory> {
    const mark = await this.#ledger.changeMark();
    if (this.#known && this.#seen === mark) return this.#known.directory;
    // Most changes of a catalogue are work that the public does not see.
    const { last } = await this.#ledger.logExtent();
    if (this.#known?.last !== last) this.#known = { last, directory: this.#read() };
    this.#seen = mark;
    const { directory } = this.#known;
    directory.catch(() => {
      if (this.#known?.directory === directory) this.#known = undefined;
    });
    return directory;
  }

  async #read(): Promise<Directory> {
    const found: AnnouncedItem[] = [];
    for (let after: { readonly at: string; readonly itemId: string } | undefined; ; ) {
      const some = await this.#ledger.announcedSince({ isPublic: true }, { limit: AT_ONCE, ...(after && { after }) });
      found.push(...some);
      const last = some.at(-1);
      if (!last || some.length < AT_ONCE) break;
      after = { at: last.at, itemId: last.itemId };
    }
    return directoryOf(found);
  }
}

/** An item that changed while the log was read is met twice; its last state counts. */
function directoryOf(found: readonly AnnouncedItem[]): Directory {
  const last = new Map<string, AnnouncedItem>();
  for (const item of found) {
    last.delete(item.itemId);
    last.set(item.itemId, item);
  }
  const newest = [...last.keys()].reverse();
  const inOrder = [...newest].sort();
  const sets = new Map<string, { readonly set: ItemSet; readonly items: string[] }>();
  for (const item of inOrder) {
    for (const set of last.get(item)?.sets ?? []) {
      // Nearly every item is a batch of its own.
      if (set.kind === "batch") continue;
      const known = sets.get(setKey(set));
      if (known) known.items.push(item);
      else sets.set(setKey(set), { set, items: [item] });
    }
  }
  return { newest, inOrder, sets };
}
