import * as tf from "@tensorflow/tfjs-core";
import { floatsOf, offsetOf, sizeOf, type WasmBackend } from "../wasm/wasm-backend.ts";
import { multiply } from "./multiply.ts";

/** The arguments of `tf.matMul`: stacks of matrices whose leading axes broadcast against each other. */
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
export function multiplyBatches(backend: WasmBackend, { a, b, transposeA, transposeB }: BatchProduct): tf.TensorInfo {
  const stackA = a.shape.slice(0, -2);
  const stackB = b.shape.slice(0, -2);
  const batchShape = tf.broadcast_util.assertAndGetBroadcastShape(stackA, stackB);
  const [rows, inner] = transposeA ? [a.shape.at(-1)!, a.shape.at(-2)!] : [a.shape.at(-2)!, a.shape.at(-1)!];
  const columns = b.shape.at(transposeB ? -2 : -1)!;
  const output = backend.makeOutput([...batchShape, rows, columns], "float32");
  if (sizeOf(output.shape) === 0) return output;
  if (inner === 0) {
    floatsOf(backend, output).fill(0);
    return output;
  }

  const batch = sizeOf(batchShape);
  const offsets = { a: offsetOf(backend, a), b: offsetOf(backend, b), c: offsetOf(backend, output) };
  const product = { transposeA, transposeB, rows, columns, inner, ...offsets };
  if (batch === 1 || (sizeOf(stackB) === 1 && !transposeA)) {
    // All matrices of a stack times the same one are a single product of a taller matrix.
    multiply(backend, { ...product, rows: batch * rows });
    return output;
  }
  const slicesA = sliceIndices(stackA, batchShape);
  const slicesB = sliceIndices(stackB, batchShape);
  for (let index = 0; index < batch; index++) {
    multiply(backend, {
      ...product,
      a: offsets.a + 4 * rows * inner * slicesA[index]!,
      b: offsets.b + 4 * inner * columns * slicesB[index]!,
      c: offsets.c + 4 * rows * columns * index,
    });
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
