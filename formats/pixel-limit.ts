/** Most pixels a picture may have unless a profile allows more: 400 megapixels, an A1 map at 600 dpi is 280. */
export const DEFAULT_PIXEL_LIMIT = 400_000_000;
