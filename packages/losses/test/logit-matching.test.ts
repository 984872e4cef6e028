import { expectGradient, logitMatchingOracle, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logitMatching } from "../src/index.ts";
import { gradientsOf, messageOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const raw = (z: tf.Tensor2D, v: tf.Tensor2D) => logitMatching(z, v, { centred: false });
const centred = (z: tf.Tensor2D, v: tf.Tensor2D) => logitMatching(z, v, { centred: true });
const lossOf = (loss: typeof raw, student: Rows, teacher: Rows) =>
  valuesOf(() => loss(tf.tensor2d(student), tf.tensor2d(teacher)));

describe("logitMatching(student, teacher, {centred})", () => {
  it("is ½ Σ (z − v)², worked by hand", () => {
    // Differences 1, −2, 4: ½ (1 + 4 + 16).
    expect(lossOf(raw, [[2, 0, 3]], [[1, 2, -1]])).toEqual([10.5]);
    // Their mean is 1, which leaves 0, −3, 3: ½ (9 + 9).
    expect(lossOf(centred, [[2, 0, 3]], [[1, 2, -1]])).toEqual([9]);
  });

  it.each([false, true])("agrees with a float64 oracle at every shape and spread, centred: %s", (isCentred) => {
    fc.assert(
      fc.property(pairs, ({ student, teacher, spread, temperature }) => {
        const loss = isCentred ? centred : raw;
        const largest = spread * temperature;
        expect(lossOf(loss, student, teacher)).toBeAllClose(logitMatchingOracle(student, teacher, isCentred), {
          rtol: 1e-5,
          atol: 1e-6 * largest ** 2,
        });
      }),
      FIXED,
    );
  });

  it.each([false, true])("has the exact gradient for both arguments, centred: %s", (isCentred) => {
    expectGradient(isCentred ? centred : raw, [randomRows(3, 3, 5, 3), randomRows(4, 3, 5, 3)], {
      oracle: (student, teacher) => logitMatchingOracle(student!, teacher!, isCentred),
    });
  });

  it("has the gradient z − v, and with centred: true that less its mean", () => {
    expect(gradientsOf(raw, [[2, 0, 3]], [[1, 2, -1]])).toBeAllClose([[[1, -2, 4]], [[-1, 2, -4]]]);
    expect(gradientsOf(centred, [[2, 0, 3]], [[1, 2, -1]])).toBeAllClose([[[0, -3, 3]], [[0, 3, -3]]]);
  });

  it("sees a shift of a row unless it is centred", () => {
    expect(lossOf(raw, [[3, 4]], [[1, 2]])).toEqual([4]);
    expect(lossOf(centred, [[3, 4]], [[1, 2]])).toEqual([0]);
  });

  it.each([1e4, -1e4])("is exact for logits of %d", (logit) => {
    expect(lossOf(raw, [[logit, 0]], [[-logit, 0]])).toEqual([2e8]);
    expect(lossOf(centred, [[logit, 0]], [[-logit, 0]])).toEqual([1e8]);
    expect(gradientsOf(raw, [[logit, 0]], [[-logit, 0]])).toBeAllClose([[[2 * logit, 0]], [[-2 * logit, 0]]]);
  });

  it("leaves out a class that is masked in both, also of the mean", () => {
    expect(lossOf(raw, [[2, -Infinity, 3]], [[1, -Infinity, -1]])).toEqual([8.5]);
    // Differences 1 and 4 have the mean 2½: ½ (2¼ + 2¼).
    expect(lossOf(centred, [[2, -Infinity, 3]], [[1, -Infinity, -1]])).toEqual([2.25]);
    expect(gradientsOf(raw, [[2, -Infinity, 3]], [[1, -Infinity, -1]])).toBeAllClose([[[1, 0, 4]], [[-1, 0, -4]]]);
    expect(gradientsOf(centred, [[2, -Infinity, 3]], [[1, -Infinity, -1]])).toBeAllClose([
      [[-1.5, 0, 1.5]],
      [[1.5, 0, -1.5]],
    ]);
  });

  it.each([raw, centred])("is +∞ where only one of them masks a class", (loss) => {
    expect(lossOf(loss, [[1, -Infinity]], [[1, 2]])).toEqual([Infinity]);
    expect(lossOf(loss, [[1, 2]], [[1, -Infinity]])).toEqual([Infinity]);
    expect(
      gradientsOf(loss, [[1, 2]], [[1, -Infinity]])
        .flat(2)
        .some(Number.isNaN),
    ).toBe(false);
  });

  it.each([raw, centred])("does not hide a NaN of either side, or of both", (loss) => {
    expect(lossOf(loss, [[0, Number.NaN]], [[0, 0]])).toEqual([Number.NaN]);
    expect(lossOf(loss, [[0, 0]], [[0, Number.NaN]])).toEqual([Number.NaN]);
    expect(lossOf(loss, [[0, Number.NaN]], [[0, Number.NaN]])).toEqual([Number.NaN]);
  });

  it("refuses to guess whether to centre", () => {
    const ones = tf.ones([2, 3]) as tf.Tensor2D;
    const message = (options: unknown) => {
      const attempt = () => logitMatching(ones, ones, options as { centred: boolean });
      expect(attempt).toAllocate(0);
      return messageOf(attempt);
    };
    expect(message({})).toBe("logitMatching: centred must be true or false, got undefined");
    expect(message(undefined)).toBe("logitMatching: centred must be true or false, got undefined");
    expect(message({ centred: 1 })).toBe("logitMatching: centred must be true or false, got 1");
    ones.dispose();
  });
});
