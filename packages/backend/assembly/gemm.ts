// C ← op(A)·op(B) + β·C on row-major float32 matrices, after Goto and van de Geijn (2008): blocks of A and B are copied into
// panels in the order in which the innermost kernel reads them. Copying is also where a transposition is undone, so the
// four combinations cost the same.

import { multiplyAdd, multiplyAddFloat } from "./multiply-add";

/** The innermost kernel computes 4 × 8 elements of C: eight registers of sums, the most that V8 keeps out of memory. */
const TILE_ROWS: i32 = 4;
const TILE_COLUMNS: i32 = 8;

/** Panels of A (128 × 256 floats) and B (256 × 1024 floats) that stay in the second-level cache. */
const BLOCK_ROWS: i32 = 128;
const BLOCK_INNER: i32 = 256;
const BLOCK_COLUMNS: i32 = 1024;

/** Up to so many rows, copying B into panels would cost more than it saves. */
const FEW_ROWS: i32 = 6;

/** Bytes that `gemm` needs as its workspace. */
export function gemmWorkspaceBytes(): i32 {
  return 4 * (BLOCK_ROWS * BLOCK_INNER + BLOCK_INNER * BLOCK_COLUMNS + TILE_ROWS * TILE_COLUMNS);
}

export function gemm(
  transposeA: bool,
  transposeB: bool,
  rows: i32,
  columns: i32,
  inner: i32,
  a: usize,
  strideA: i32,
  b: usize,
  strideB: i32,
  beta: f32,
  c: usize,
  strideC: i32,
  workspace: usize,
): void {
  if (beta != 1) scaleRows(c, rows, columns, strideC, beta);
  if (rows <= FEW_ROWS && !transposeB) {
    multiplyFewRows(rows, columns, inner, a, transposeA ? 1 : strideA, transposeA ? strideA : 1, b, strideB, c, strideC, workspace);
    return;
  }
  const panelA = workspace;
  const panelB = panelA + 4 * BLOCK_ROWS * BLOCK_INNER;
  const tile = panelB + 4 * BLOCK_INNER * BLOCK_COLUMNS;
  for (let j = 0; j < columns; j += BLOCK_COLUMNS) {
    const width = min(BLOCK_COLUMNS, columns - j);
    for (let p = 0; p < inner; p += BLOCK_INNER) {
      const depth = min(BLOCK_INNER, inner - p);
      packColumns(transposeB, b + 4 * (transposeB ? j * strideB + p : p * strideB + j), strideB, depth, width, panelB);
      for (let i = 0; i < rows; i += BLOCK_ROWS) {
        const height = min(BLOCK_ROWS, rows - i);
        packRows(transposeA, a + 4 * (transposeA ? p * strideA + i : i * strideA + p), strideA, height, depth, panelA);
        multiplyPanels(height, width, depth, panelA, panelB, c + 4 * (i * strideC + j), strideC, tile);
      }
    }
  }
}

function scaleRows(c: usize, rows: i32, columns: i32, strideC: i32, beta: f32): void {
  for (let i = 0; i < rows; i++) {
    if (beta == 0) memory.fill(c, 0, 4 * columns);
    else for (let at = c; at < c + 4 * columns; at += 4) store<f32>(at, load<f32>(at) * beta);
    c += 4 * strideC;
  }
}

/**
 * `C += A·B` for few rows of A: B is read once, from where it lies, four of its rows at a time. Sums are added up in the order of the panels, so an example has the
 * same bits in a batch of any size.
 */
function multiplyFewRows(
  rows: i32,
  columns: i32,
  inner: i32,
  a: usize,
  rowStep: i32,
  innerStep: i32,
  b: usize,
  strideB: i32,
  c: usize,
  strideC: i32,
  sums: usize,
): void {
  for (let j = 0; j < columns; j += BLOCK_COLUMNS) {
    const width = min(BLOCK_COLUMNS, columns - j);
    for (let start = 0; start < inner; start += BLOCK_INNER) {
      const end = min(inner, start + BLOCK_INNER);
      memory.fill(sums, 0, 4 * rows * width);
      for (let p = start; p < end; p += 4) {
        const from = b + 4 * (p * strideB + j);
        for (let i = 0; i < rows; i++) {
          const factors = a + 4 * (i * rowStep + p * innerStep);
          const to = sums + 4 * i * width;
          if (p + 4 <= end) {
            addFourRows(to, from, 4 * strideB, width, factors, 4 * innerStep);
          } else {
            for (let q = 0; q < end - p; q++) {
              addRow(to, from + 4 * q * strideB, width, load<f32>(factors + 4 * q * innerStep));
            }
          }
        }
      }
      for (let i = 0; i < rows; i++) addRow(c + 4 * (i * strideC + j), sums + 4 * i * width, width, 1);
    }
  }
}

