import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { dataCount, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

/** Terms and slope of one row in float64, each probability from logits that are shifted to a largest of 0. */
function headOf(z: Float32Array, v: Float32Array, label: number, temperature: number, softWeight: number) {
  const softmax = (logits: Float32Array, by: number) => {
    const top = logits.reduce((a, b) => Math.max(a, b));
    const powers = Float64Array.from(logits, (logit) => Math.exp((logit - top) / by));
    const total = powers.reduce((a, b) => a + b);
    return {
      probs: powers.map((power) => power / total),
      logs: Float64Array.from(logits, (x) => (x - top) / by - Math.log(total)),
    };
  };
  const [plain, warm, teacher] = [softmax(z, 1), softmax(z, temperature), softmax(v, temperature)];
  const soft = -(temperature ** 2) * teacher.probs.reduce((sum, p, index) => sum + p * warm.logs[index]!, 0);
  const hard = -plain.logs[label]!;
  const slope = plain.probs.map((q, index) => {
    const pull = q - (index === label ? 1 : 0);
    return softWeight * temperature * (warm.probs[index]! - teacher.probs[index]!) + (1 - softWeight) * pull;
  });
  return { soft, hard, slope };
}

describe("the kernel DistillationHead", () => {
  it.each([1, 4])("is exact to a few roundings for 10,000 classes at temperature %d", async (temperature) => {
    await tf.setBackend("wasm");
    const [rows, classes] = [3, 10_000];
    const random = createRandom(7);
    const [z, v] = [0, 1].map(() => Float32Array.from({ length: rows * classes }, () => 2 * random.normal())) as [
      Float32Array,
      Float32Array,
    ];
    const labels = [5, 0, 9_999];
    const before = dataCount();
    const [total, soft, hard, slope] = tf.tidy(() =>
      (
        tf.engine().runKernel(
          "DistillationHead",
          {
            studentLogits: tf.tensor2d(z, [rows, classes]),
            teacherLogits: tf.tensor2d(v, [rows, classes]),
            labels: tf.tensor1d(labels, "int32"),
          },
          { temperature, softWeight: 0.75, hardWeight: 0.25 },
        ) as tf.Tensor[]
      ).map((tensor) => tensor.dataSync()),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    expect(dataCount()).toBe(before);
    for (let row = 0; row < rows; row++) {
      const part = (x: Float32Array) => x.subarray(row * classes, (row + 1) * classes);
      const exact = headOf(part(z), part(v), labels[row]!, temperature, 0.75);
      const close = (got: number, expected: number) => expect(Math.abs(got / expected - 1)).toBeLessThan(4e-7);
      close(soft[row]!, exact.soft);
      close(hard[row]!, exact.hard);
      close(total[row]!, 0.75 * exact.soft + 0.25 * exact.hard);
      const scale = Math.max(...exact.slope.map(Math.abs));
      const errors = part(slope).map((value, index) => Math.abs(value - exact.slope[index]!));
      expect(Math.max(...errors) / scale).toBeLessThan(4e-7);
    }
  });
});
