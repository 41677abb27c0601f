/** A picture whose rim cuts through the text. */
import type { Random } from "../../cli/sample/random.ts";
import { type PagePlan, pick } from "./page-plan.ts";
import type { PaintedPage, Picture } from "./paint-page.ts";

/** Cut one side of the picture through the outermost characters of that side. */
export function crosscut(picture: Picture, { print }: PaintedPage, plan: PagePlan, random: Random): Picture {
  const places = print.middles.map(([x, y]) => turned(x, y, plan));
  const xs = places.map(([x]) => x).sort((a, b) => a - b);
  const ys = places.map(([, y]) => y).sort((a, b) => a - b);
  // a rank a little inside, so that not only one stray character is cut
  const rank = Math.max(6, Math.floor(places.length * 0.05));
  const side = pick(["left", "right", "top", "bottom"] as const, random);
  const left = side === "left" ? Math.round(xs[rank] as number) : 0;
  const right = side === "right" ? Math.round(xs[xs.length - 1 - rank] as number) : picture.width;
  const top = side === "top" ? Math.round(ys[rank] as number) : 0;
  const bottom = side === "bottom" ? Math.round(ys[ys.length - 1 - rank] as number) : picture.height;
  return extract(picture, left, top, right - left, bottom - top);
}

function turned(x: number, y: number, { width, height, skewDegrees }: PagePlan): [number, number] {
  const angle = (skewDegrees * Math.PI) / 180;
  const dx = x - width / 2;
  const dy = y - height / 2;
  return [width / 2 + dx * Math.cos(angle) - dy * Math.sin(angle), height / 2 + dx * Math.sin(angle) + dy * Math.cos(angle)];
}

function extract({ width, pixels }: Picture, left: number, top: number, wide: number, high: number): Picture {
  const cut = new Uint8Array(wide * high * 3);
  for (let y = 0; y < high; y++)
    cut.set(pixels.subarray(((top + y) * width + left) * 3, ((top + y) * width + left + wide) * 3), y * wide * 3);
  return { width: wide, height: high, channels: 3, pixels: cut };
}