/** `to ← to + f₀·b₀ + f₁·b₁ + f₂·b₂ + f₃·b₃`, in this order, for four rows that are `rowBytes` apart. */
function addFourRows(to: usize, b: usize, rowBytes: usize, width: i32, factors: usize, factorBytes: usize): void {
  const second = b + rowBytes;
  const third = second + rowBytes;
  const fourth = third + rowBytes;
  const factor0 = load<f32>(factors);
  const factor1 = load<f32>(factors + factorBytes);
  const factor2 = load<f32>(factors + 2 * factorBytes);
  const factor3 = load<f32>(factors + 3 * factorBytes);
  const splat0 = f32x4.splat(factor0);
  const splat1 = f32x4.splat(factor1);
  const splat2 = f32x4.splat(factor2);
  const splat3 = f32x4.splat(factor3);
  const whole: usize = 4 * (width & ~3);
  let at: usize = 0;
  for (; at < whole; at += 16) {
    let sum = multiplyAdd(splat0, v128.load(b + at), v128.load(to + at));
    sum = multiplyAdd(splat1, v128.load(second + at), sum);
    sum = multiplyAdd(splat2, v128.load(third + at), sum);
    v128.store(to + at, multiplyAdd(splat3, v128.load(fourth + at), sum));
  }
  for (; at < 4 * width; at += 4) {
    let sum = multiplyAddFloat(factor0, load<f32>(b + at), load<f32>(to + at));
    sum = multiplyAddFloat(factor1, load<f32>(second + at), sum);
    sum = multiplyAddFloat(factor2, load<f32>(third + at), sum);
    store<f32>(to + at, multiplyAddFloat(factor3, load<f32>(fourth + at), sum));
  }
}

/** `to ← to + factor·b`. */
function addRow(to: usize, b: usize, width: i32, factor: f32): void {
  const factors = f32x4.splat(factor);
  const whole: usize = 4 * (width & ~3);
  let at: usize = 0;
  for (; at < whole; at += 16) v128.store(to + at, multiplyAdd(factors, v128.load(b + at), v128.load(to + at)));
  for (; at < 4 * width; at += 4) {
    store<f32>(to + at, multiplyAddFloat(factor, load<f32>(b + at), load<f32>(to + at)));
  }
}

/** Four rows side by side: for each step of the inner axis, the four elements of that column. Missing rows are zeros. */
function packRows(isTransposed: bool, a: usize, stride: i32, height: i32, depth: i32, to: usize): void {
  for (let i = 0; i < height; i += TILE_ROWS) {
    const count = min(TILE_ROWS, height - i);
    if (count < TILE_ROWS) {
      for (let p = 0; p < depth; p++) {
        for (let r = 0; r < TILE_ROWS; r++) {
          const at = isTransposed ? p * stride + i + r : (i + r) * stride + p;
          store<f32>(to + 4 * r, r < count ? load<f32>(a + 4 * at) : 0);
        }
        to += 4 * TILE_ROWS;
      }
    } else if (isTransposed) {
      let from = a + 4 * i;
      for (let p = 0; p < depth; p++) {
        v128.store(to, v128.load(from));
        from += 4 * stride;
        to += 16;
      }
    } else {
      packFour(a + 4 * i * stride, 4 * stride, depth, to, 16);
      to += 16 * depth;
    }
  }
}

/** Eight columns side by side: for each step of the inner axis, the eight elements of that row. Missing ones are zeros. */
function packColumns(isTransposed: bool, b: usize, stride: i32, depth: i32, width: i32, to: usize): void {
  for (let j = 0; j < width; j += TILE_COLUMNS) {
    const count = min(TILE_COLUMNS, width - j);
    if (count < TILE_COLUMNS) {
      for (let p = 0; p < depth; p++) {
        for (let q = 0; q < TILE_COLUMNS; q++) {
          const at = isTransposed ? (j + q) * stride + p : p * stride + j + q;
          store<f32>(to + 4 * q, q < count ? load<f32>(b + 4 * at) : 0);
        }
        to += 4 * TILE_COLUMNS;
      }
    } else if (isTransposed) {
      packFour(b + 4 * j * stride, 4 * stride, depth, to, 32);
      packFour(b + 4 * (j + 4) * stride, 4 * stride, depth, to + 16, 32);
      to += 32 * depth;
    } else {
      let from = b + 4 * j;
      for (let p = 0; p < depth; p++) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
        from += 4 * stride;
        to += 32;
      }
    }
  }
}

