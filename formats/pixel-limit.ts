/** Most pixels a picture may have unless a profile allows more: 400 megapixels, an A1 map at 600 dpi is 280. */
export const DEFAULT_PIXEL_LIMIT = 400_000_000;

/**
 * Most pixels that are ever decoded whole, whatever a profile allows: four bytes each must fit into one buffer, which holds 4 GiB in
 * Node 20. Beyond it the picture library does not fail but ends its process.
 */
export const MOST_DECODED_PIXELS = 2 ** 30 - 1;
