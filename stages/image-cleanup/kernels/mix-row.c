/*
 * One row of a picture that is turned, as mix-row-plain.ts makes it, in whole numbers: identical bytes. Every pixel is mixed of
 * the four nearest of the source, by weights of 1/256 that make 256 together; so no sum of a channel outgrows 16 bits.
 */
typedef unsigned char u8;
typedef unsigned int u32;
typedef u8 u8x8 __attribute__((vector_size(8)));
typedef short i16x8 __attribute__((vector_size(16)));
typedef u32 u32x4 __attribute__((vector_size(16)));
typedef unsigned short u16x8 __attribute__((vector_size(16)));

/** Two pixels side by side, a channel in each lane. */
static u16x8 pair(const u32 *pixels) {
  u8x8 both;
  __builtin_memcpy(&both, pixels, sizeof both);
  return __builtin_convertvector(both, u16x8);
}

/** A weight for all channels of the left pixel, and one for those of the right. */
static u16x8 weights(unsigned short left, unsigned short right) {
  const u16x8 lefts = {left, left, left, left, left, left, left, left};
  const u16x8 rights = {right, right, right, right, right, right, right, right};
  return __builtin_shufflevector(lefts, rights, 0, 1, 2, 3, 8, 9, 10, 11);
}

/**
 * Pixels `from` to `to`: that of x lies at (u0 + a x, v0 + b x), counted in centres of the source.
 * `lines` are the rows of the source from row `low` on. Red is in the lowest byte; the highest is left 0.
 */
void mix_row(const u32 *const *lines, int low, int from, int to, double u0, double a, double v0, double b, u32 *out) {
  for (int x = from; x < to; x++) {
    int u = (int)((u0 + a * x) * 256);
    int v = (int)((v0 + b * x) * 256);
    u32 across = u & 255, down = v & 255;
    u32 lower_right = (across * down + 128) >> 8;
    u32 lower_left = down - lower_right;
    u32 upper_right = across - lower_right;
    u32 upper_left = 256 - down - upper_right;
    const u32 *const *line = lines + ((v >> 8) - low);
    int column = u >> 8;
    u16x8 mixed = pair(line[0] + column) * weights(upper_left, upper_right) + pair(line[1] + column) * weights(lower_left, lower_right);
    mixed += __builtin_shufflevector(mixed, mixed, 4, 5, 6, 7, 0, 1, 2, 3) + 128;
    i16x8 levels = (i16x8)(mixed >> 8);
    out[x] = ((u32x4)__builtin_wasm_narrow_u_i8x16_i16x8(levels, levels))[0] & 0xffffff;
  }
}
