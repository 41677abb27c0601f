/*
 * One row of a picture that is turned, as mix-row-plain.ts makes it, in whole numbers: identical bytes. Every pixel is mixed of
 * the four nearest of the source, by weights of 1/256 that make 256 together; so no sum of a channel outgrows 16 bits.
 * Four pixels are made at a time.
 */
typedef unsigned char u8;
typedef unsigned int u32;
typedef u8 u8x8 __attribute__((vector_size(8)));
typedef short i16x8 __attribute__((vector_size(16)));
typedef unsigned short u16x8 __attribute__((vector_size(16)));
typedef int i32x4 __attribute__((vector_size(16)));
typedef u32 u32x4 __attribute__((vector_size(16)));
typedef double f64x2 __attribute__((vector_size(16)));

/** Two pixels side by side, a channel in each lane. */
static u16x8 pair(const u32 *pixels) {
  u8x8 both;
  __builtin_memcpy(&both, pixels, sizeof both);
  return __builtin_convertvector(both, u16x8);
}

/** The places of four pixels from x on along one axis, in 1/256 of a pixel; of those after the last its place. */
static i32x4 places(double start, double slope, int x, int last) {
  const f64x2 first = {x, x < last ? x + 1 : last};
  const f64x2 second = {x + 1 < last ? x + 2 : last, x + 2 < last ? x + 3 : last};
  i32x4 low = __builtin_wasm_trunc_sat_zero_s_f64x2_i32x4((start + slope * first) * 256);
  i32x4 high = __builtin_wasm_trunc_sat_zero_s_f64x2_i32x4((start + slope * second) * 256);
  return __builtin_shufflevector(low, high, 0, 1, 4, 5);
}

/** The levels of two pixels from those of their neighbours times the weights, of which half are added up. */
static i16x8 levels(u16x8 one, u16x8 other) {
  u16x8 left = __builtin_shufflevector(one, other, 0, 1, 2, 3, 8, 9, 10, 11);
  u16x8 right = __builtin_shufflevector(one, other, 4, 5, 6, 7, 12, 13, 14, 15);
  return (i16x8)((left + right + 128) >> 8);
}

/** A pixel's own of four pairs of weights: the left for all channels of the left pixel, the right for those of the right. */
#define WEIGHTS(pairs, i) \
  __builtin_shufflevector(pairs, pairs, 2 * i, 2 * i, 2 * i, 2 * i, 2 * i + 1, 2 * i + 1, 2 * i + 1, 2 * i + 1)
#define MIXED(i) \
  (pair(line[row[i]] + column[i]) * WEIGHTS(upper, i) + pair(line[row[i] + 1] + column[i]) * WEIGHTS(lower, i))

/**
 * Pixels `from` to `to`: that of x lies at (u0 + a x, v0 + b x), counted in centres of the source. `line` are the rows of the
 * source from row `low` on. Red is in the lowest byte; the highest is left 0. Needs room for three pixels more.
 */
void mix_row(const u32 *const *line, int low, int from, int to, double u0, double a, double v0, double b, u32 *out) {
  for (int x = from; x < to; x += 4) {
    i32x4 u = places(u0, a, x, to - 1);
    i32x4 v = places(v0, b, x, to - 1);
    i32x4 across = u & 255, down = v & 255;
    i32x4 lower_right = (across * down + 128) >> 8;
    i32x4 upper_right = across - lower_right;
    u16x8 upper = (u16x8)((256 - down - upper_right) | upper_right << 16);
    u16x8 lower = (u16x8)((down - lower_right) | lower_right << 16);
    i32x4 column = u >> 8, row = (v >> 8) - low;
    u32x4 made = (u32x4)__builtin_wasm_narrow_u_i8x16_i16x8(levels(MIXED(0), MIXED(1)), levels(MIXED(2), MIXED(3))) & 0xffffff;
    __builtin_memcpy(out + x, &made, sizeof made);
  }
}
