/** The layout of a picture as scanned or after cleanup, with the way from the scan's pixels to the layout's. */
import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { type Box, invert, mapPoint, type Size } from "../../pipeline/geometry.ts";
import type { Layout } from "../../pipeline/layout.ts";
import { analysePage } from "../../stages/layout/analyse-page.ts";
import { readReduced } from "../../stages/layout/read-reduced.ts";
import { toLayout } from "../../stages/layout/to-layout.ts";
import { cleanBytes } from "../../test/fixtures/image-stages.ts";
import { StageFiles } from "../../test/fixtures/stage-files.ts";

/** A layout with what it took. */
export interface FoundLayout {
  /** The picture that was analysed. */
  readonly path: string;
  readonly layout: Layout;
  /** Processor time of the analysis, decoding left out. */
  readonly cpuSeconds: number;
  readonly raw: Size;
  /** A box of the scan in pixels of the layout. */
  readonly fromRaw: (box: Box) => Box;
}

/** Analyse a picture. */
export async function findLayout(path: string, isCleaned: boolean): Promise<FoundLayout> {
  const { width, height } = await sharp(path).metadata();
  if (!isCleaned) return { ...(await analyse(path)), path, raw: { width, height }, fromRaw: (box) => box };
  const { bytes, report } = await cleanBytes(await readFile(path));
  const text = await (await StageFiles.create()).input("image/text", bytes[1]);
  const toClean = invert(report.toMaster);
  const fromRaw = ({ x, y, ...box }: Box): Box => {
    const corners = [mapPoint(toClean, x, y), mapPoint(toClean, x + box.width, y + box.height)] as const;
    const [left, top] = [Math.min(corners[0].x, corners[1].x), Math.min(corners[0].y, corners[1].y)];
    return { x: left, y: top, width: Math.abs(corners[1].x - corners[0].x), height: Math.abs(corners[1].y - corners[0].y) };
  };
  return { ...(await analyse(text.path)), path: text.path, raw: { width, height }, fromRaw };
}

async function analyse(path: string): Promise<{ layout: Layout; cpuSeconds: number }> {
  const { grey, full } = await readReduced(path);
  const before = process.cpuUsage();
  const layout = toLayout(analysePage(grey, "auto"), grey, full);
  const { user, system } = process.cpuUsage(before);
  return { layout, cpuSeconds: (user + system) / 1e6 };
}
