import type * as tf from "@tensorflow/tfjs-core";
import { isPacked, type StoredMatrix, wasRightFactor, withPackable } from "./packed-matrices.ts";
import { transposeMatrix } from "./transpose-matrix.ts";
import type { StockKernels, WasmBackend } from "./wasm-backend.ts";

/** Two stored matrices and how to read them: the product is `op(a)·op(b)`, where `op` transposes or not. */
export interface MatrixProduct {
  readonly a: StoredMatrix;
  readonly b: StoredMatrix;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

// Nanoseconds per element, measured; only their ratio matters.
const TRANSPOSE_COST = 0.7;
const PACK_COST = 3.4;

/** Below so many multiplications the scalar loop is done before XNNPACK has set up an operator. */
export const SMALL_PRODUCT = 8192;

/** Rows, inner size and columns of a product. */
export function productSizes({ a, b, transposeA, transposeB }: MatrixProduct): [number, number, number] {
  return [transposeA ? a.columns : a.rows, transposeA ? a.rows : a.columns, transposeB ? b.rows : b.columns];
}

/**
 * Whether `op(a)·op(b)` is cheaper as it stands than as `(op(b)ᵀ·op(a)ᵀ)ᵀ`.
 *
 * XNNPACK multiplies plain matrices only, at the same speed either way round, and packs the right-hand one first. So the
 * choice is about what has to be transposed and which of the two is packed. A packing lasts as long as its tensor: a
 * right-hand factor that comes a second time (an evaluated model's weights) is packed, one that changes with every step
 * is not.
 */
export function isDirectCheaper(product: MatrixProduct): boolean {
  const { b, transposeA, transposeB } = product;
  const [rows, inner, columns] = productSizes(product);
  const isPlainRight = !transposeB;
  const cameBefore = isPlainRight && wasRightFactor(b);
  const packing = isPlainRight && (cameBefore || isPacked(b)) ? 0 : PACK_COST;
  const left = rows * inner;
  const right = inner * columns;
  const direct = right * packing + TRANSPOSE_COST * ((transposeA ? left : 0) + (transposeB ? right : 0));
  const swapped =
    left * PACK_COST + TRANSPOSE_COST * ((transposeA ? 0 : left) + (transposeB ? 0 : right) + rows * columns);
  return direct <= swapped;
}

/**
 * The product `op(a)·op(b)` of two float32 matrices without a zero size, as a new tensor `[rows, columns]`.
 *
 * @param isDirect whether to multiply as it stands
 */
export function multiplyMatrices(
  backend: WasmBackend,
  stock: StockKernels,
  product: MatrixProduct,
  isDirect: boolean = isDirectCheaper(product),
): tf.TensorInfo {
  const { a, b, transposeA, transposeB } = product;
  const [rows, inner, columns] = productSizes(product);
  if (rows * inner * columns <= SMALL_PRODUCT) {
    const isPlain = !transposeA && !transposeB;
    return isPlain ? multiplyPlain(backend, stock, a, b) : multiplyStock(backend, stock, product);
  }
  if (isDirect) {
    return withUpright(backend, stock, a, transposeA, (left) =>
      withUpright(backend, stock, b, transposeB, (right) => multiplyPlain(backend, stock, left, right)),
    );
  }
  const turned = withUpright(backend, stock, b, !transposeB, (left) =>
    withUpright(backend, stock, a, !transposeA, (right) => multiplyPlain(backend, stock, left, right)),
  );
  const output = transposeMatrix(backend, stock, turned, [columns, rows]);
  backend.disposeData(turned.dataId);
  return output;
}

/** Calls `use` with the matrix, or with a transposed copy that is freed afterwards. */
function withUpright<Result>(
  backend: WasmBackend,
  stock: StockKernels,
  matrix: StoredMatrix,
  turn: boolean,
  use: (matrix: StoredMatrix) => Result,
): Result {
  if (!turn) return use(matrix);
  const { tensor, rows, columns } = matrix;
  const turned = transposeMatrix(backend, stock, tensor, [rows, columns]);
  const result = use({ tensor: turned, rows: columns, columns: rows });
  backend.disposeData(turned.dataId);
  return result;
}

function multiplyPlain(backend: WasmBackend, stock: StockKernels, a: StoredMatrix, b: StoredMatrix): tf.TensorInfo {
  return withPackable(backend, b, (tensor) =>
    multiplyStock(backend, stock, { a, b: { ...b, tensor }, transposeA: false, transposeB: false }),
  );
}

function multiplyStock(backend: WasmBackend, stock: StockKernels, product: MatrixProduct): tf.TensorInfo {
  const { a, b, transposeA, transposeB } = product;
  const inputs = {
    a: { dataId: a.tensor.dataId, dtype: a.tensor.dtype, shape: [a.rows, a.columns] },
    b: { dataId: b.tensor.dataId, dtype: b.tensor.dtype, shape: [b.rows, b.columns] },
  };
  return stock("BatchMatMul")({ inputs, backend, attrs: { transposeA, transposeB } });
}
