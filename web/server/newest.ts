/** What is public, the last published or changed first. */
import type { PublicLedger } from "./services.ts";

const AT_ONCE = 1000;

/** Identifiers of public items by the time of their last activity; read again only after something has changed. */
export class Newest {
  readonly #ledger: PublicLedger;
  #known: { readonly mark: string; readonly items: Promise<readonly string[]> } | undefined;

  constructor(ledger: PublicLedger) {
    this.#ledger = ledger;
  }

  /** All of them; the list is shared and must not be changed. */
  async items(): Promise<readonly string[]> {
    const mark = await this.#ledger.changeMark();
    if (this.#known?.mark !== mark) this.#known = { mark, items: this.#read() };
    return this.#known.items;
  }

  async #read(): Promise<readonly string[]> {
    const found: string[] = [];
    for (let after: { readonly at: string; readonly itemId: string } | undefined; ; ) {
      const some = await this.#ledger.announcedSince({ isPublic: true }, { limit: AT_ONCE, ...(after && { after }) });
      found.push(...some.map(({ itemId }) => itemId));
      const last = some.at(-1);
      if (!last || some.length < AT_ONCE) return found.reverse();
      after = { at: last.at, itemId: last.itemId };
    }
  }
}
