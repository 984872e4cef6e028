import * as tf from "@tensorflow/tfjs-core";
import { multiplyMatrices, productSizes, SMALL_PRODUCT } from "./multiply-matrices.ts";
import type { StoredMatrix } from "./packed-matrices.ts";
import { floatsOf, type StockKernels, sizeOf, type WasmBackend, withAlias } from "./wasm-backend.ts";

/** What `tf.matMul` takes: stacks of matrices whose leading axes broadcast against each other. */
export interface BatchProduct {
  readonly a: tf.TensorInfo;
  readonly b: tf.TensorInfo;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** Whether the product is one that {@link multiplyBatches} takes; the stock kernel has the error messages for the rest. */
export function isFloatProduct({ a, b, transposeA, transposeB }: BatchProduct): boolean {
  const inner = a.shape.at(transposeA ? -2 : -1);
  return a.dtype === "float32" && b.dtype === "float32" && inner === b.shape.at(transposeB ? -1 : -2);
}

/** The products of all pairs of matrices, as a new tensor `[...batch, rows, columns]`. */
export function multiplyBatches(backend: WasmBackend, stock: StockKernels, batches: BatchProduct): tf.TensorInfo {
  const { a, b, transposeA, transposeB } = batches;
  const batchShape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const batch = sizeOf(batchShape);
  const product = { a: matrixOf(a), b: matrixOf(b), transposeA, transposeB };
  const [rows, inner, columns] = productSizes(product);
  const shape = [...batchShape, rows, columns];
  if (batch * rows * inner * columns === 0) return zeros(backend, shape);
  if (batch === 1) return { ...multiplyMatrices(backend, stock, product), shape };

  const batchA = sizeOf(a.shape.slice(0, -2));
  const batchB = sizeOf(b.shape.slice(0, -2));
  if (batchB === 1 && !transposeA) {
    const tall = { ...product.a, rows: batchA * product.a.rows };
    return { ...multiplyMatrices(backend, stock, { ...product, a: tall }), shape };
  }
  // The stock kernel takes slice `i` modulo each batch size, which is right in these cases only.
  const stockIsRight = (batchA === 1 || batchA === batch) && (batchB === 1 || batchB === batch);
  if (stockIsRight && rows * inner * columns <= SMALL_PRODUCT) {
    const flat = (x: tf.TensorInfo, size: number) => ({ ...x, shape: [size, ...x.shape.slice(-2)] });
    const inputs = { a: flat(a, batchA), b: flat(b, batchB) };
    return { ...stock("BatchMatMul")({ inputs, backend, attrs: { transposeA, transposeB } }), shape };
  }
  const slicesA = sliceIndices(a.shape.slice(0, -2), batchShape);
  const slicesB = sliceIndices(b.shape.slice(0, -2), batchShape);
  const output = backend.makeOutput(shape, "float32");
  for (let index = 0; index < batch; index++) {
    withSlice(backend, a, slicesA[index]!, (matrixA) =>
      withSlice(backend, b, slicesB[index]!, (matrixB) => {
        const one = multiplyMatrices(backend, stock, { a: matrixA, b: matrixB, transposeA, transposeB });
        floatsOf(backend, output).set(floatsOf(backend, one), index * rows * columns);
        backend.disposeData(one.dataId);
      }),
    );
  }
  return output;
}

/** For every matrix of the result, which matrix of an operand with batch axes `shape` it is made from. */
function sliceIndices(shape: readonly number[], batchShape: readonly number[]): readonly number[] {
  const missing = batchShape.length - shape.length;
  let indices = [0];
  batchShape.forEach((size, axis) => {
    const own = axis < missing ? 1 : shape[axis - missing]!;
    indices = indices.flatMap((index) => Array.from({ length: size }, (_, i) => index * own + (own === 1 ? 0 : i)));
  });
  return indices;
}

function withSlice(backend: WasmBackend, x: tf.TensorInfo, index: number, use: (matrix: StoredMatrix) => void): void {
  const matrix = matrixOf(x);
  // The only matrix of its tensor stays under its own id, so that it is packed once and not once per slice.
  const { rows, columns } = matrix;
  if (rows * columns === sizeOf(x.shape)) {
    use(matrix);
  } else {
    const part = { shape: [rows, columns], start: index * rows * columns };
    withAlias(backend, x, part, (tensor) => use({ tensor, rows, columns }));
  }
}

function matrixOf(tensor: tf.TensorInfo): StoredMatrix {
  return { tensor, rows: tensor.shape.at(-2)!, columns: tensor.shape.at(-1)! };
}

function zeros(backend: WasmBackend, shape: readonly number[]): tf.TensorInfo {
  const output = backend.makeOutput(shape, "float32");
  floatsOf(backend, output).fill(0);
  return output;
}
