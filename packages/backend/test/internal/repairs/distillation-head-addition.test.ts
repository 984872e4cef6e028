import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { dataCount, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

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
  const SIZES = [1, 4].flatMap((temperature) =>
    [2, 3, 15, 16, 17, 33, 1003, 10_000].map((classes) => [classes, temperature]),
  );

  it.each(SIZES)("is exact to a few roundings for %d classes at temperature %d", async (classes, temperature) => {
    await tf.setBackend("wasm");
    const rows = 3;
    const random = createRandom(7);
    const [z, v] = [0, 1].map(() => Float32Array.from({ length: rows * classes }, () => 2 * random.normal())) as [
      Float32Array,
      Float32Array,
    ];
    const labels = [classes >> 1, 0, classes - 1];
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

  it("gives a masked class nothing, wherever it stands", () => {
    for (const classes of [5, 16, 40]) {
      for (let masked = 0; masked < classes; masked += 3) {
        const z = Float32Array.from(numbers([2, classes]).dataSync());
        const v = Float32Array.from(numbers([2, classes], 2).dataSync());
        const without = (x: Float32Array) => x.filter((_, index) => index % classes !== masked);
        const head = (student: Float32Array, teacher: Float32Array, width: number) =>
          (
            tf
              .engine()
              .runKernel(
                "DistillationHead",
                { studentLogits: tf.tensor2d(student, [2, width]), teacherLogits: tf.tensor2d(teacher, [2, width]) },
                { temperature: 3, softWeight: 1, hardWeight: 0 },
              ) as tf.Tensor[]
          ).map((tensor) => tensor.dataSync());
        const [expected, got] = tf.tidy(() => {
          const fewer = head(without(z), without(v), classes - 1);
          z[masked] = z[classes + masked] = v[masked] = v[classes + masked] = -Infinity;
          return [fewer, head(z, v, classes)];
        }) as [Float32Array[], Float32Array[]];
        expect(got[1]).toBeAllClose([...expected[1]!]);
        expect(without(got[3]!)).toBeAllClose([...expected[3]!]);
        expect([got[3]![masked], got[3]![classes + masked]]).toEqual([0, 0]);
      }
    }
  });
});
