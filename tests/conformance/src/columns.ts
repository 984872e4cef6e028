/** The columns of the table, in order: a backend, and where it runs. */
export const COLUMN_NAMES = [
  "cpu",
  "stock wasm",
  "wasm",
  "wasm-blas",
  "tfjs-node",
  "tfjs-node-gpu",
  "webgpu in Node",
  "wasm in Chromium",
  "webgpu in Chromium",
] as const;

/** A backend, and where it runs. */
export type ColumnName = (typeof COLUMN_NAMES)[number];

/** The columns whose kernels are those of the repaired wasm backend. */
export const WASM: readonly ColumnName[] = ["wasm", "wasm-blas", "wasm in Chromium"];

/** The columns that WebGPU computes. */
export const WEBGPU: readonly ColumnName[] = ["webgpu in Node", "webgpu in Chromium"];

/** The columns that TensorFlow computes. */
export const TENSORFLOW: readonly ColumnName[] = ["tfjs-node", "tfjs-node-gpu"];

/** Kernels that a backend does not have. The tests hold each to be missing still. */
export const MISSING_KERNELS: Readonly<Partial<Record<ColumnName, readonly string[]>>> = {
  ...forEach(WASM, ["Einsum"]),
  ...forEach(TENSORFLOW, ["MaxPoolWithArgmax"]),
};

function forEach(columns: readonly ColumnName[], kernels: readonly string[]) {
  return Object.fromEntries(columns.map((column) => [column, kernels]));
}
