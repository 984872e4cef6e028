import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

type FusedOptions = Parameters<typeof tf.fused.matMul>[0];
type Activation = NonNullable<FusedOptions["activation"]>;

const ACTIVATIONS: readonly Activation[] = ["linear", "relu", "relu6", "elu", "sigmoid", "prelu", "leakyrelu"];

interface Case {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly batch?: readonly number[];
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  readonly activation?: Activation;
  readonly hasBias?: boolean;
}

function fused(options: Case): tf.Tensor {
  const { rows, inner, columns, batch = [], transposeA = false, transposeB = false } = options;
  const { activation = "linear", hasBias = true } = options;
  return tf.fused.matMul({
    a: numbers([...batch, ...(transposeA ? [inner, rows] : [rows, inner])], 1),
    b: numbers([...batch, ...(transposeB ? [columns, inner] : [inner, columns])], 2),
    transposeA,
    transposeB,
    activation,
    ...(hasBias ? { bias: numbers([columns], 3) } : {}),
    ...(activation === "prelu" ? { preluActivationWeights: numbers([columns], 4) } : {}),
    ...(activation === "leakyrelu" ? { leakyreluAlpha: 0.3 } : {}),
  });
}

describe.each(ACTIVATIONS)("tf.fused.matMul with %s on repaired wasm", (activation) => {
  // An inner size over 48, so that the stock kernel's scalar loop would add the bias more than once.
  const sizes = { rows: 33, inner: 100, columns: 41, activation };

  it.each([
    ["plain", {}],
    ["without bias", { hasBias: false }],
    ["transposed on the left", { transposeA: true }],
    ["transposed on the right", { transposeB: true }],
    ["transposed twice", { transposeA: true, transposeB: true }],
    ["in a batch", { batch: [3] }],
    ["in a batch, transposed", { batch: [3], transposeB: true }],
    ["small and transposed", { rows: 2, inner: 60, columns: 3, transposeB: true }],
    ["one row", { rows: 1 }],
  ])("equals the cpu backend: %s", async (_, changes) => {
    await expectSameAsCpu(() => fused({ ...sizes, ...changes }));
  });
});

describe("the repaired _FusedMatMul", () => {
  it("equals the cpu backend for random shapes", async () => {
    const size = fc.integer({ min: 1, max: 70 });
    const cases = fc.record({
      rows: size,
      inner: size,
      columns: size,
      batch: fc.constantFrom([], [1], [2], [2, 2]),
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
      activation: fc.constantFrom(...ACTIVATIONS),
      hasBias: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(cases, async (one) => {
        await expectSameAsCpu(() => fused(one));
      }),
      { seed: 20150309, numRuns: 80 },
    );
  });

  it("equals the cpu backend when the same weights come again, also in another shape", async () => {
    await expectSameAsCpu(() => {
      const weights = numbers([40, 90], 5);
      const bias = numbers([90], 6);
      const first = tf.fused.matMul({ a: numbers([50, 40]), b: weights, bias, activation: "relu" });
      const second = tf.fused.matMul({ a: numbers([60, 40]), b: weights, bias, activation: "relu" });
      const turned = tf.fused.matMul({ a: numbers([50, 90]), b: tf.reshape(weights, [90, 40]), activation: "relu" });
      return [first, second, turned];
    });
  });

  it("has the cpu backend's gradients", async () => {
    await expectSameAsCpu(
      () => {
        const objective = (a: tf.Tensor, b: tf.Tensor, bias: tf.Tensor) => {
          const output = tf.fused.matMul({ a, b, bias, transposeB: true });
          return tf.sum(tf.mul(output, numbers(output.shape, 9))) as tf.Scalar;
        };
        return tf.grads(objective as never)([numbers([33, 100]), numbers([41, 100], 2), numbers([41], 3)]);
      },
      { atol: 1e-4 },
    );
  });

  it("takes an empty sum", async () => {
    const [values] = await expectSameAsCpu(() => fused({ rows: 2, inner: 0, columns: 3 }));
    expect(values).toHaveLength(6);
  });

  it("refuses integers with the stock kernel's words", () => {
    const a = tf.tensor2d([[1]], [1, 1], "int32");
    expect(() => tf.fused.matMul({ a, b: a })).toThrow("_FusedMatMul for non non-float32 tensors not yet supported.");
    a.dispose();
  });
});
