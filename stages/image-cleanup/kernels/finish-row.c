/*
 * One row of both cleaned pictures, as finish-row-plain.ts makes it, in whole numbers: identical bytes. A pixel is one
 * number, red in the lowest byte. Gain and share change evenly within a cell: `gains` and `shares` hold for every cell
 * the first value and the step from pixel to pixel, in 1/65536 and 1/16384.
 */
typedef unsigned char u8;
typedef unsigned int u32;

static u32 level(u32 channel, int gain) {
  u32 value = (channel * (u32)gain + 32768) >> 16;
  return value > 255 ? 255 : value;
}

/** Colour times gain: one number a pixel again. */
static void even_cell(u32 *restrict row, int count, int gain, int step) {
  for (int i = 0; i < count; i++) {
    u32 pixel = row[i];
    int here = gain + i * step;
    row[i] = level(pixel & 255, here) | level(pixel >> 8 & 255, here) << 8 | level(pixel >> 16 & 255, here) << 16;
  }
}

/** Ten times the reading grey, times the share of light: the place on the tone curve. */
static void place_cell(const u32 *restrict row, u32 *restrict places, int count, int share, int step) {
  for (int i = 0; i < count; i++) {
    u32 pixel = row[i];
    u32 tenfold = 5 * (pixel & 255) + 4 * (pixel >> 8 & 255) + (pixel >> 16 & 255);
    u32 place = tenfold * (u32)(share + i * step) >> 14;
    places[i] = place > 4095 ? 4095 : place;
  }
}

static int least(int a, int b) { return a < b ? a : b; }

/** Uses the row up. `places` is room for a row; `clean` is written four bytes a pixel, one more than it keeps. */
void finish_row(u32 *restrict row, u32 *restrict places, int width, int cell, const int *gains, const int *shares,
                const u8 *restrict curve, u8 *restrict clean, u8 *restrict text) {
  for (int from = 0, i = 0; from < width; from += cell, i += 2) {
    int count = least(cell, width - from);
    place_cell(row + from, places + from, count, shares[i], shares[i + 1]);
    even_cell(row + from, count, gains[i], gains[i + 1]);
  }
  for (int x = 0; x < width; x++) text[x] = curve[places[x]];
  for (int x = 0; x < width; x++) *(u32 *)(clean + 3 * x) = row[x];
}
