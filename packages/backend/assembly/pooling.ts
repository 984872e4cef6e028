// Gradients of pooling images [rows, columns, channels]. Each window is cut to what lies inside the image. The caller
// fills `dx` with zeros.

/**
 * Sends each `dy` to the largest input of its window, to the first of equals; to nobody where all are NaN or −∞. With
 * `isTiled`, windows of two by two pixels cover the image once, and channels are a multiple of four: then `dx` is written, and need
 * not be filled.
 */
export function maxPoolGradient(
  x: usize,
  dy: usize,
  dx: usize,
  images: i32,
  channels: i32,
  rows: i32,
  columns: i32,
  outRows: i32,
  outColumns: i32,
  strideRows: i32,
  strideColumns: i32,
  filterRows: i32,
  filterColumns: i32,
  top: i32,
  left: i32,
  isTiled: bool,
): void {
  const whole = channels & ~3;
  const imageBytes = 4 * rows * columns * channels;
  for (let image = 0; image < images; image++) {
    for (let r = 0; r < outRows; r++) {
      const fromR = max(0, r * strideRows - top);
      const toR = min(rows, r * strideRows - top + filterRows);
      for (let c = 0; c < outColumns; c++) {
        const fromC = max(0, c * strideColumns - left);
        const toC = min(columns, c * strideColumns - left + filterColumns);
        let j = 0;
        if (toR - fromR == 2 && toC - fromC == 2) {
          const at = 4 * (fromR * columns + fromC) * channels;
          routeSquare(x + at, dy, dx + at, 4 * channels, 4 * columns * channels, whole, isTiled);
          j = whole;
        }
        for (; j < whole; j += 4) {
          let largest = f32x4.splat(-Infinity);
          let place = i32x4.splat(-1);
          for (let iR = fromR; iR < toR; iR++) {
            let at = (iR * columns + fromC) * channels + j;
            for (let iC = fromC; iC < toC; iC++) {
              const value = v128.load(x + 4 * at);
              const isLarger = f32x4.gt(value, largest);
              largest = v128.bitselect(value, largest, isLarger);
              place = v128.bitselect(i32x4.splat(at), place, isLarger);
              at += channels;
            }
          }
          const gradient = v128.load(dy + 4 * j);
          for (let iR = fromR; iR < toR; iR++) {
            let at = (iR * columns + fromC) * channels + j;
            for (let iC = fromC; iC < toC; iC++) {
              const own = v128.and(gradient, i32x4.eq(place, i32x4.splat(at)));
              v128.store(dx + 4 * at, f32x4.add(v128.load(dx + 4 * at), own));
              at += channels;
            }
          }
        }
        for (; j < channels; j++) {
          let largest: f32 = -Infinity;
          let place = -1;
          for (let iR = fromR; iR < toR; iR++) {
            let at = (iR * columns + fromC) * channels + j;
            for (let iC = fromC; iC < toC; iC++) {
              const value = load<f32>(x + 4 * at);
              if (value > largest) {
                largest = value;
                place = at;
              }
              at += channels;
            }
          }
          if (place >= 0) store<f32>(dx + 4 * place, load<f32>(dx + 4 * place) + load<f32>(dy + 4 * j));
        }
        dy += 4 * channels;
      }
    }
    x += imageBytes;
    dx += imageBytes;
  }
}

/** The same for a window of two by two pixels, by far the most frequent one, and `count` channels. */
@inline
function routeSquare(x: usize, dy: usize, dx: usize, pixelBytes: i32, rowBytes: i32, count: i32, isTiled: bool): void {
  const below = x + rowBytes;
  const belowTo = dx + rowBytes;
  for (let at = 0; at < 4 * count; at += 16) {
    const gradient = v128.load(dy + at);
    const first = v128.load(x + at);
    const second = v128.load(x + at + pixelBytes);
    const third = v128.load(below + at);
    const fourth = v128.load(below + at + pixelBytes);
    // Each is the largest so far; the last of them that is, is the largest.
    const is1 = f32x4.gt(first, f32x4.splat(-Infinity));
    let largest = v128.bitselect(first, f32x4.splat(-Infinity), is1);
    const is2 = f32x4.gt(second, largest);
    largest = v128.bitselect(second, largest, is2);
    const is3 = f32x4.gt(third, largest);
    largest = v128.bitselect(third, largest, is3);
    const is4 = f32x4.gt(fourth, largest);
    const rest3 = v128.andnot(gradient, is4);
    const rest2 = v128.andnot(rest3, is3);
    const rest1 = v128.andnot(rest2, is2);
    put(dx + at, v128.and(rest1, is1), isTiled);
    put(dx + at + pixelBytes, v128.and(rest2, is2), isTiled);
    put(belowTo + at, v128.and(rest3, is3), isTiled);
    put(belowTo + at + pixelBytes, v128.and(gradient, is4), isTiled);
  }
}

@inline
function put(at: usize, value: v128, isFirst: bool): void {
  v128.store(at, isFirst ? value : f32x4.add(v128.load(at), value));
}

/** Gives each input of a window its share of `dy`: one over the number of inputs that the mean was taken of. */
export function averagePoolGradient(
  dy: usize,
  dx: usize,
  channels: i32,
  rows: i32,
  columns: i32,
  outRows: i32,
  outColumns: i32,
  strideRows: i32,
  strideColumns: i32,
  filterRows: i32,
  filterColumns: i32,
  top: i32,
  left: i32,
): void {
  const whole = channels & ~3;
  for (let r = 0; r < outRows; r++) {
    const fromR = max(0, r * strideRows - top);
    const toR = min(rows, r * strideRows - top + filterRows);
    for (let c = 0; c < outColumns; c++) {
      const fromC = max(0, c * strideColumns - left);
      const toC = min(columns, c * strideColumns - left + filterColumns);
      const share: f32 = 1 / f32((toR - fromR) * (toC - fromC));
      const shares = f32x4.splat(share);
      for (let iR = fromR; iR < toR; iR++) {
        let to = dx + 4 * (iR * columns + fromC) * channels;
        for (let iC = fromC; iC < toC; iC++) {
          let j = 0;
          for (; j < whole; j += 4) {
            const own = f32x4.mul(v128.load(dy + 4 * j), shares);
            v128.store(to + 4 * j, f32x4.add(v128.load(to + 4 * j), own));
          }
          for (; j < channels; j++) store<f32>(to + 4 * j, load<f32>(to + 4 * j) + load<f32>(dy + 4 * j) * share);
          to += 4 * channels;
        }
      }
      dy += 4 * channels;
    }
  }
}
