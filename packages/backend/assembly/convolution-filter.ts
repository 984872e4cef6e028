// The gradient of a convolution with respect to its filter, from images whose margin is already there (see `convolve`).

import { multiplyAdd } from "./multiply-add";

/**
 * `to ← to + gradient` for one image: `to` is [taps, outputs], for every tap of the filter the inner product of what that
 * tap sees with `dy` [height, width, outputs]. After each run of the padded image twelve bytes more must be readable.
 */
export function addFilterGradient(
  padded: usize,
  filterRows: i32,
  rowBytes: i32,
  runs: i32,
  runBytes: i32,
  run: i32,
  downBytes: i32,
  acrossBytes: i32,
  dy: usize,
  height: i32,
  width: i32,
  outputs: i32,
  to: usize,
): void {
  const whole = outputs & ~7;
  for (let row = 0; row < filterRows; row++) {
    for (let part = 0; part < runs; part++) {
      const from = padded + row * rowBytes + part * runBytes;
      for (let tap = 0; tap < run; tap += 4) {
        const taps = min(4, run - tap);
        const seen = from + 4 * tap;
        let j = 0;
        for (; j < whole; j += 8) {
          addTile(seen, downBytes, acrossBytes, dy + 4 * j, height, width, 4 * outputs, to + 4 * (tap * outputs + j), taps);
        }
        for (; j < outputs; j++) {
          addColumn(seen, downBytes, acrossBytes, dy + 4 * j, height, width, outputs, to + 4 * (tap * outputs + j), taps);
        }
      }
      to += 4 * run * outputs;
    }
  }
}

/** Four taps by eight output channels over all windows of the image. */
function addTile(
  seen: usize,
  downBytes: i32,
  acrossBytes: i32,
  dy: usize,
  height: i32,
  width: i32,
  stride: i32,
  to: usize,
  taps: i32,
): void {
  let left0 = f32x4.splat(0);
  let left1 = f32x4.splat(0);
  let left2 = f32x4.splat(0);
  let left3 = f32x4.splat(0);
  let right0 = f32x4.splat(0);
  let right1 = f32x4.splat(0);
  let right2 = f32x4.splat(0);
  let right3 = f32x4.splat(0);
  for (let row = 0; row < height; row++) {
    let at = seen;
    const end = dy + stride * width;
    for (; dy < end; dy += stride) {
      const left = v128.load(dy);
      const right = v128.load(dy, 16);
      let factor = v128.load32_splat(at);
      left0 = multiplyAdd(factor, left, left0);
      right0 = multiplyAdd(factor, right, right0);
      factor = v128.load32_splat(at, 4);
      left1 = multiplyAdd(factor, left, left1);
      right1 = multiplyAdd(factor, right, right1);
      factor = v128.load32_splat(at, 8);
      left2 = multiplyAdd(factor, left, left2);
      right2 = multiplyAdd(factor, right, right2);
      factor = v128.load32_splat(at, 12);
      left3 = multiplyAdd(factor, left, left3);
      right3 = multiplyAdd(factor, right, right3);
      at += acrossBytes;
    }
    seen += downBytes;
  }
  addTo(to, left0, right0);
  if (taps > 1) addTo(to + stride, left1, right1);
  if (taps > 2) addTo(to + 2 * stride, left2, right2);
  if (taps > 3) addTo(to + 3 * stride, left3, right3);
}

@inline
function addTo(at: usize, left: v128, right: v128): void {
  v128.store(at, f32x4.add(v128.load(at), left));
  v128.store(at, f32x4.add(v128.load(at, 16), right), 16);
}

/** Four taps by one output channel. */
function addColumn(
  seen: usize,
  downBytes: i32,
  acrossBytes: i32,
  dy: usize,
  height: i32,
  width: i32,
  outputs: i32,
  to: usize,
  taps: i32,
): void {
  let sums = f32x4.splat(0);
  for (let row = 0; row < height; row++) {
    let at = seen;
    for (let column = 0; column < width; column++) {
      sums = multiplyAdd(v128.load32_splat(dy), v128.load(at), sums);
      dy += 4 * outputs;
      at += acrossBytes;
    }
    seen += downBytes;
  }
  for (let tap = 0; tap < taps; tap++) {
    const target = to + 4 * tap * outputs;
    store<f32>(target, load<f32>(target) + f32x4.extract_lane(sums, 0));
    sums = v128.shuffle<f32>(sums, sums, 1, 2, 3, 0);
  }
}