/** Four rows of `depth` floats, `rowBytes` apart, written as columns of four, `step` bytes apart. */
function packFour(from: usize, rowBytes: i32, depth: i32, to: usize, step: i32): void {
  const second = from + rowBytes;
  const third = second + rowBytes;
  const fourth = third + rowBytes;
  let p = 0;
  for (; p + 4 <= depth; p += 4) {
    const at = 4 * p;
    const a = v128.load(from + at);
    const b = v128.load(second + at);
    const c = v128.load(third + at);
    const d = v128.load(fourth + at);
    const lowAB = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
    const highAB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
    const lowCD = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
    const highCD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(lowAB, lowCD, 0, 1, 4, 5));
    v128.store(to + step, v128.shuffle<f32>(lowAB, lowCD, 2, 3, 6, 7));
    v128.store(to + 2 * step, v128.shuffle<f32>(highAB, highCD, 0, 1, 4, 5));
    v128.store(to + 3 * step, v128.shuffle<f32>(highAB, highCD, 2, 3, 6, 7));
    to += 4 * step;
  }
  for (; p < depth; p++) {
    const at = 4 * p;
    store<f32>(to, load<f32>(from + at));
    store<f32>(to, load<f32>(second + at), 4);
    store<f32>(to, load<f32>(third + at), 8);
    store<f32>(to, load<f32>(fourth + at), 12);
    to += step;
  }
}

function multiplyPanels(
  height: i32,
  width: i32,
  depth: i32,
  panelA: usize,
  panelB: usize,
  c: usize,
  strideC: i32,
  tile: usize,
): void {
  for (let j = 0; j < width; j += TILE_COLUMNS) {
    const right = panelB + 4 * j * depth;
    for (let i = 0; i < height; i += TILE_ROWS) {
      const left = panelA + 4 * i * depth;
      const corner = c + 4 * (i * strideC + j);
      const isWhole = i + TILE_ROWS <= height && j + TILE_COLUMNS <= width;
      if (isWhole) {
        multiplyTile(depth, left, right, corner, 4 * strideC);
      } else {
        memory.fill(tile, 0, 4 * TILE_ROWS * TILE_COLUMNS);
        multiplyTile(depth, left, right, tile, 4 * TILE_COLUMNS);
        addPart(tile, min(TILE_ROWS, height - i), min(TILE_COLUMNS, width - j), corner, strideC);
      }
    }
  }
}

function addPart(tile: usize, rows: i32, width: i32, c: usize, strideC: i32): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < width; j++) {
      const at = c + 4 * (i * strideC + j);
      store<f32>(at, load<f32>(at) + load<f32>(tile + 4 * (i * TILE_COLUMNS + j)));
    }
  }
}

@inline
function addTo(at: usize, left: v128, right: v128): void {
  v128.store(at, f32x4.add(v128.load(at), left));
  v128.store(at, f32x4.add(v128.load(at, 16), right), 16);
}

/** `C += A·B` for a panel of four rows, a panel of eight columns and the 4 × 8 elements at `c`, rows `rowBytes` apart. */
function multiplyTile(depth: i32, a: usize, b: usize, c: usize, rowBytes: i32): void {
  let left0 = f32x4.splat(0);
  let left1 = f32x4.splat(0);
  let left2 = f32x4.splat(0);
  let left3 = f32x4.splat(0);
  let right0 = f32x4.splat(0);
  let right1 = f32x4.splat(0);
  let right2 = f32x4.splat(0);
  let right3 = f32x4.splat(0);
  for (let p = 0; p < depth; p++) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    let factor = v128.load32_splat(a);
    left0 = multiplyAdd(factor, left, left0);
    right0 = multiplyAdd(factor, right, right0);
    factor = v128.load32_splat(a, 4);
    left1 = multiplyAdd(factor, left, left1);
    right1 = multiplyAdd(factor, right, right1);
    factor = v128.load32_splat(a, 8);
    left2 = multiplyAdd(factor, left, left2);
    right2 = multiplyAdd(factor, right, right2);
    factor = v128.load32_splat(a, 12);
    left3 = multiplyAdd(factor, left, left3);
    right3 = multiplyAdd(factor, right, right3);
    a += 16;
    b += 32;
  }
  addTo(c, left0, right0);
  addTo(c + rowBytes, left1, right1);
  addTo(c + 2 * rowBytes, left2, right2);
  addTo(c + 3 * rowBytes, left3, right3);
}
