/**
 * Pictures whose text is known, in one of two forms:
 *
 * - columns: `truth.tsv` with a heading and the fields image, text, document, page; pictures in the folder or in `images/`;
 * - pages: `images/NAME.jpg` with `text/NAME.txt`, one line a column in reading order. A text of a part of the page says
 *   which part: `text/NAME.covers.tsv`, see read-covers.ts.
 */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { InputError } from "../../pipeline/errors.ts";
import type { Box } from "../../pipeline/geometry.ts";
import { readCovers } from "./read-covers.ts";

/** One column picture with its text. */
export interface TrueColumn {
  readonly path: string;
  readonly text: string;
  readonly document: string;
  /** The page it was cut from, unique over the set; columns of a page are resampled together. */
  readonly page: string;
}

/** One page picture with its columns. */
export interface TruePage {
  readonly path: string;
  readonly name: string;
  readonly columns: readonly string[];
  /** The parts of the picture, in its pixels, whose text the columns are; undefined: all of it. */
  readonly covered: readonly Box[] | undefined;
}

/** What a folder holds. */
export interface TruthSet {
  readonly columns: readonly TrueColumn[];
  readonly pages: readonly TruePage[];
}

const PICTURE = /\.(?:jpe?g|png|tiff?)$/iu;

/**
 * Read a folder. `covers`: another folder that says which parts of pages the texts cover, where this one cannot be written to.
 * @throws {InputError} EVAL-TRUTH when it has neither form, EVAL-PICTURE when a picture is not there, EVAL-COVERS when a part is none.
 */
export async function readTruthSet(folder: string, covers?: string): Promise<TruthSet> {
  const columns = existsSync(join(folder, "truth.tsv")) ? await readColumns(folder) : [];
  const pages = existsSync(join(folder, "text")) ? await readPages(folder, covers ?? join(folder, "text")) : [];
  if (columns.length + pages.length === 0) throw new InputError({ code: "EVAL-TRUTH", subject: folder, facts: {} });
  return { columns, pages };
}

async function readColumns(folder: string): Promise<readonly TrueColumn[]> {
  const [heading = "", ...rows] = (await readFile(join(folder, "truth.tsv"), "utf8")).split(/\r?\n/u);
  const fields = heading.replace(/^\uFEFF/u, "").split("\t");
  const at = (name: string) => fields.indexOf(name);
  if (at("image") < 0 || at("text") < 0)
    throw new InputError({ code: "EVAL-TRUTH", subject: join(folder, "truth.tsv"), facts: {} });
  const columns = rows
    .filter((row) => row !== "")
    .map((row): TrueColumn => {
      const cells = row.split("\t");
      const cell = (name: string) => cells[at(name)] ?? "";
      const own = join(folder, cell("image"));
      const path = existsSync(own) ? own : join(folder, "images", cell("image"));
      return {
        path,
        text: cell("text"),
        document: cell("document"),
        page: `${cell("document")}/${cell("page") || cell("image")}`,
      };
    });
  const lost = columns.find((column) => !existsSync(column.path));
  if (lost !== undefined) throw new InputError({ code: "EVAL-PICTURE", subject: lost.path, facts: {} });
  return columns;
}

async function readPages(folder: string, covers: string): Promise<readonly TruePage[]> {
  const names = (await readdir(join(folder, "images"))).filter((name) => PICTURE.test(name)).sort();
  const pages: TruePage[] = [];
  for (const name of names) {
    const stem = basename(name, extname(name));
    const text = join(folder, "text", `${stem}.txt`);
    if (!existsSync(text)) continue;
    const lines = (await readFile(text, "utf8")).replace(/^\uFEFF/u, "").split(/\r?\n/u);
    const columns = lines.filter((line) => line.trim() !== "");
    pages.push({ path: join(folder, "images", name), name: stem, columns, covered: await readCovers(covers, stem) });
  }
  return pages;
}
