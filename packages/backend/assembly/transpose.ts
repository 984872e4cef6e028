/** `to[j, i] ← from[i, j]` for 32-bit elements, in squares of 16 × 16 that both sides keep in the first-level cache. */
export function transpose(from: usize, to: usize, rows: i32, columns: i32): void {
  for (let top = 0; top < rows; top += SQUARE) {
    const bottom = min(top + SQUARE, rows);
    for (let left = 0; left < columns; left += SQUARE) {
      transposeSquare(from, to, rows, columns, top, bottom, left, min(left + SQUARE, columns));
    }
  }
}

const SQUARE: i32 = 16;

function transposeSquare(
  from: usize,
  to: usize,
  rows: i32,
  columns: i32,
  top: i32,
  bottom: i32,
  left: i32,
  right: i32,
): void {
  let i = top;
  for (; i + 4 <= bottom; i += 4) {
    let j = left;
    for (; j + 4 <= right; j += 4) {
      const at = from + 4 * (i * columns + j);
      const a = v128.load(at);
      const b = v128.load(at + 4 * columns);
      const c = v128.load(at + 8 * columns);
      const d = v128.load(at + 12 * columns);
      const lowAB = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
      const highAB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
      const lowCD = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
      const highCD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
      const out = to + 4 * (j * rows + i);
      v128.store(out, v128.shuffle<f32>(lowAB, lowCD, 0, 1, 4, 5));
      v128.store(out + 4 * rows, v128.shuffle<f32>(lowAB, lowCD, 2, 3, 6, 7));
      v128.store(out + 8 * rows, v128.shuffle<f32>(highAB, highCD, 0, 1, 4, 5));
      v128.store(out + 12 * rows, v128.shuffle<f32>(highAB, highCD, 2, 3, 6, 7));
    }
    for (; j < right; j++) {
      for (let r = i; r < i + 4; r++) move(from + 4 * (r * columns + j), to + 4 * (j * rows + r));
    }
  }
  for (; i < bottom; i++) {
    for (let j = left; j < right; j++) move(from + 4 * (i * columns + j), to + 4 * (j * rows + i));
  }
}

@inline
function move(from: usize, to: usize): void {
  store<u32>(to, load<u32>(from));
}
