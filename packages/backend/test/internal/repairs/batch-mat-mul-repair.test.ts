import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bufferOf, type WasmBackend } from "../../../src/internal/wasm/wasm-backend.ts";
import { dataCount, expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

const FLAGS = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;

interface Sizes {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly batchA?: readonly number[];
  readonly batchB?: readonly number[];
}

function operands({ rows, inner, columns, batchA = [], batchB = [] }: Sizes, tA: boolean, tB: boolean) {
  const a = numbers([...batchA, ...(tA ? [inner, rows] : [rows, inner])], 1);
  const b = numbers([...batchB, ...(tB ? [columns, inner] : [inner, columns])], 2);
  return [a, b] as const;
}

function multiplied(sizes: Sizes, tA: boolean, tB: boolean): tf.Tensor {
  const [a, b] = operands(sizes, tA, tB);
  return tf.matMul(a, b, tA, tB);
}

/** The same with the broadcast written out, because the cpu backend too is wrong where batches broadcast both ways. */
function multipliedInFull(sizes: Sizes, tA: boolean, tB: boolean): tf.Tensor {
  const [a, b] = operands(sizes, tA, tB);
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const inFull = (x: tf.Tensor) => tf.broadcastTo(x, [...batch, ...x.shape.slice(-2)]);
  return tf.matMul(inFull(a), inFull(b), tA, tB);
}

/** The gradients with respect to both operands, the outputs weighted unequally. */
function gradients(sizes: Sizes, tA: boolean, tB: boolean): tf.Tensor[] {
  const [a, b] = operands(sizes, tA, tB);
  const objective = (x: tf.Tensor, y: tf.Tensor) => {
    const product = tf.matMul(x, y, tA, tB);
    return tf.sum(tf.mul(product, numbers(product.shape, 3))) as tf.Scalar;
  };
  return tf.grads(objective as never)([a, b]);
}

describe.each(FLAGS)("tf.matMul(a, b, %s, %s) on repaired wasm", (tA, tB) => {
  const shapes: Record<string, Sizes> = {
    "1×1 by 1×1": { rows: 1, inner: 1, columns: 1 },
    "a row by a matrix": { rows: 1, inner: 129, columns: 131 },
    "a matrix by a column": { rows: 131, inner: 129, columns: 1 },
    "a column by a row": { rows: 97, inner: 1, columns: 101 },
    "a row by a column": { rows: 1, inner: 20_001, columns: 1 },
    "small odd sizes": { rows: 3, inner: 5, columns: 7 },
    "large odd sizes": { rows: 37, inner: 61, columns: 53 },
    "sizes that collide in the cache": { rows: 64, inner: 128, columns: 192 },
    "many rows": { rows: 513, inner: 17, columns: 9 },
    "many columns": { rows: 9, inner: 17, columns: 513 },
    "one batch axis": { rows: 31, inner: 33, columns: 29, batchA: [3], batchB: [3] },
    "two batch axes": { rows: 31, inner: 33, columns: 29, batchA: [2, 3], batchB: [2, 3] },
    "small matrices in a batch": { rows: 2, inner: 3, columns: 4, batchA: [5], batchB: [5] },
    "one right matrix for a batch": { rows: 31, inner: 33, columns: 29, batchA: [4], batchB: [] },
    "one left matrix for a batch": { rows: 31, inner: 33, columns: 29, batchA: [1], batchB: [4] },
    "batches that broadcast both ways": { rows: 31, inner: 33, columns: 29, batchA: [2, 1], batchB: [1, 3] },
    "small batches that broadcast both ways": { rows: 2, inner: 3, columns: 4, batchA: [2, 1], batchB: [1, 2] },
    "batches of unequal rank": { rows: 31, inner: 33, columns: 29, batchA: [2], batchB: [3, 1] },
  };

  it.each(Object.entries(shapes))("equals the cpu backend: %s", async (_, sizes) => {
    await expectSameAsCpu(() => multiplied(sizes, tA, tB), { reference: () => multipliedInFull(sizes, tA, tB) });
  });

  // tfjs-core itself has no gradient for operands whose batch axes broadcast.
  const unbroadcast = Object.entries(shapes).filter(
    ([, { batchA = [], batchB = [] }]) => batchA.join() === batchB.join(),
  );
  it.each(unbroadcast)("has the cpu backend's gradients: %s", async (_, sizes) => {
    await expectSameAsCpu(() => gradients(sizes, tA, tB), { atol: 1e-4 });
  });

  it("equals the cpu backend for random sizes and batches", async () => {
    const size = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 7, max: 70 }));
    // Batch axes of `a` and `b`: each pair is equal, or one of the two is 1.
    const axis = fc.constantFrom([1, 1], [1, 2], [2, 1], [3, 3], [1, 3]);
    const cases = fc.record({ rows: size, inner: size, columns: size, axes: fc.array(axis, { maxLength: 2 }) });
    await fc.assert(
      fc.asyncProperty(cases, async ({ axes, ...sizes }) => {
        const batchA = axes.map(([a]) => a!);
        const batchB = axes.map(([, b]) => b!);
        const all = { ...sizes, batchA, batchB };
        await expectSameAsCpu(() => multiplied(all, tA, tB), { reference: () => multipliedInFull(all, tA, tB) });
      }),
      { seed: 20150309, numRuns: 40 },
    );
  });

  it.each([
    ["no rows", { rows: 0, inner: 3, columns: 4 }],
    ["no columns", { rows: 2, inner: 3, columns: 0 }],
    ["an empty sum", { rows: 2, inner: 0, columns: 4 }],
    ["an empty batch", { rows: 2, inner: 3, columns: 4, batchA: [0], batchB: [0] }],
  ])("takes %s", async (_, sizes) => {
    await expectSameAsCpu(() => multiplied(sizes, tA, tB));
  });

  it("leaves its arguments as they were", () => {
    const [a, b] = operands({ rows: 37, inner: 61, columns: 53 }, tA, tB);
    const before = [a.dataSync(), b.dataSync()];
    expect(() => tf.matMul(a, b, tA, tB)).toAllocate(1);
    expect([a.dataSync(), b.dataSync()]).toEqual(before);
    tf.dispose([a, b]);
  });
});

function wasm(): WasmBackend {
  return tf.backend() as unknown as WasmBackend;
}

describe("the repaired BatchMatMul", () => {
  it("multiplies by two reshapes of one tensor", async () => {
    await expectSameAsCpu(() => {
      const weights = numbers([20, 90], 5);
      const tall = tf.matMul(numbers([300, 20]), weights);
      const wide = tf.matMul(numbers([300, 90]), tf.reshape(weights, [90, 20]));
      const again = tf.matMul(numbers([300, 20], 7), weights);
      return [tall, wide, again];
    });
  });

  it("does not grow over many steps with new weights", () => {
    const step = () => tf.tidy(() => void gradients({ rows: 24, inner: 48, columns: 40 }, false, false));
    step();
    const before = [tf.memory().numTensors, tf.memory().numBytes, dataCount(), bufferOf(wasm()).byteLength];
    for (let index = 0; index < 100; index++) step();
    expect([tf.memory().numTensors, tf.memory().numBytes, dataCount(), bufferOf(wasm()).byteLength]).toEqual(before);
  });

  it("refuses integers with the stock kernel's words", () => {
    const a = tf.tensor2d([[1]], [1, 1], "int32");
    expect(() => tf.matMul(a, a)).toThrow("BatchMatMul for non non-float32 tensors not yet supported.");
    a.dispose();
  });
});
