import type { Rgb } from "../../formats/raster.ts";

/** What is known of the page before its tone is planned. */
export interface TonePage {
  readonly paperColour: Rgb;
  /** Whether a point of the upright master lies on the page. */
  readonly isPage: (x: number, y: number) => boolean;
}
