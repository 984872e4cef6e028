import type * as tf from "@tensorflow/tfjs-core";
import { type WasmBackend, withAlias } from "./wasm-backend.ts";

/** A matrix as it is stored: a tensor's data read as `rows` × `columns`. */
export interface StoredMatrix {
  readonly tensor: tf.TensorInfo;
  readonly rows: number;
  readonly columns: number;
}

interface PackedShape {
  readonly rows: number;
  readonly columns: number;
}

// Keyed by the data, not by the tensor: reshapes and clones share their data, and XNNPACK's packing with it.
const packedShapes = new WeakMap<object, PackedShape>();
const multipliedOnce = new WeakSet<object>();

/** Whether this matrix was the right-hand factor of a product before; every call counts as one. */
export function wasRightFactor({ tensor }: StoredMatrix): boolean {
  if (multipliedOnce.has(tensor.dataId)) return true;
  multipliedOnce.add(tensor.dataId);
  return false;
}

/** Whether XNNPACK holds this matrix packed in this shape. */
export function isPacked({ tensor, rows, columns }: StoredMatrix): boolean {
  const packed = packedShapes.get(tensor.dataId);
  return packed !== undefined && packed.rows === rows && packed.columns === columns;
}

/**
 * Hands `matrix` to `use` as something that XNNPACK may pack.
 *
 * The backend caches a packed matrix under its data's id alone. When the same data come again in another shape, the old
 * packing would be used and read out of bounds; such a call gets an alias, whose packing lives for this call only.
 */
export function withPackable<Result>(
  backend: WasmBackend,
  matrix: StoredMatrix,
  use: (tensor: tf.TensorInfo) => Result,
): Result {
  const { tensor, rows, columns } = matrix;
  const shape = [rows, columns];
  if (packedShapes.has(tensor.dataId) && !isPacked(matrix)) return withAlias(backend, tensor, { shape, start: 0 }, use);
  packedShapes.set(tensor.dataId, { rows, columns });
  return use({ dataId: tensor.dataId, dtype: tensor.dtype, shape });
}
