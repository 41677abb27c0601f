/** Pictures for the PDF bench: JPEGs of about 230 KB. */
import { linkSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { PAGE } from "./pdf-pages.ts";

const PICTURES = 5;

/** Write so many JPEGs and answer their paths; a few pictures serve all pages under names of their own. */
export async function makePageImages(folder: string, count: number): Promise<readonly string[]> {
  const pictures: string[] = [];
  for (let at = 0; at < Math.min(PICTURES, count); at++) {
    const path = join(folder, `picture-${at}.jpg`);
    const noise = { type: "gaussian" as const, mean: 205, sigma: 16 };
    const made = sharp({ create: { width: PAGE.width, height: PAGE.height, channels: 3, background: "#fff", noise } });
    await made
      .modulate({ brightness: 1 - at * 0.01 })
      .withDensity(PAGE.dpi)
      .jpeg({ quality: 60 })
      .toFile(path);
    pictures.push(path);
  }
  return Array.from({ length: count }, (_, at) => {
    const path = join(folder, `page-${at}.jpg`);
    linkSync(pictures[at % PICTURES] ?? "", path);
    return path;
  });
}
