import { multiplyAdd } from "./multiply-add";

// Depthwise convolutions and their gradients, on one image whose margin is already there and whose channels are repeated so
// often as each has outputs: so output channel j sees input channel j alone, and the filter is [rows, columns, outputs].

/** `y ← convolution` of one image. */
export function convolveDepthwise(
  padded: usize,
  filterRows: i32,
  rowBytes: i32,
  filterColumns: i32,
  columnBytes: i32,
  downBytes: i32,
  acrossBytes: i32,
  filter: usize,
  y: usize,
  height: i32,
  width: i32,
  outputs: i32,
): void {
  const stride = 4 * outputs;
  const whole = outputs & ~3;
  for (let row = 0; row < height; row++) {
    let window = padded + row * downBytes;
    let x = 0;
    for (; x < width; x += 4) {
      const pixels = min(4, width - x);
      // Past the last window, the first again; what it gives is not stored.
      const second = window + (pixels > 1 ? acrossBytes : 0);
      const third = pixels > 2 ? second + acrossBytes : window;
      const fourth = pixels > 3 ? third + acrossBytes : window;
      let j = 0;
      for (; j < whole; j += 4) {
        let sum0 = f32x4.splat(0);
        let sum1 = f32x4.splat(0);
        let sum2 = f32x4.splat(0);
        let sum3 = f32x4.splat(0);
        let weights = filter + 4 * j;
        for (let filterRow = 0; filterRow < filterRows; filterRow++) {
          let at = filterRow * rowBytes + 4 * j;
          for (let column = 0; column < filterColumns; column++) {
            const weight = v128.load(weights);
            sum0 = multiplyAdd(weight, v128.load(window + at), sum0);
            sum1 = multiplyAdd(weight, v128.load(second + at), sum1);
            sum2 = multiplyAdd(weight, v128.load(third + at), sum2);
            sum3 = multiplyAdd(weight, v128.load(fourth + at), sum3);
            at += columnBytes;
            weights += stride;
          }
        }
        const to = y + 4 * j;
        v128.store(to, sum0);
        if (pixels > 1) v128.store(to + stride, sum1);
        if (pixels > 2) v128.store(to + 2 * stride, sum2);
        if (pixels > 3) v128.store(to + 3 * stride, sum3);
      }
      for (; j < outputs; j++) {
        for (let pixel = 0; pixel < pixels; pixel++) {
          let sum: f32 = 0;
          let weights = filter + 4 * j;
          for (let filterRow = 0; filterRow < filterRows; filterRow++) {
            let at = window + pixel * acrossBytes + filterRow * rowBytes + 4 * j;
            for (let column = 0; column < filterColumns; column++) {
              sum += load<f32>(weights) * load<f32>(at);
              at += columnBytes;
              weights += stride;
            }
          }
          store<f32>(y + pixel * stride + 4 * j, sum);
        }
      }
      window += 4 * acrossBytes;
      y += pixels * stride;
    }
  }
}

/** `to ← to + gradient` of the filter: for each tap and channel the inner product of what it sees with `dy`. */
export function addDepthwiseFilterGradient(
  padded: usize,
  filterRows: i32,
  rowBytes: i32,
  filterColumns: i32,
  columnBytes: i32,
  downBytes: i32,
  acrossBytes: i32,
  dy: usize,
  height: i32,
  width: i32,
  outputs: i32,
  to: usize,
): void {
  const stride = 4 * outputs;
  for (let y = 0; y < height; y++) {
    let target = to;
    for (let row = 0; row < filterRows; row++) {
      for (let column = 0; column < filterColumns; column++) {
        const seen = padded + y * downBytes + row * rowBytes + column * columnBytes;
        let j = 0;
        for (; j + 8 <= outputs; j += 8) {
          let left = v128.load(target + 4 * j);
          let right = v128.load(target + 4 * j, 16);
          let from = seen + 4 * j;
          let upstream = dy + 4 * j;
          for (let x = 0; x < width; x++) {
            left = multiplyAdd(v128.load(from), v128.load(upstream), left);
            right = multiplyAdd(v128.load(from, 16), v128.load(upstream, 16), right);
            from += acrossBytes;
            upstream += stride;
          }
          v128.store(target + 4 * j, left);
          v128.store(target + 4 * j, right, 16);
        }
        for (; j < outputs; j++) {
          let sum = load<f32>(target + 4 * j);
          let from = seen + 4 * j;
          let upstream = dy + 4 * j;
          for (let x = 0; x < width; x++) {
            sum += load<f32>(from) * load<f32>(upstream);
            from += acrossBytes;
            upstream += stride;
          }
          store<f32>(target + 4 * j, sum);
        }
        target += stride;
      }
    }
    dy += stride * width;
  }
}

/** `padded ← padded + gradient` of the image: each tap of each window gets its weight times `dy`. */
export function addDepthwiseInputGradient(
  padded: usize,
  filterRows: i32,
  rowBytes: i32,
  filterColumns: i32,
  columnBytes: i32,
  downBytes: i32,
  acrossBytes: i32,
  dy: usize,
  height: i32,
  width: i32,
  outputs: i32,
  filter: usize,
): void {
  const whole = outputs & ~3;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let weights = filter;
      for (let row = 0; row < filterRows; row++) {
        for (let column = 0; column < filterColumns; column++) {
          const to = padded + y * downBytes + x * acrossBytes + row * rowBytes + column * columnBytes;
          let j = 0;
          for (; j < whole; j += 4) {
            const share = f32x4.mul(v128.load(dy + 4 * j), v128.load(weights + 4 * j));
            v128.store(to + 4 * j, f32x4.add(v128.load(to + 4 * j), share));
          }
          for (; j < outputs; j++) {
            store<f32>(to + 4 * j, load<f32>(to + 4 * j) + load<f32>(dy + 4 * j) * load<f32>(weights + 4 * j));
          }
          weights += 4 * outputs;
        }
      }
      dy += 4 * outputs;
    }
  }
}
