import { multiplyAdd } from "./multiply-add";

// Convolutions of one image whose margin is already there, `padded` [paddedRows, paddedColumns, channels], without a matrix
// of windows in between: a row of a window is one run of floats in the image, so the inner loops are those of a product.

/**
 * The weights of a filter [taps, outputs] in panels of eight columns: for each tap, eight weights side by side; missing
 * columns are zeros. With `isFlipped` the taps run backwards and the filter is read as [positions, outputs, inputs], which
 * is what the gradient with respect to the image is convolved with.
 */
export function packFilter(
  filter: usize,
  positions: i32,
  inputs: i32,
  outputs: i32,
  isFlipped: bool,
  to: usize,
): void {
  for (let j = 0; j < outputs; j += 8) {
    for (let position = 0; position < positions; position++) {
      const source = filter + 4 * inputs * outputs * (isFlipped ? positions - 1 - position : position);
      for (let input = 0; input < inputs; input++) {
        for (let column = j; column < j + 8; column++) {
          const at = isFlipped ? column * inputs + input : input * outputs + column;
          store<f32>(to, column < outputs ? load<f32>(source + 4 * at) : 0);
          to += 4;
        }
      }
    }
  }
}

/**
 * `y ← activation(convolution + bias)` for one image, with a filter from `packFilter`; without a bias where `bias` is 0.
 *
 * The filter's rows lie `rowBytes` apart in the image; each consists of `runs` runs of `run` floats, `runBytes` apart: one
 * run per row, or with a dilation one per column. Neighbouring windows are `acrossBytes` and `downBytes` apart.
 */
export function convolve(
  padded: usize,
  filterRows: i32,
  rowBytes: i32,
  runs: i32,
  runBytes: i32,
  run: i32,
  downBytes: i32,
  acrossBytes: i32,
  filter: usize,
  bias: usize,
  isRelu: bool,
  y: usize,
  height: i32,
  width: i32,
  outputs: i32,
): void {
  const panel = 32 * filterRows * runs * run;
  const pixels = height * width;
  const last = downBytes * (height - 1) + acrossBytes * (width - 1);
  for (let j = 0; j < outputs; j += 8) {
    const columns = min(8, outputs - j);
    let across = 0;
    let line = padded;
    for (let pixel = 0; pixel < pixels; pixel += 4) {
      // The addresses of four windows; past the last one, that one again.
      let first: usize = 0;
      let second: usize = 0;
      let third: usize = 0;
      let fourth: usize = 0;
      for (let r = 0; r < 4; r++) {
        const at = pixel + r < pixels ? line + across * acrossBytes : padded + last;
        if (r == 0) first = at;
        else if (r == 1) second = at;
        else if (r == 2) third = at;
        else fourth = at;
        across++;
        if (across == width) {
          across = 0;
          line += downBytes;
        }
      }
      convolveTile(
        first, second, third, fourth, filterRows, rowBytes, runs, runBytes, run, filter,
        bias == 0 ? 0 : bias + 4 * j, isRelu, y + 4 * (pixel * outputs + j), min(4, pixels - pixel), columns, 4 * outputs,
      );
    }
    filter += panel;
  }
}

/** Four windows by eight output channels, summed in registers and stored once. */
function convolveTile(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  filterRows: i32,
  rowBytes: i32,
  runs: i32,
  runBytes: i32,
  run: i32,
  weights: usize,
  bias: usize,
  isRelu: bool,
  y: usize,
  pixels: i32,
  columns: i32,
  stride: i32,
): void {
  let left0 = f32x4.splat(0);
  let left1 = f32x4.splat(0);
  let left2 = f32x4.splat(0);
  let left3 = f32x4.splat(0);
  let right0 = f32x4.splat(0);
  let right1 = f32x4.splat(0);
  let right2 = f32x4.splat(0);
  let right3 = f32x4.splat(0);
  for (let row = 0; row < filterRows; row++) {
    for (let part = 0; part < runs; part++) {
      const offset = row * rowBytes + part * runBytes;
      let a0 = a + offset;
      let b0 = b + offset;
      let c0 = c + offset;
      let d0 = d + offset;
      const end = a0 + 4 * run;
      for (; a0 < end; a0 += 4) {
        const left = v128.load(weights);
        const right = v128.load(weights, 16);
        let factor = v128.load32_splat(a0);
        left0 = multiplyAdd(factor, left, left0);
        right0 = multiplyAdd(factor, right, right0);
        factor = v128.load32_splat(b0);
        left1 = multiplyAdd(factor, left, left1);
        right1 = multiplyAdd(factor, right, right1);
        factor = v128.load32_splat(c0);
        left2 = multiplyAdd(factor, left, left2);
        right2 = multiplyAdd(factor, right, right2);
        factor = v128.load32_splat(d0);
        left3 = multiplyAdd(factor, left, left3);
        right3 = multiplyAdd(factor, right, right3);
        weights += 32;
        b0 += 4;
        c0 += 4;
        d0 += 4;
      }
    }
  }
  finish(left0, right0, bias, isRelu, y, columns);
  if (pixels > 1) finish(left1, right1, bias, isRelu, y + stride, columns);
  if (pixels > 2) finish(left2, right2, bias, isRelu, y + 2 * stride, columns);
  if (pixels > 3) finish(left3, right3, bias, isRelu, y + 3 * stride, columns);
}

/** Stores the sums of a window, or of a row, with the bias and the activation. */
@inline
export function finish(left: v128, right: v128, bias: usize, isRelu: bool, y: usize, columns: i32): void {
  if (columns == 8) {
    if (bias != 0) {
      left = f32x4.add(left, v128.load(bias));
      right = f32x4.add(right, v128.load(bias, 16));
    }
    if (isRelu) {
      left = f32x4.pmax(left, f32x4.splat(0));
      right = f32x4.pmax(right, f32x4.splat(0));
    }
    v128.store(y, left);
    v128.store(y, right, 16);
  } else {
    finishPart(left, right, bias, isRelu, y, columns);
  }
}

function finishPart(left: v128, right: v128, bias: usize, isRelu: bool, y: usize, columns: i32): void {
  for (let j = 0; j < columns; j++) {
    let sum = f32x4.extract_lane(j < 4 ? left : right, 0);
    if (j < 4) left = v128.shuffle<f32>(left, left, 1, 2, 3, 0);
    else right = v128.shuffle<f32>(right, right, 1, 2, 3, 0);
    if (bias != 0) sum += load<f32>(bias + 4 * j);
    store<f32>(y + 4 * j, isRelu && sum < 0 ? 0 : sum);
  }
}
