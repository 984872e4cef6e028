// Batch normalisation of row-major [rows, columns], each column by itself. Totals are float64, as in `sums.ts`.

import { addToTotal, addToTotals, ROWS_AT_ONCE, storeTotals } from "./sums";

/** `to_j ← Σ_i (x_ij − mean_j)²`. `totals` has room for 8·columns bytes. */
export function sumSquaredDeviations(
  x: usize,
  mean: usize,
  to: usize,
  rows: i32,
  columns: i32,
  totals: usize,
): void {
  memory.fill(totals, 0, 8 * columns);
  const stride = 4 * columns;
  const whole = columns & ~3;
  for (let first = 0; first < rows; first += ROWS_AT_ONCE) {
    const count = min(ROWS_AT_ONCE, rows - first);
    let j = 0;
    for (; j < whole; j += 4) {
      const centre = v128.load(mean + 4 * j);
      let from = x + 4 * j;
      let sum = f32x4.splat(0);
      for (let row = 0; row < count; row++) {
        const deviation = f32x4.sub(v128.load(from), centre);
        sum = f32x4.add(sum, f32x4.mul(deviation, deviation));
        from += stride;
      }
      addToTotals(totals + 8 * j, sum);
    }
    for (; j < columns; j++) {
      const centre = load<f32>(mean + 4 * j);
      let from = x + 4 * j;
      let sum: f32 = 0;
      for (let row = 0; row < count; row++) {
        const deviation = load<f32>(from) - centre;
        sum += deviation * deviation;
        from += stride;
      }
      addToTotal(totals + 8 * j, sum);
    }
    x += stride * count;
  }
  storeTotals(totals, to, columns);
}

/** `y_ij ← (x_ij − mean_j)·scale_j + shift_j`. */
export function normaliseColumns(
  x: usize,
  y: usize,
  rows: i32,
  columns: i32,
  mean: usize,
  scale: usize,
  shift: usize,
): void {
  const whole = columns & ~3;
  for (let row = 0; row < rows; row++) {
    let at = 0;
    for (; at < 4 * whole; at += 16) {
      const deviation = f32x4.sub(v128.load(x + at), v128.load(mean + at));
      v128.store(y + at, f32x4.add(f32x4.mul(deviation, v128.load(scale + at)), v128.load(shift + at)));
    }
    for (; at < 4 * columns; at += 4) {
      store<f32>(y + at, (load<f32>(x + at) - load<f32>(mean + at)) * load<f32>(scale + at) + load<f32>(shift + at));
    }
    x += 4 * columns;
    y += 4 * columns;
  }
}

/** `sums_j ← Σ_i dy_ij` and `products_j ← Σ_i dy_ij·(x_ij − mean_j)`. `totals` has room for 16·columns bytes. */
export function sumWithDeviations(
  x: usize,
  dy: usize,
  rows: i32,
  columns: i32,
  mean: usize,
  sums: usize,
  products: usize,
  totals: usize,
): void {
  memory.fill(totals, 0, 16 * columns);
  const stride = 4 * columns;
  const more = totals + 8 * columns;
  const whole = columns & ~3;
  for (let first = 0; first < rows; first += ROWS_AT_ONCE) {
    const count = min(ROWS_AT_ONCE, rows - first);
    let j = 0;
    for (; j < whole; j += 4) {
      const centre = v128.load(mean + 4 * j);
      let at = 4 * j;
      let sum = f32x4.splat(0);
      let product = f32x4.splat(0);
      for (let row = 0; row < count; row++) {
        const gradient = v128.load(dy + at);
        sum = f32x4.add(sum, gradient);
        product = f32x4.add(product, f32x4.mul(gradient, f32x4.sub(v128.load(x + at), centre)));
        at += stride;
      }
      addToTotals(totals + 8 * j, sum);
      addToTotals(more + 8 * j, product);
    }
    for (; j < columns; j++) {
      const centre = load<f32>(mean + 4 * j);
      let at = 4 * j;
      let sum: f32 = 0;
      let product: f32 = 0;
      for (let row = 0; row < count; row++) {
        const gradient = load<f32>(dy + at);
        sum += gradient;
        product += gradient * (load<f32>(x + at) - centre);
        at += stride;
      }
      addToTotal(totals + 8 * j, sum);
      addToTotal(more + 8 * j, product);
    }
    x += stride * count;
    dy += stride * count;
  }
  storeTotals(totals, sums, columns);
  storeTotals(more, products, columns);
}

/** `dx_ij ← dy_ij·scale_j − shift_j − (x_ij − mean_j)·slope_j`. */
export function normalisationGradient(
  x: usize,
  dy: usize,
  dx: usize,
  rows: i32,
  columns: i32,
  mean: usize,
  scale: usize,
  shift: usize,
  slope: usize,
): void {
  const whole = columns & ~3;
  for (let row = 0; row < rows; row++) {
    let at = 0;
    for (; at < 4 * whole; at += 16) {
      const deviation = f32x4.sub(v128.load(x + at), v128.load(mean + at));
      const direct = f32x4.sub(f32x4.mul(v128.load(dy + at), v128.load(scale + at)), v128.load(shift + at));
      v128.store(dx + at, f32x4.sub(direct, f32x4.mul(deviation, v128.load(slope + at))));
    }
    for (; at < 4 * columns; at += 4) {
      const deviation = load<f32>(x + at) - load<f32>(mean + at);
      const direct = load<f32>(dy + at) * load<f32>(scale + at) - load<f32>(shift + at);
      store<f32>(dx + at, direct - deviation * load<f32>(slope + at));
    }
    x += 4 * columns;
    dy += 4 * columns;
    dx += 4 * columns;
  }
}
