import { getThreadsCount, version_wasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, expect } from "vitest";
import { repairWasm, restoreWasm } from "../src/repair-wasm.ts";

/** Runs the tests of a file on the repaired wasm backend, and leaves the cpu backend behind. */
export function useRepairedWasm(): void {
  beforeAll(async () => {
    await tf.setBackend("wasm");
    expect(getThreadsCount()).toBe(1);
    repairWasm({ wasmVersion: version_wasm });
  });
  afterAll(async () => {
    restoreWasm();
    await tf.setBackend("cpu");
  });
}

/** How many tensors' data the wasm backend holds, aliases and the kernels' own included. */
export function dataCount(): number {
  return tf.engine().registry.wasm!.numDataIds();
}

interface ComparisonOptions {
  readonly rtol?: number;
  readonly atol?: number;
  /** What the cpu backend computes instead, where it is wrong itself. */
  readonly reference?: () => tf.Tensor | tf.Tensor[];
}

/**
 * Checks that `compute` gives on the repaired wasm backend what it gives on the cpu backend, and leaves nothing behind.
 *
 * @returns what wasm gave
 */
export async function expectSameAsCpu(
  compute: () => tf.Tensor | tf.Tensor[],
  { rtol = 1e-4, atol = 1e-5, reference = compute }: ComparisonOptions = {},
): Promise<Float32Array[]> {
  await tf.setBackend("cpu");
  const expected = read(reference);
  await tf.setBackend("wasm");
  const tensors = tf.memory().numTensors;
  const data = dataCount();
  const actual = read(compute);
  expect(tf.memory().numTensors, "tensors").toBe(tensors);
  expect(dataCount(), "tensor data on the wasm side").toBe(data);
  expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  actual.forEach(({ values }, index) => {
    expect(values).toBeAllClose(expected[index]!.values, { rtol, atol });
  });
  return actual.map(({ values }) => values);
}

function read(compute: () => tf.Tensor | tf.Tensor[]): { shape: number[]; values: Float32Array }[] {
  return tf.tidy(() =>
    [compute()].flat().map((tensor) => ({ shape: tensor.shape, values: tensor.dataSync() as Float32Array })),
  );
}

/** Numbers between −1 and 1 that depend on `salt`, without a pattern that a transposition would keep. */
export function numbers(shape: readonly number[], salt = 1): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from({ length: size }, (_, index) => Math.sin(index * 12.9898 + salt * 78.233));
  return tf.tensor(values, [...shape]);
}
