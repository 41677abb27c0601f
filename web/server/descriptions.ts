/** Files of a publication that are read again and again: its description for people, its annotations page by page. */
import { readFile } from "node:fs/promises";
import { at, type Json, listOf } from "../../iiif/check/json.ts";
import type { Digest } from "../../pipeline/artifact.ts";
import type { Language } from "./language.ts";
import { Shared } from "./recent.ts";
import type { ObjectFiles } from "./services.ts";
import type { DescriptionLine } from "./views/reader-side.ts";

const KEPT_BYTES = 32 * 1024 * 1024;

/** Reads manifests and annotations; what was read lately stays in memory. */
export class Descriptions {
  readonly #files: ObjectFiles;
  readonly #metadata = new Shared<Digest, readonly Json[]>(2_000, () => 1);
  readonly #lines = new Shared<Digest, readonly string[]>(KEPT_BYTES, (lines) =>
    lines.reduce((sum, line) => sum + line.length, 0),
  );

  constructor(files: ObjectFiles) {
    this.#files = files;
  }

  /** The metadata of a manifest in one language. */
  async ofManifest(manifest: Digest, language: Language): Promise<readonly DescriptionLine[]> {
    const entries = await this.#metadata.get(manifest, async () => {
      const parsed = at(JSON.parse(await this.#text(manifest)) as Json);
      const statement = parsed?.["requiredStatement"];
      return [...listOf(parsed, "metadata"), ...(statement ? [statement] : [])];
    });
    return entries.map((entry) => ({
      label: textsIn(at(entry)?.["label"], language)
        .map((each) => each.text)
        .join(" "),
      values: textsIn(at(entry)?.["value"], language),
    }));
  }

  /** One line of a file of JSON lines, such as the annotations of a page. */
  async line(file: Digest, index: number): Promise<string | undefined> {
    const lines = await this.#lines.get(file, async () => (await this.#text(file)).split("\n"));
    return lines[index] || undefined;
  }

  async #text(digest: Digest): Promise<string> {
    return readFile(await this.#files.file(digest), "utf8");
  }
}

/** The texts of a language map that a reader should see: the reader's language, unless the map is of other kinds. */
function textsIn(value: Json | undefined, language: Language): DescriptionLine["values"] {
  const map = at(value) ?? {};
  const isInterface = Object.keys(map).every((tag) => tag === "vi" || tag === "en");
  return Object.entries(map)
    .filter(([tag]) => !isInterface || !(language in map) || tag === language)
    .flatMap(([tag, texts]) =>
      Array.isArray(texts) ? texts.map((text: Json) => ({ language: tag === "none" ? "" : tag, text: String(text) })) : [],
    );
}
