/** Addresses of whole pictures of pages, for everything that names one picture of a size. */
import type { Uris } from "./uri.ts";

/** A page with the size of its picture, in pixels. */
interface Pictured {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** The picture of a page as JPEG, neither side longer than `pixels`; never larger than it is, which servers may refuse. */
export function pictureWithin(uris: Uris, { id, width, height }: Pictured, pixels: number): string {
  const size = Math.max(width, height) <= pixels ? "max" : `!${pixels},${pixels}`;
  return uris.image(id, `full/${size}/0/default.jpg`);
}
