/*
 * Adaptive threshold after Sauvola and Pietikäinen (Pattern Recognition 33, 2000): a pixel is ink when it is darker than
 * m (1 + k (s / 128 - 1)), m and s being mean and standard deviation of the window about it. Compared without a root:
 * with d = v - m (1 - k), ink is d < 0 or d d < m m s s k k / 128 / 128.
 *
 * adaptive-threshold-plain.ts does the same steps in the same order, every sum in whole numbers and every product
 * rounded to single precision: both give identical pixels. Change one only with the other.
 */
typedef unsigned char u8;
typedef unsigned int u32;

/** Add a row to the sums of the columns, or take it away. */
static void add_row(const u8 *restrict row, u32 *restrict sums, u32 *restrict squares, int width) {
  for (int x = 0; x < width; x++) {
    u32 value = row[x];
    sums[x] += value;
    squares[x] += value * value;
  }
}

static void take_row(const u8 *restrict row, u32 *restrict sums, u32 *restrict squares, int width) {
  for (int x = 0; x < width; x++) {
    u32 value = row[x];
    sums[x] -= value;
    squares[x] -= value * value;
  }
}

/** Running totals along the row: what lies left of each column. They may wrap; their differences do not. */
static void run_totals(const u32 *restrict columns, u32 *restrict totals, int width) {
  u32 total = 0;
  for (int x = 0; x < width; x++) {
    totals[x] = total;
    total += columns[x];
  }
  totals[width] = total;
}

/** `count` pixels whose windows all hold the same number of pixels, 1 / share; low and high: totals before and behind them. */
static void decide(const u8 *restrict row, const u32 *restrict sum_low, const u32 *restrict sum_high,
                   const u32 *restrict square_low, const u32 *restrict square_high, u8 *restrict out, int count, float share,
                   float rest, float weight) {
  for (int x = 0; x < count; x++) {
    float mean = (float)(sum_high[x] - sum_low[x]) * share;
    float square = (float)(square_high[x] - square_low[x]) * share;
    float power = mean * mean;
    float spread = square - power;
    float distance = (float)row[x] - mean * rest;
    float bound = power * weight * spread;
    out[x] = ((distance < 0) | (distance * distance < bound)) ? 0 : 255;
  }
}

static int least(int a, int b) { return a < b ? a : b; }
static int most(int a, int b) { return a > b ? a : b; }

/** One row, in three parts: the windows of its first and last pixels are cut off by the rim. */
static void decide_row(const u8 *row, const u32 *sums, const u32 *squares, u8 *out, int width, int radius, int rows, float rest,
                       float weight) {
  int x = 0;
  while (x < width) {
    int low = most(0, x - radius);
    int high = least(width, x + radius + 1);
    int is_inside = x >= radius && x + radius < width;
    int count = is_inside ? width - 2 * radius : 1;
    float share = 1.0f / (float)((high - low) * rows);
    decide(row + x, sums + low, sums + high, squares + low, squares + high, out + x, count, share, rest, weight);
    x += count;
  }
}

/**
 * Rows `first` to `first + count` of a band of `height` rows, 0 for ink and 255 for paper. The window is 2 radius + 1
 * pixels wide and high, at most 255. `work` holds 4 (width + 1) numbers. rest = 1 - k, weight = k k / 128 / 128.
 */
void adaptive_threshold(const u8 *band, int width, int height, int first, int count, int radius, float rest, float weight,
                        u32 *work, u8 *out) {
  u32 *sums = work, *squares = sums + width, *sum_totals = squares + width, *square_totals = sum_totals + width + 1;
  for (int x = 0; x < 2 * width; x++) work[x] = 0;
  int top = most(0, first - radius);
  int bottom = top;
  for (int y = first; y < first + count; y++) {
    for (; bottom < least(height, y + radius + 1); bottom++) add_row(band + bottom * width, sums, squares, width);
    for (; top < y - radius; top++) take_row(band + top * width, sums, squares, width);
    run_totals(sums, sum_totals, width);
    run_totals(squares, square_totals, width);
    decide_row(band + y * width, sum_totals, square_totals, out + (y - first) * width, width, radius, bottom - top, rest, weight);
  }
}
