// Pooling of images [rows, columns, channels]. Each window is cut to what lies inside the image.

/** `y ← the largest` of each window. NaN is passed over, unless it comes first. */
export function maxPool(
  x: usize,
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
  y: usize,
): void {
  pool(
    true, x, images, channels, rows, columns, outRows, outColumns, strideRows, strideColumns, filterRows, filterColumns, top, left, y,
  );
}

/** `y ← the mean` of each window. */
export function averagePool(
  x: usize,
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
  y: usize,
): void {
  pool(
    false, x, images, channels, rows, columns, outRows, outColumns, strideRows, strideColumns, filterRows, filterColumns, top, left, y,
  );
}

@inline
function pool(
  isMax: bool,
  x: usize,
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
  y: usize,
): void {
  const whole = channels & ~3;
  const pixelBytes = 4 * channels;
  const rowBytes = pixelBytes * columns;
  for (let image = 0; image < images; image++) {
    for (let r = 0; r < outRows; r++) {
      const fromR = max(0, r * strideRows - top);
      const toR = min(rows, r * strideRows - top + filterRows);
      for (let c = 0; c < outColumns; c++) {
        const fromC = max(0, c * strideColumns - left);
        const toC = min(columns, c * strideColumns - left + filterColumns);
        const corner = x + fromR * rowBytes + fromC * pixelBytes;
        const count: f32 = f32((toR - fromR) * (toC - fromC));
        let j = 0;
        for (; j < whole; j += 4) {
          let result = isMax ? v128.load(corner + 4 * j) : f32x4.splat(0);
          for (let iR = fromR; iR < toR; iR++) {
            let at = corner + (iR - fromR) * rowBytes + 4 * j;
            for (let iC = fromC; iC < toC; iC++) {
              const value = v128.load(at);
              result = isMax ? f32x4.pmax(result, value) : f32x4.add(result, value);
              at += pixelBytes;
            }
          }
          v128.store(y + 4 * j, isMax ? result : f32x4.div(result, f32x4.splat(count)));
        }
        for (; j < channels; j++) {
          let result: f32 = isMax ? load<f32>(corner + 4 * j) : 0;
          for (let iR = fromR; iR < toR; iR++) {
            let at = corner + (iR - fromR) * rowBytes + 4 * j;
            for (let iC = fromC; iC < toC; iC++) {
              const value = load<f32>(at);
              if (isMax) result = result < value ? value : result;
              else result += value;
              at += pixelBytes;
            }
          }
          store<f32>(y + 4 * j, isMax ? result : result / count);
        }
        y += pixelBytes;
      }
    }
    x += rows * rowBytes;
  }
}
