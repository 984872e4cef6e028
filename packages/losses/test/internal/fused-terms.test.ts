import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { distillationLoss } from "../../src/index.ts";

const BACKENDS = ["wasm", "wasm-blas", "tfjs-node", "tfjs-node-gpu"];

describe.runIf(BACKENDS.includes(process.env.TEST_BACKEND ?? ""))("a backend with a distillation head", () => {
  const studentLogits = tf.tensor2d([0.5, -1, 2, 0, 3, -Infinity], [2, 3]);
  const targets = {
    teacherLogits: tf.tensor2d([1, 0, -1, 0, 2, -Infinity], [2, 3]),
    labels: tf.tensor1d([2, -1], "int32"),
  };
  const options = { temperature: 3, softWeight: 0.6, hardWeight: 0.4 };
  const kernelsOf = async (compute: () => tf.Tensor) => {
    const { kernels } = await tf.profile(() => tf.tidy(() => tf.keep(compute())).dispose());
    return kernels.map(({ name }) => name);
  };

  it("computes all terms at once, and their gradient by scaling rows", async () => {
    const loss = (logits: tf.Tensor) => tf.sum(distillationLoss(logits as tf.Tensor2D, targets, options).total);
    const names = await kernelsOf(() => tf.grad(loss)(studentLogits));
    expect(names.filter((name) => name === "DistillationHead")).toHaveLength(1);
    expect(names.filter((name) => name === "ScaleEachRow")).toHaveLength(1);
  });

  it("computes a term by itself again only where it is differentiated", async () => {
    for (const term of ["soft", "hard"] as const) {
      const loss = (logits: tf.Tensor) => tf.sum(distillationLoss(logits as tf.Tensor2D, targets, options)[term]);
      const names = await kernelsOf(() => tf.grad(loss)(studentLogits));
      expect(names.filter((name) => name === "DistillationHead")).toHaveLength(2);
    }
  });
});
