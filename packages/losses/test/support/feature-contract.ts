import { expectGradient, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { gradientsOf, messageOf, valuesOf } from "./evaluate.ts";
import { randomRows } from "./rows.ts";

/** A loss of features, which come as rows and are given the shape that the loss wants. */
interface FeatureCase {
  readonly loss: (student: tf.Tensor2D, teacher: tf.Tensor2D) => tf.Tensor1D;
  readonly oracle: (student: Rows, teacher: Rows) => number[];
  /** Features of one example, of the student and of the teacher. */
  readonly sizes: readonly [number, number];
  /** Whether doubling one side changes nothing. */
  readonly ignoresScale: boolean;
}

/** What holds for every loss that compares features. */
export function itKeepsTheFeatureContract({ loss, oracle, sizes, ignoresScale }: FeatureCase): void {
  const [student, teacher] = [randomRows(1, 5, sizes[0]), randomRows(2, 5, sizes[1], 2)];
  const lossOf = (s: Rows, t: Rows) => valuesOf(() => loss(tf.tensor2d(s), tf.tensor2d(t)));
  const times = (rows: Rows, factor: number) => rows.map((row) => row.map((cell) => Math.fround(cell * factor)));

  it(`agrees with a float64 oracle, from 1e-4 to 1e4${ignoresScale ? ", and from 1e-30 to 1e30 on either side" : ""}`, () => {
    const scales = [1e-4, 1, 1e4].map((scale) => [scale, scale]);
    if (ignoresScale) scales.push([1e-30, 1], [1, 1e-30], [1e30, 1], [1e-12, 1e12]);
    for (const [ours, theirs] of scales) {
      for (const seed of [3, 4, 5]) {
        const [s, t] = [randomRows(seed, 6, sizes[0], ours), randomRows(seed + 10, 6, sizes[1], theirs)];
        expect(lossOf(s, t)).toBeAllClose(oracle(s, t), { rtol: 1e-4, atol: 1e-6 });
      }
    }
  });

  if (ignoresScale) {
    it("has gradients that fall as the scale grows", () => {
      const [gradient] = gradientsOf(loss, student, teacher);
      for (const scale of [2 ** -60, 2 ** 60]) {
        const [other] = gradientsOf(loss, times(student, scale), teacher);
        expect(times(other!, scale)).toBeAllClose(gradient!, { rtol: 1e-4, atol: 1e-6 });
      }
    });
  }

  it("has the exact gradient for both arguments", () => {
    expectGradient(loss, [student, teacher], { oracle: (s, t) => oracle(s!, t!), rtol: 1e-3, atol: 1e-5 });
  });

  it("is 0 between equals, with gradients of 0, and not between others", () => {
    if (sizes[0] === sizes[1]) {
      expect(lossOf(student, student)).toEqual([0, 0, 0, 0, 0]);
      const gradients = gradientsOf(loss, student, student).flat(2);
      expect(gradients.every((cell) => Math.abs(cell) < 1e-6)).toBe(true);
    }
    expect(lossOf(student, teacher).every((value) => value > 0)).toBe(true);
  });

  it(ignoresScale ? "ignores the scale of either side" : "counts the scale of either side", () => {
    const values = lossOf(student, teacher);
    const scaled = [lossOf(times(student, 2), teacher), lossOf(student, times(teacher, 4))];
    for (const other of scaled) {
      if (ignoresScale) expect(other).toBeAllClose(values, { rtol: 1e-5, atol: 1e-6 });
      else expect(other).not.toBeAllClose(values, { rtol: 0.01 });
    }
  });

  it("stays finite for features of ±1e4 and for zeros, value and gradient", () => {
    const zeros = student.map((row) => row.map(() => 0));
    const theirs = teacher.map((row) => row.map(() => 0));
    for (const [s, t] of [
      [times(student, 1e4), teacher],
      [zeros, teacher],
      [student, theirs],
      [zeros, theirs],
    ] as const) {
      expect(lossOf(s, t).every(Number.isFinite)).toBe(true);
      expect(gradientsOf(loss, s, t).flat(2).every(Number.isFinite)).toBe(true);
    }
  });

  it("does not hide a NaN", () => {
    const broken = student.with(0, student[0]!.with(0, Number.NaN));
    expect(lossOf(broken, teacher)[0]).toBeNaN();
  });

  it("returns one float32 value per example, allocates only that, and leaves its arguments alone", () => {
    const [s, t] = [tf.tensor2d(student), tf.tensor2d(teacher)];
    tf.tidy(() => {
      const values = loss(s, t);
      expect([values.shape, values.dtype]).toEqual([[5], "float32"]);
    });
    expect(() => tf.tidy(() => loss(s, t))).toAllocate(1);
    expect(() => tf.grad((a) => tf.sum(loss(a as tf.Tensor2D, t)))(s)).toAllocate(1);
    expect([s.arraySync(), t.arraySync()]).toEqual([student, teacher]);
    tf.dispose([s, t]);
  });
}

/** The exact text of what a loss of features says to each pair of arguments, by the shapes of zeros that they are. */
export function itSaysWhatIsWrong(
  loss: (student: tf.Tensor, teacher: tf.Tensor) => tf.Tensor,
  cases: readonly (readonly [number[], number[], string])[],
): void {
  it.each(cases)("refuses %j and %j, and allocates nothing", (student, teacher, message) => {
    const [s, t] = [tf.zeros(student), tf.zeros(teacher)];
    expect(() => loss(s, t)).toAllocate(0);
    expect(messageOf(() => loss(s, t))).toBe(message);
    tf.dispose([s, t]);
  });

  it("refuses what is no float32 tensor", () => {
    const [good, integers] = [tf.zeros(cases[0]![0]), tf.zeros(cases[0]![0], "int32")];
    const name = cases[0]![2].split(":")[0];
    expect(messageOf(() => loss(integers, good))).toBe(`${name}: studentFeatures must be a float32 tensor, got int32`);
    expect(messageOf(() => loss([1, 2] as never, good))).toBe(
      `${name}: studentFeatures must be a float32 tensor, got an array of length 2`,
    );
    tf.dispose([good, integers]);
  });
}
