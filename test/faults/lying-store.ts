/** A store that says "stored" and gives back something else: for everything that must not trust a store. */
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Store } from "../../pipeline/store/store.ts";

/** `drop`: gone, though it said stored; `shorten`: the last byte is missing; `flip`: one bit differs. */
export type StoreLie = "drop" | "shorten" | "flip";

/** The inner store, lying about every object as long as `lie` is set; named texts are honest. */
export class LyingStore implements Store {
  lie: StoreLie | undefined;
  readonly orphans: Store["orphans"];
  readonly #inner: Store;

  constructor(inner: Store) {
    this.#inner = inner;
    this.orphans = inner.orphans;
  }

  async putFile(...args: Parameters<Store["putFile"]>) {
    return this.#inner.putFile(...args);
  }

  async stat(digest: string) {
    const found = await this.#inner.stat(digest);
    if (!found || this.lie === "drop") return undefined;
    return this.lie === "shorten" ? { ...found, sizeBytes: found.sizeBytes - 1 } : found;
  }

  async open(...[digest, range]: Parameters<Store["open"]>) {
    if (this.lie === "drop") return this.#inner.open("0".repeat(64));
    const bytes = await buffer(await this.#inner.open(digest, range));
    if (this.lie === "flip") bytes.writeUInt8(bytes.readUInt8(0) ^ 1, 0);
    return Readable.from([this.lie === "shorten" ? bytes.subarray(0, -1) : bytes], { objectMode: false });
  }

  localPath(): undefined {
    return undefined;
  }

  async *list() {
    for await (const each of this.#inner.list()) if (this.lie !== "drop") yield each;
  }

  async remove(...args: Parameters<Store["remove"]>) {
    return this.#inner.remove(...args);
  }

  async putNamed(...args: Parameters<Store["putNamed"]>) {
    return this.#inner.putNamed(...args);
  }

  async hasNamed(key: string) {
    return this.#inner.hasNamed(key);
  }

  async getNamed(key: string) {
    return this.#inner.getNamed(key);
  }

  async listNamed(prefix: string) {
    return this.#inner.listNamed(prefix);
  }

  async check() {
    return this.#inner.check();
  }

  async close() {
    return this.#inner.close();
  }
}
