// The distillation loss as one kernel, which the repaired wasm backend has and the losses look for.
import { selectBackend } from "@dark-knowledge/backend";
import { distillationLoss } from "@dark-knowledge/losses";
import {
  expectGradient,
  hardCrossEntropyOracle,
  type Rows,
  softTargetCrossEntropyFromProbsOracle,
  softTargetCrossEntropyOracle,
} from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

beforeAll(async () => {
  await selectBackend({ prefer: ["wasm"] });
});
afterAll(async () => {
  await selectBackend({ prefer: ["cpu"] });
});

type Terms = "total" | "soft" | "hard";

/** The terms as arrays, and whether the kernel made them. */
function termsOf(
  student: Rows,
  targets: { teacherLogits?: Rows; teacherProbs?: Rows; labels?: number[] },
  options: Parameters<typeof distillationLoss>[2],
): Record<Terms, Float32Array> {
  return tf.tidy(() => {
    const { teacherLogits, teacherProbs, labels } = targets;
    const terms = distillationLoss(
      tf.tensor2d(student),
      {
        ...(teacherProbs
          ? { teacherProbs: tf.tensor2d(teacherProbs) }
          : { teacherLogits: tf.tensor2d(teacherLogits!) }),
        ...(labels ? { labels: tf.tensor1d(labels, "int32") } : {}),
      },
      options,
    );
    const read = (name: Terms) => terms[name].dataSync() as Float32Array;
    return { total: read("total"), soft: read("soft"), hard: read("hard") } as never;
  });
}

const logit = fc.double({ min: -1e4, max: 1e4, noNaN: true });
const pair = fc
  .record({ rows: fc.integer({ min: 1, max: 4 }), classes: fc.integer({ min: 2, max: 13 }) })
  .chain(({ rows, classes }) => {
    const matrix = fc.array(fc.array(logit, { minLength: classes, maxLength: classes }), {
      minLength: rows,
      maxLength: rows,
    });
    const labels = fc.array(fc.integer({ min: -1, max: classes - 1 }), { minLength: rows, maxLength: rows });
    return fc.record({ student: matrix, teacher: matrix, labels });
  });

