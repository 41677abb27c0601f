/** The folder of a static edition: whole files only, and a list of what they were made from. */
import { createWriteStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { staticPathOf } from "../../iiif/static-uris.ts";
import type { Uris } from "../../iiif/uri.ts";
import { InputError } from "../../pipeline/errors.ts";

/** Its name begins with a dot: web servers show it to nobody who does not ask. */
const STATE = ".sohoa-edition.json";

const stateSchema = z.object({
  v: z.literal(1),
  /** Pages by item, for every item in the folder. */
  items: z.record(z.string(), z.array(z.string())),
  /** What large files and the pictures of pages were made from, by path. */
  sources: z.record(z.string(), z.string()),
});

/** Writes the files of an edition under one folder; nothing outside of it is touched. */
export class EditionFolder {
  readonly #root: string;
  readonly #baseUrl: string;
  readonly #items: Map<string, readonly string[]>;
  readonly #sources: Map<string, string>;
  filesWritten = 0;

  private constructor(root: string, baseUrl: string, state: z.infer<typeof stateSchema>) {
    this.#root = root;
    this.#baseUrl = baseUrl;
    this.#items = new Map(Object.entries(state.items));
    this.#sources = new Map(Object.entries(state.sources));
  }

  /** Open a folder that is empty, new or an edition. @throws {InputError} EDITION-FOLDER when it holds something else. */
  static async open(root: string, baseUrl: string): Promise<EditionFolder> {
    await mkdir(root, { recursive: true });
    const isEmpty = (await readdir(root)).length === 0;
    const text = await readFile(join(root, STATE), "utf8").catch(() => undefined);
    if (text === undefined && !isEmpty) throw new InputError({ code: "EDITION-FOLDER", subject: root });
    const state = text === undefined ? { v: 1 as const, items: {}, sources: {} } : stateSchema.parse(JSON.parse(text));
    const folder = new EditionFolder(root, baseUrl, state);
    await folder.save();
    return folder;
  }

  /** Items that the folder has. */
  get items(): readonly string[] {
    return [...this.#items.keys()].sort();
  }

  /** Write what answers an address. An interrupted file never bears the final name. */
  async write(uri: string, content: string | Buffer | Readable | AsyncIterable<string>): Promise<void> {
    await this.#writeAt(staticPathOf(this.#baseUrl, uri), content);
  }

  /** Write only if what answers the address was not made from this source already. */
  async writeFrom(uri: string, source: string, content: () => Promise<string | Buffer | Readable>): Promise<void> {
    const path = staticPathOf(this.#baseUrl, uri);
    if (this.#sources.get(path) === source) return;
    await this.#writeAt(path, await content());
    this.#sources.set(path, source);
  }

  /** A folder made as a whole, from one source; `fill` writes its files by their path in it. */
  async makeFrom(
    uri: string,
    source: string,
    fill: (write: (path: string, bytes: Buffer) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const path = staticPathOf(this.#baseUrl, uri);
    if (this.#sources.get(path) === source) return;
    const [whole, part] = [join(this.#root, path), join(this.#root, `${path}.part`)];
    await rm(part, { recursive: true, force: true });
    await fill(async (name, bytes) => {
      await mkdir(dirname(join(part, name)), { recursive: true });
      await writeFile(join(part, name), bytes);
      this.filesWritten += 1;
    });
    this.#sources.delete(path);
    await rm(whole, { recursive: true, force: true });
    await rename(part, whole);
    this.#sources.set(path, source);
  }

  /** The item is about to be written: from now on the folder knows whose these pages are, even if it gets no further. */
  async begin(item: string, pages: readonly string[]): Promise<void> {
    this.#items.set(item, [...new Set([...(this.#items.get(item) ?? []), ...pages])]);
    await this.save();
  }

  /** The item is whole, with these pages; pages that it no longer has are removed. */
  async keep(item: string, pages: readonly string[], uris: Uris): Promise<void> {
    for (const page of this.#items.get(item) ?? []) if (!pages.includes(page)) await this.remove(uris.imageService(page));
    this.#items.set(item, pages);
    await this.save();
  }

  /** Remove everything of an item, and forget it. */
  async drop(item: string, uris: Uris): Promise<void> {
    for (const page of this.#items.get(item) ?? []) await this.remove(uris.imageService(page));
    await this.remove(uris.manifest(item).replace(/\/[^/]*$/, ""));
    await this.remove(uris.reader(item));
    this.#items.delete(item);
    await this.save();
  }

  /** Keep the list of what is here; in the order of names, so that the same edition is the same bytes. */
  async save(): Promise<void> {
    const sorted = <V>(map: ReadonlyMap<string, V>): Record<string, V> =>
      Object.fromEntries([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
    const state = { v: 1, items: sorted(this.#items), sources: sorted(this.#sources) };
    await writeFile(join(this.#root, `${STATE}.part`), JSON.stringify(state));
    await rename(join(this.#root, `${STATE}.part`), join(this.#root, STATE));
  }

  /** Remove the file that answers an address, or the folder of those below it. */
  async remove(uri: string): Promise<void> {
    const path = staticPathOf(this.#baseUrl, uri).replace(/\/index\.html$/, "");
    await rm(join(this.#root, path), { recursive: true, force: true });
    for (const known of this.#sources.keys()) {
      if (known === path || known.startsWith(`${path}/`)) this.#sources.delete(known);
    }
  }

  async #writeAt(path: string, content: string | Buffer | Readable | AsyncIterable<string>): Promise<void> {
    const whole = join(this.#root, path);
    await mkdir(dirname(whole), { recursive: true });
    if (typeof content === "string" || Buffer.isBuffer(content)) await writeFile(`${whole}.part`, content);
    else await pipeline(Readable.from(content), createWriteStream(`${whole}.part`));
    await rename(`${whole}.part`, whole);
    this.filesWritten += 1;
  }
}
