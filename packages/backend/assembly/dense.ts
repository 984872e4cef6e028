// The passes around the product of a dense layer, over row-major [rows, columns].

/** `y ← y + bias`, and with `isRelu` then `max(0, y)`, in place. NaN stays NaN. */
export function addBias(y: usize, bias: usize, rows: i32, columns: i32, isRelu: bool): void {
  const zero = f32x4.splat(0);
  const whole = columns & ~3;
  for (let row = 0; row < rows; row++) {
    let j = 0;
    for (; j < whole; j += 4) {
      const sum = f32x4.add(v128.load(y + 4 * j), v128.load(bias + 4 * j));
      v128.store(y + 4 * j, isRelu ? f32x4.pmax(sum, zero) : sum);
    }
    for (; j < columns; j++) {
      const sum = load<f32>(y + 4 * j) + load<f32>(bias + 4 * j);
      store<f32>(y + 4 * j, isRelu && sum < 0 ? 0 : sum);
    }
    y += 4 * columns;
  }
}

/** `dz ← dy` where `y > 0`, else 0: the gradient through `y = relu(z)`. */
export function reluGradient(dy: usize, y: usize, dz: usize, count: i32): void {
  const zero = f32x4.splat(0);
  const end = y + 4 * count;
  const wholeEnd = y + 4 * (count & ~3);
  for (; y < wholeEnd; y += 16) {
    v128.store(dz, v128.and(v128.load(dy), f32x4.gt(v128.load(y), zero)));
    dy += 16;
    dz += 16;
  }
  for (; y < end; y += 4) {
    store<f32>(dz, load<f32>(y) > 0 ? load<f32>(dy) : 0);
    dy += 4;
    dz += 4;
  }
}