describe("distillationLoss on the repaired wasm backend", () => {
  it("agrees with the float64 oracles for logits up to ±1e4 and temperatures from 1e-3 to 1e3", () => {
    fc.assert(
      fc.property(pair, fc.constantFrom(1e-3, 0.5, 1, 20, 1e3), ({ student, teacher, labels }, temperature) => {
        const rounded = (rows: Rows) => rows.map((row) => row.map(Math.fround));
        const [z, v] = [rounded(student), rounded(teacher)];
        const options = { temperature, softWeight: 0.6, hardWeight: 0.3 };
        const { total, soft, hard } = termsOf(z, { teacherLogits: v, labels }, options);
        const softOracle = softTargetCrossEntropyOracle(z, v, temperature);
        const hardOracle = hardCrossEntropyOracle(z, labels);
        const atol = 1e-5 * Math.max(1, temperature ** 2);
        expect(soft).toBeAllClose(softOracle, { rtol: 2e-5, atol });
        expect(hard).toBeAllClose(hardOracle, { rtol: 1e-5, atol: 1e-5 });
        expect(total).toBeAllClose(
          softOracle.map((term, row) => 0.6 * term + 0.3 * hardOracle[row]!),
          { rtol: 2e-5, atol },
        );
      }),
      { seed: 20150309, numRuns: 200 },
    );
  });

  const student = wavy(3, 7, 1);
  const teacher = wavy(3, 7, 2);
  const probs = teacher.map((row) => row.map((cell) => 0.1 + Math.abs(cell)));
  const LABELS = [6, -1, 0];

  it.each([
    [0.7, 0.3],
    [1, 0],
    [0, 1],
  ])("has the exact gradient of every term for both arguments, weights %d and %d", (softWeight, hardWeight) => {
    for (const temperature of [0.5, 1, 20]) {
      const options = { temperature, softWeight, hardWeight };
      const call = (name: Terms) => (z: tf.Tensor2D, v: tf.Tensor2D) =>
        distillationLoss(z, { teacherLogits: v, labels: tf.tensor1d(LABELS, "int32") }, options)[name];
      const oracles = {
        soft: (z: Rows, v: Rows) => softTargetCrossEntropyOracle(z, v, temperature),
        hard: (z: Rows) => hardCrossEntropyOracle(z, LABELS),
        total: (z: Rows, v: Rows) => {
          const hard = hardCrossEntropyOracle(z, LABELS);
          return softTargetCrossEntropyOracle(z, v, temperature).map(
            (term, row) => softWeight * term + hardWeight * hard[row]!,
          );
        },
      };
      for (const name of softWeight > 0 ? (["total", "soft"] as const) : []) {
        expectGradient(call(name), [student, teacher], { oracle: oracles[name] as never, rtol: 2e-4, atol: 1e-5 });
      }
      expectGradient((z) => call("hard")(z, tf.tensor2d(teacher)), [student], { oracle: oracles.hard as never });
    }
  });

  it("has the exact gradient for a teacher's probabilities of any mass", () => {
    const options = { temperature: 3, softWeight: 0.7, hardWeight: 0 };
    expectGradient((z, p) => distillationLoss(z, { teacherProbs: p }, options).total, [student, probs], {
      oracle: (z, p) => softTargetCrossEntropyFromProbsOracle(z!, p!, 3).map((term) => 0.7 * term),
    });
  });

  it("costs nothing for a masked class that the teacher rules out, and everything for one that it does not", () => {
    const masked = [[1, -Infinity, 2]];
    const options = { temperature: 2, softWeight: 1, hardWeight: 0 };
    const ruledOut = termsOf(masked, { teacherLogits: [[2, -Infinity, 1]] }, options).soft[0];
    expect(ruledOut).toBeCloseTo(softTargetCrossEntropyOracle([[1, 2]], [[2, 1]], 2)[0]!, 5);
    expect(termsOf(masked, { teacherLogits: [[0, 0, 0]] }, options).soft[0]).toBe(Infinity);
    expect(termsOf(masked, { teacherProbs: [[1, 0, 0]] }, options).soft[0]).toBeGreaterThan(0);
  });

  it.each([Number.NaN, Infinity])("gives NaN in the row that holds %d, and only there", (value) => {
    const options = { temperature: 2, softWeight: 0.5, hardWeight: 0.5 };
    const targets = { teacherLogits: teacher, labels: [1, 1, 1] };
    const spoilt = student.map((row, index) => (index === 1 ? [value, ...row.slice(1)] : row));
    const terms = termsOf(spoilt, targets, options);
    const clean = termsOf(student, targets, options);
    for (const name of ["total", "soft", "hard"] as const) {
      expect(terms[name][1]).toBeNaN();
      expect([terms[name][0], terms[name][2]]).toEqual([clean[name][0], clean[name][2]]);
    }
  });

  it("takes a third of the kernels that tfjs's own operations take, or fewer", async () => {
    const [z, v] = [tf.tensor2d(student), tf.tensor2d(teacher)];
    const labels = tf.tensor1d([1, 2, 3], "int32");
    const fused = (logits: tf.Tensor) =>
      distillationLoss(
        logits as tf.Tensor2D,
        { teacherLogits: v, labels },
        { temperature: 4, softWeight: 0.9, hardWeight: 0.1 },
      ).total;
    const composed = (logits: tf.Tensor) => {
      const logProbs = tf.logSoftmax(tf.div(logits, 4));
      const soft = tf.mul(tf.neg(tf.sum(tf.mul(tf.softmax(tf.div(v, 4)), logProbs), 1)), 16);
      const hard = tf.neg(tf.sum(tf.mul(tf.oneHot(labels, 7), tf.logSoftmax(logits)), 1));
      return tf.add(tf.mul(soft, 0.9), tf.mul(hard, 0.1));
    };
    const kernels = async (loss: (logits: tf.Tensor) => tf.Tensor) => {
      const profile = await tf.profile(() => tf.tidy(() => tf.grad((logits) => tf.mean(loss(logits)))(z)));
      tf.dispose(profile.result);
      // A copy that shares memory costs nothing, and a scope is no kernel.
      return profile.kernels.filter(({ name }) => !/Identity|scope|backward|forward/.test(name)).length;
    };
    expect(3 * (await kernels(fused))).toBeLessThanOrEqual(await kernels(composed));
    tf.dispose([z, v, labels]);
  });
});

function wavy(rows: number, columns: number, salt: number): Rows {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => 2 * Math.sin((i * columns + j) * 12.9898 + salt * 78.233)),
  );
}
