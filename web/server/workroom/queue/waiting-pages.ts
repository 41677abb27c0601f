/** The pages of items that wait for a person's eye, with what the machine read on them. */
import { type IsFamiliar, type PageDoubt, pageDoubt } from "../../../../catalogue/expert-queue/doubt.ts";
import type { Digest } from "../../../../pipeline/artifact.ts";
import type { PageRow } from "../../../../pipeline/ledger-rows.ts";
import type { TextLayer } from "../../../../pipeline/text-layer.ts";
import type { SeenItem } from "../items-in-sight.ts";
import { readLayer } from "../text/page-desk.ts";
import type { Workroom } from "../workroom.ts";

/** A page that waits for review. */
export interface WaitingText {
  readonly item: SeenItem["item"];
  readonly page: PageRow;
  /** The machine's reading. */
  readonly text: Digest;
}

const CLOSED = new Set(["corrected", "approved", "locked"]);

/** Pages with a machine's reading that nobody has answered for, in the order of the item. */
export async function waitingTexts({ ledger, texts }: Workroom, { item }: SeenItem): Promise<readonly WaitingText[]> {
  const [pages, current, worked] = await Promise.all([
    ledger.pages(item.id),
    ledger.currentOfItem(item.id, ["text/machine", "text/reviewed"]),
    texts.pageTexts(item.id),
  ]);
  const answered = new Set(current.filter(({ role }) => role === "text/reviewed").map(({ subject }) => subject));
  for (const { page, state } of worked) if (CLOSED.has(state)) answered.add(page);
  const read = new Map(
    current.filter(({ role }) => role === "text/machine").map(({ subject, artifact }) => [subject, artifact.digest]),
  );
  return pages.flatMap((page) => {
    const text = read.get(page.id);
    return text === undefined || answered.has(page.id) ? [] : [{ item, page, text }];
  });
}

const MOST_KEPT = 50_000;

/** Doubts by the reading's digest: a reading never changes, so each is looked at once. */
export class PageDoubts {
  readonly #workroom: Workroom;
  readonly #known = new Map<Digest, PageDoubt>();

  constructor(workroom: Workroom) {
    this.#workroom = workroom;
  }

  /** Doubts of as many pages as are known, and of at most `most` further ones; a reading that cannot be read is left out. */
  async of(pages: readonly WaitingText[], most: number, isFamiliar: IsFamiliar): Promise<ReadonlyMap<Digest, PageDoubt>> {
    const fresh = pages.filter(({ text }) => !this.#known.has(text)).slice(0, most);
    for (const { text } of fresh) {
      const layer = await this.#read(text);
      if (layer === undefined) continue;
      if (this.#known.size >= MOST_KEPT) this.#known.delete(this.#known.keys().next().value ?? "");
      this.#known.set(text, pageDoubt(layer, isFamiliar));
    }
    return this.#known;
  }

  async #read(digest: Digest): Promise<TextLayer | undefined> {
    // A reading that is away for the moment is asked for again the next time.
    return await readLayer(this.#workroom, digest).catch(() => undefined);
  }
}
