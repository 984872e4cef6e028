// Windows in any number of axes by way of meetings: which place of the output, of the window and of the image come together.
// For each of three axes there is a table of them, three integers each, already multiplied by what one step along that axis
// is worth. Their sums are flat indices, so that strides, margins, dilations and the edge need no care here.

import { addFloats } from "./images";

/** `y ← y + x ⊛ filter`; `filter` is [taps, channels, outputs]. */
export const CONVOLVE: i32 = 0;
/** `to ← to + gradient` of the filter. */
export const FILTER_GRADIENT: i32 = 1;
/** `dx ← dx + gradient` of the image. */
export const INPUT_GRADIENT: i32 = 2;
/** `y ← y + x` under each window, for every channel. */
export const SUM: i32 = 3;
/** The opposite: `dx ← dx + dy`. */
export const SPREAD: i32 = 4;

/**
 * Does `operation` wherever they meet, in the order of the tables: `image` is [places, channels], `window` [taps, channels,
 * outputs] or unused, `output` [places, outputs].
 */
export function meet(
  operation: i32,
  tables: usize,
  deep: i32,
  down: i32,
  across: i32,
  channels: i32,
  outputs: i32,
  image: usize,
  window: usize,
  output: usize,
): void {
  const rows = tables + 12 * deep;
  const columns = rows + 12 * down;
  for (let d = tables; d < rows; d += 12) {
    for (let r = rows; r < columns; r += 12) {
      for (let c = columns; c < columns + 12 * across; c += 12) {
        const out = output + 4 * outputs * (load<i32>(d) + load<i32>(r) + load<i32>(c));
        const tap = window + 4 * channels * outputs * (load<i32>(d, 4) + load<i32>(r, 4) + load<i32>(c, 4));
        const seen = image + 4 * channels * (load<i32>(d, 8) + load<i32>(r, 8) + load<i32>(c, 8));
        if (operation == SUM) addFloats(seen, out, channels);
        else if (operation == SPREAD) addFloats(out, seen, channels);
        else multiplyAt(operation, seen, tap, out, channels, outputs);
      }
    }
  }
}

@inline
function multiplyAt(operation: i32, seen: usize, tap: usize, out: usize, channels: i32, outputs: i32): void {
  for (let channel = 0; channel < channels; channel++) {
    if (operation == CONVOLVE) addScaled(tap, load<f32>(seen), out, outputs);
    else if (operation == FILTER_GRADIENT) addScaled(out, load<f32>(seen), tap, outputs);
    else store<f32>(seen, load<f32>(seen) + innerProduct(tap, out, outputs));
    tap += 4 * outputs;
    seen += 4;
  }
}

/** `to ← to + factor·from`. */
@inline
function addScaled(from: usize, factor: f32, to: usize, count: i32): void {
  const factors = f32x4.splat(factor);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(factors, v128.load(from))));
    from += 16;
    to += 16;
  }
  for (; i < count; i++) {
    store<f32>(to, load<f32>(to) + factor * load<f32>(from));
    from += 4;
    to += 4;
  }
}

@inline
function innerProduct(a: usize, b: usize, count: i32): f32 {
  let sums = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    sums = f32x4.add(sums, f32x4.mul(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
  let sum =
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
  for (; i < count; i++) {
    sum += load<f32>(a) * load<f32>(b);
    a += 4;
    b += 4;
  }
  return sum;
}

/**
 * `y ← the largest of x + filter` under each window, for every channel, the first of equals; and which element of the image
 * (`places`) and of the filter (`taps`) that is. `filter` is [taps, channels], or 0 for none. The caller fills `y` with −∞.
 */
export function findLargest(
  tables: usize,
  deep: i32,
  down: i32,
  across: i32,
  channels: i32,
  x: usize,
  filter: usize,
  y: usize,
  places: usize,
  taps: usize,
): void {
  const rows = tables + 12 * deep;
  const columns = rows + 12 * down;
  for (let d = tables; d < rows; d += 12) {
    for (let r = rows; r < columns; r += 12) {
      for (let c = columns; c < columns + 12 * across; c += 12) {
        let out = channels * (load<i32>(d) + load<i32>(r) + load<i32>(c));
        let tap = channels * (load<i32>(d, 4) + load<i32>(r, 4) + load<i32>(c, 4));
        let seen = channels * (load<i32>(d, 8) + load<i32>(r, 8) + load<i32>(c, 8));
        for (const end = out + channels; out < end; out++) {
          const value: f32 = load<f32>(x + 4 * seen) + (filter == 0 ? 0 : load<f32>(filter + 4 * tap));
          if (value > load<f32>(y + 4 * out)) {
            store<f32>(y + 4 * out, value);
            store<i32>(places + 4 * out, seen);
            store<i32>(taps + 4 * out, tap);
          }
          tap++;
          seen++;
        }
      }
    }
  }
}
