/** Which of some digests the texts beside the objects name: descriptions of items, working texts, records, the register. */
import type { Digest } from "../artifact.ts";
import { NAMED_PREFIXES } from "../store/key.ts";
import type { NamedKey, Store } from "../store/store.ts";

const DIGEST = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g;

/** Reads each text once, however often it is asked; texts are never changed. */
export class NamedDigests {
  readonly #store: Pick<Store, "listNamed" | "getNamed">;
  readonly #wanted: ReadonlySet<Digest>;
  readonly #read = new Set<NamedKey>();
  readonly #named = new Set<Digest>();

  /** @param wanted the digests that are asked about; others are not remembered */
  constructor(store: Pick<Store, "listNamed" | "getNamed">, wanted: ReadonlySet<Digest>) {
    this.#store = store;
    this.#wanted = wanted;
  }

  /** What was found so far, without asking the store. */
  known(): ReadonlySet<Digest> {
    return this.#named;
  }

  /** All that are named by now, texts that were written since the last call among them. */
  async refreshed(): Promise<ReadonlySet<Digest>> {
    for (const prefix of NAMED_PREFIXES) {
      for (const key of await this.#store.listNamed(prefix)) {
        if (this.#read.has(key)) continue;
        const text = (await this.#store.getNamed(key)) ?? "";
        for (const [digest] of text.matchAll(DIGEST)) if (this.#wanted.has(digest)) this.#named.add(digest);
        this.#read.add(key);
      }
    }
    return this.#named;
  }
}
