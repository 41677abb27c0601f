/**
 * Which parts of a page its text covers: `NAME.covers.tsv` with a heading and the fields x, y, width, height, one row a
 * rectangle in pixels of the picture. Whoever typed half a leaf says so here; what is read on the rest is then neither
 * right nor wrong.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "../../pipeline/errors.ts";
import type { Box } from "../../pipeline/geometry.ts";

const FIELDS = ["x", "y", "width", "height"] as const;

/** The rectangles, or undefined where nothing is said. @throws {InputError} EVAL-COVERS when the file does not hold rectangles. */
export async function readCovers(folder: string, name: string): Promise<readonly Box[] | undefined> {
  const path = join(folder, `${name}.covers.tsv`);
  if (!existsSync(path)) return undefined;
  const [heading = "", ...rows] = (await readFile(path, "utf8"))
    .replace(/^\uFEFF/u, "")
    .split(/\r?\n/u)
    .filter((row) => row.trim() !== "");
  const places = FIELDS.map((field) => heading.split("\t").indexOf(field));
  const boxes = rows.map((row): Box => {
    const cells = row.split("\t");
    const [x, y, width, height] = places.map((place) => Number(cells[place] || Number.NaN)) as [number, number, number, number];
    return { x, y, width, height };
  });
  const isBox = ({ x, y, width, height }: Box) => [x, y, width, height].every(Number.isFinite) && width > 0 && height > 0;
  if (boxes.length === 0 || !boxes.every(isBox)) throw new InputError({ code: "EVAL-COVERS", subject: path, facts: {} });
  return boxes;
}
