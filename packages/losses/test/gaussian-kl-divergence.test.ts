import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { gaussianKlDivergence, gaussianNegativeLogLikelihood } from "../src/index.ts";
import { gradientsOf, messageOf, valuesOf } from "./support/evaluate.ts";
import { randomRows } from "./support/rows.ts";

const loss = (s: tf.Tensor2D, logVariances: tf.Tensor2D, t: tf.Tensor2D, teacherLogVariances: tf.Tensor2D) =>
  gaussianKlDivergence(s, { logVariances, teacherPredictions: t, teacherLogVariances });
const of = (...rows: (readonly (readonly number[])[])[]) =>
  valuesOf(() => loss(...(rows.map((one) => tf.tensor2d(one as number[][])) as [never, never, never, never])));

describe("gaussianKlDivergence(predictions, {logVariances, teacherPredictions, teacherLogVariances})", () => {
  it("is worked by hand", () => {
    // Variances 4 and 1, two apart: ½ (log 4 + (1 + 4) / 4 − 1) = log 2 + ⅛.
    expect(of([[3]], [[2 * Math.LN2]], [[1]], [[0]])).toBeAllClose([Math.LN2 + 0.125]);
  });

  it("is 0 for equal Gaussians, and near them half the squares: nothing is lost to rounding", () => {
    const [s, spread] = [randomRows(1, 4, 3), randomRows(2, 4, 3)];
    expect(of(s, spread, s, spread)).toEqual([0, 0, 0, 0]);
    // ½ (e^x − 1 − x) ≈ x² / 4, far below what float32 keeps beside 1.
    expect(of([[0]], [[0]], [[0]], [[1e-5]])).toBeAllClose([2.5e-11], { rtol: 1e-5, atol: 0 });
    for (const x of [-0.1001, -0.0999, 0.0999, 0.1001]) {
      expect(of([[0]], [[0]], [[0]], [[x]])).toBeAllClose([(Math.expm1(x) - x) / 2], { rtol: 2e-5, atol: 0 });
    }
  });

  it("differs from the likelihood of a sure teacher's numbers by what no student changes", () => {
    const [s, spread, t] = [randomRows(3, 2, 3), randomRows(4, 2, 3), randomRows(5, 2, 3)];
    const sure = t.map((row) => row.map(() => -40));
    const likelihood = valuesOf(() =>
      gaussianNegativeLogLikelihood(tf.tensor2d(s), { logVariances: tf.tensor2d(spread), targets: tf.tensor2d(t) }),
    );
    // ½ · 3 (40 − 1)
    expect(of(s, spread, t, sure)).toBeAllClose(
      likelihood.map((value) => value + 58.5),
      { rtol: 1e-5 },
    );
  });

  it("moves the student's variance towards the teacher's, and the teacher's towards it", () => {
    const [, own, , teacher] = gradientsOf(loss, [[0]], [[0]], [[0]], [[1]]);
    expect(own).toBeAllClose([[(1 - Math.E) / 2]]);
    expect(teacher).toBeAllClose([[(Math.E - 1) / 2]]);
  });

  it("refuses what is no teacher", () => {
    const ones = tf.ones([1, 1]) as tf.Tensor2D;
    const given = { logVariances: ones, teacherPredictions: ones };
    expect(messageOf(() => gaussianKlDivergence(ones, given as never))).toMatch(
      /^gaussianKlDivergence: teacherLogVariances must be /,
    );
    ones.dispose();
  });
});
