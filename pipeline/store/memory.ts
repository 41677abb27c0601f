/** The store in memory: for tests and for trying things out. Keeps the same promises except outliving the process. */
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import type { Digest } from "../artifact.ts";
import { digestOfText } from "../derive.ts";
import { digestFile } from "../digest-file.ts";
import { InputError, IntegrityError } from "../errors.ts";
import { namedKey, objectKey } from "./key.ts";
import type { OrphanShelf, Shelved } from "./orphan-shelf.ts";
import type { NamedFile, NamedKey, Store, Stored } from "./store.ts";
import { unreadable } from "./unreadable.ts";

interface Held {
  readonly bytes: Buffer;
  readonly modifiedAt: Date;
}

/** An empty store that lives as long as the process. */
export function openMemoryStore(): Store {
  return new MemoryStore();
}

class MemoryStore implements Store {
  readonly #objects = new Map<Digest, Held>();
  readonly #named = new Map<NamedKey, string>();
  readonly #shelf = new Map<Digest, { readonly held: Held; readonly day: string }>();

  readonly orphans: OrphanShelf = {
    lay: async (digest, day, untouchedSince) => {
      const held = this.#objects.get(digest);
      if (!held) return "absent";
      if (held.modifiedAt > untouchedSince) return "touched";
      this.#shelf.set(digest, { held, day });
      this.#objects.delete(digest);
      return "laid";
    },
    list: () => this.#shelved(),
    putBack: async ({ digest }) => {
      const shelved = this.#shelf.get(digest);
      if (shelved) this.#objects.set(digest, shelved.held);
      this.#shelf.delete(digest);
    },
    destroy: async ({ digest }) => void this.#shelf.delete(digest),
  };

  async putFile(path: string, expected: Stored): Promise<void> {
    objectKey(expected.digest);
    const known = this.#objects.get(expected.digest);
    if (known) return void this.#objects.set(expected.digest, { ...known, modifiedAt: new Date() });
    const [found, bytes] = await Promise.all([digestFile(path), readFile(path)]).catch((cause) => {
      throw unreadable(path, cause);
    });
    if (found.digest !== expected.digest || bytes.byteLength !== expected.sizeBytes) {
      throw new InputError({ code: "SRC-CHANGED", subject: path, facts: { expected: expected.digest, found: found.digest } });
    }
    this.#objects.set(expected.digest, { bytes, modifiedAt: new Date() });
  }

  async stat(digest: Digest): Promise<Stored | undefined> {
    objectKey(digest);
    const held = this.#objects.get(digest);
    return held && { digest, sizeBytes: held.bytes.byteLength };
  }

  async open(digest: Digest, range?: { readonly start: number; readonly end: number }): Promise<Readable> {
    objectKey(digest);
    const held = this.#objects.get(digest);
    if (!held) throw new IntegrityError({ code: "STORE-MISSING", subject: digest });
    return Readable.from([range ? held.bytes.subarray(range.start, range.end + 1) : held.bytes], { objectMode: false });
  }

  localPath(digest: Digest): undefined {
    objectKey(digest);
    return undefined;
  }

  async *list(): AsyncIterable<Stored & { readonly modifiedAt: Date }> {
    for (const [digest, held] of [...this.#objects].sort(([a], [b]) => (a < b ? -1 : 1))) {
      yield { digest, sizeBytes: held.bytes.byteLength, modifiedAt: held.modifiedAt };
    }
  }

  async remove(digest: Digest): Promise<void> {
    objectKey(digest);
    this.#objects.delete(digest);
  }

  async putNamed(key: NamedKey, given: string | NamedFile): Promise<void> {
    namedKey(key);
    const text = typeof given === "string" ? given : await readFile(given.path, "utf8");
    const found = this.#named.get(key);
    if (found !== undefined && digestOfText(found) !== digestOfText(text)) {
      throw new IntegrityError({ code: "STORE-EXISTS", subject: key });
    }
    this.#named.set(key, text);
  }

  async hasNamed(key: NamedKey): Promise<boolean> {
    return this.#named.has(namedKey(key));
  }

  async getNamed(key: NamedKey): Promise<string | undefined> {
    return this.#named.get(namedKey(key));
  }

  async listNamed(prefix: string): Promise<readonly NamedKey[]> {
    return [...this.#named.keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  async *#shelved(): AsyncIterable<Shelved> {
    for (const [digest, { held, day }] of this.#shelf) yield { digest, day, sizeBytes: held.bytes.byteLength };
  }

  async check(): Promise<void> {}

  async close(): Promise<void> {}
}
