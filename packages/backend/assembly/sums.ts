// Sums of many floats. A float32 total loses digits with every addition, so totals are float64.

/** Rows whose sums are formed in float32 registers before they go to the totals. */
export const ROWS_AT_ONCE: i32 = 16;

/** `to_j ← Σ_i x_ij`: the gradient of a bias. `totals` has room for 8·columns bytes. */
export function sumRows(x: usize, to: usize, rows: i32, columns: i32, totals: usize): void {
  memory.fill(totals, 0, 8 * columns);
  const stride = 4 * columns;
  const whole = columns & ~3;
  for (let first = 0; first < rows; first += ROWS_AT_ONCE) {
    const count = min(ROWS_AT_ONCE, rows - first);
    let j = 0;
    for (; j < whole; j += 4) {
      let from = x + 4 * j;
      let sum = f32x4.splat(0);
      for (let row = 0; row < count; row++) {
        sum = f32x4.add(sum, v128.load(from));
        from += stride;
      }
      addToTotals(totals + 8 * j, sum);
    }
    for (; j < columns; j++) {
      let from = x + 4 * j;
      let sum: f32 = 0;
      for (let row = 0; row < count; row++) {
        sum += load<f32>(from);
        from += stride;
      }
      addToTotal(totals + 8 * j, sum);
    }
    x += stride * count;
  }
  storeTotals(totals, to, columns);
}

/** `to_i ← Σ_j x_ij`. */
export function sumEachRow(x: usize, to: usize, rows: i32, columns: i32): void {
  for (let row = 0; row < rows; row++) {
    store<f32>(to + 4 * row, sumOfFloats(x, columns) as f32);
    x += 4 * columns;
  }
}

/** The sum of `count` floats in a row. */
export function sumOfFloats(x: usize, count: i32): f64 {
  let first = f64x2.splat(0);
  let second = f64x2.splat(0);
  let third = f64x2.splat(0);
  let fourth = f64x2.splat(0);
  let i = 0;
  for (; i + 8 <= count; i += 8) {
    const left = v128.load(x);
    const right = v128.load(x, 16);
    first = f64x2.add(first, f64x2.promote_low_f32x4(left));
    second = f64x2.add(second, promoteHigh(left));
    third = f64x2.add(third, f64x2.promote_low_f32x4(right));
    fourth = f64x2.add(fourth, promoteHigh(right));
    x += 32;
  }
  const pairs = f64x2.add(f64x2.add(first, second), f64x2.add(third, fourth));
  let sum = sumOfPair(pairs);
  for (; i < count; i++) {
    sum += load<f32>(x) as f64;
    x += 4;
  }
  return sum;
}

/** The sum of two float64. */
@inline
export function sumOfPair(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** The upper two of four floats in float64. */
@inline
export function promoteHigh(x: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3));
}

/** Adds the sums of four columns to their totals. */
@inline
export function addToTotals(totals: usize, sum: v128): void {
  v128.store(totals, f64x2.add(v128.load(totals), f64x2.promote_low_f32x4(sum)));
  v128.store(totals, f64x2.add(v128.load(totals, 16), promoteHigh(sum)), 16);
}

/** The same of one column. */
@inline
export function addToTotal(total: usize, sum: f32): void {
  store<f64>(total, load<f64>(total) + (sum as f64));
}

/** `to ← totals`, as float32. */
@inline
export function storeTotals(totals: usize, to: usize, columns: i32): void {
  for (let j = 0; j < columns; j++) store<f32>(to + 4 * j, load<f64>(totals + 8 * j) as f32);
}
