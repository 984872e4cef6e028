import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { gradientsOf, messageOf, valuesOf } from "./evaluate.ts";
import { randomRows } from "./rows.ts";

/** A loss of the student's logits, the teacher's (which baselines ignore) and labels, with its options bound. */
type LabelledLoss = (z: tf.Tensor2D, v: tf.Tensor2D, labels: tf.Tensor1D) => tf.Tensor1D;

const student = randomRows(1, 3, 5, 2);
const teacher = randomRows(2, 3, 5, 2);
const labelsOf = (values: number[]) => tf.tensor1d(values, "int32");

/** What holds for every loss that knows the right class of a row; `hasTeacher` for those that compare with one, too. */
export function itKeepsTheLabelledContract(name: string, loss: LabelledLoss, hasTeacher: boolean): void {
  const lossOf = (z: number[][], v: number[][], labels: number[]) =>
    valuesOf(() => loss(tf.tensor2d(z), tf.tensor2d(v), labelsOf(labels)));

  it("gives a batch the values of its rows, and a row without a label 0", () => {
    const together = lossOf(student, teacher, [4, 0, 2]);
    expect(together).toBeAllClose(
      [4, 0, 2].flatMap((label, row) => lossOf([student[row]!], [teacher[row]!], [label])),
      { rtol: 1e-5 },
    );
    expect(lossOf(student, teacher, [4, -1, 2])).toEqual([together[0], 0, together[2]]);
  });

  it("gives a row without a label gradients of 0, whatever its logits", () => {
    const masked = student.with(1, [-Infinity, -Infinity, 1e4, 0, 3]);
    const gradients = gradientsOf(
      (z, v) => {
        const value = loss(z, v, labelsOf([4, -1, 2]));
        return hasTeacher ? value : tf.add(value, tf.mul(tf.sum(v), 0));
      },
      masked,
      teacher,
    );
    for (const gradient of gradients) {
      expect(gradient[1]!.every((cell) => cell === 0)).toBe(true);
      expect(gradient.flat().every(Number.isFinite)).toBe(true);
    }
    expect(gradients[0]![0]!.some((cell) => cell !== 0)).toBe(true);
    expect(lossOf(masked, teacher, [4, -1, 2])[1]).toBe(0);
  });

  it("moves with the classes", () => {
    const order = [3, 0, 4, 2, 1];
    const move = (rows: number[][]) => rows.map((row) => order.map((column) => row[column]!));
    const labels = [4, 0, 2];
    const moved = lossOf(
      move(student),
      move(teacher),
      labels.map((label) => order.indexOf(label)),
    );
    expect(moved).toBeAllClose(lossOf(student, teacher, labels), { rtol: 1e-5 });
  });

  it("ignores a constant added to a row of logits", () => {
    const shifted = student.map((row) => row.map((logit) => logit + 8));
    const values = lossOf(student, teacher, [4, 0, 2]);
    expect(lossOf(shifted, teacher, [4, 0, 2])).toBeAllClose(values, { rtol: 1e-5, atol: 1e-4 });
  });

  it("returns one float32 value per example, allocates only that, and leaves its arguments alone", () => {
    const [z, v, labels] = [tf.tensor2d(student), tf.tensor2d(teacher), labelsOf([4, -1, 2])];
    tf.tidy(() => {
      const values = loss(z, v, labels);
      expect([values.shape, values.dtype]).toEqual([[3], "float32"]);
    });
    expect(() => loss(z, v, labels)).toAllocate(1);
    expect(() => tf.grad((a) => tf.sum(loss(a as tf.Tensor2D, v, labels)))(z)).toAllocate(1);
    expect([z.arraySync(), v.arraySync(), labels.arraySync()]).toEqual([student, teacher, [4, -1, 2]]);
    tf.dispose([z, v, labels]);
  });

  it("does not hide a NaN", () => {
    expect(lossOf([[Number.NaN, 1, 2]], [[0, 1, 2]], [1])).toEqual([Number.NaN]);
    if (hasTeacher) expect(lossOf([[0, 1, 2]], [[Number.NaN, 1, 2]], [1])).toEqual([Number.NaN]);
  });

  it("says which tensor is wrong, and allocates nothing when it throws", () => {
    const good = [tf.zeros([4, 3]), tf.zeros([4, 3]), tf.zeros([4], "int32")] as const;
    const [flat, narrow, short] = [tf.zeros([4]), tf.zeros([4, 2]), tf.zeros([3], "int32")];
    const text = (z: tf.Tensor, v: tf.Tensor, labels: tf.Tensor | undefined) => {
      const attempt = () => loss(z as tf.Tensor2D, v as tf.Tensor2D, labels as tf.Tensor1D);
      expect(attempt).toAllocate(0);
      return messageOf(attempt);
    };
    expect(text(flat, good[1], good[2])).toBe(
      `${name}: studentLogits must have shape [batch, classes] with at least 2 classes, got [4]`,
    );
    expect(text(good[0], good[1], short)).toBe(
      `${name}: labels must have shape [4] (as the rows of studentLogits), got [3]`,
    );
    expect(text(good[0], good[1], flat)).toBe(`${name}: labels must be an int32 tensor, got float32`);
    expect(text(good[0], good[1], undefined)).toBe(`${name}: labels must be an int32 tensor, got undefined`);
    if (hasTeacher) {
      expect(text(good[0], narrow, good[2])).toBe(
        `${name}: teacherLogits must have shape [4, 3] (as studentLogits), got [4, 2]`,
      );
    }
    tf.dispose([...good, flat, narrow, short]);
  });

  it("refuses a second derivative instead of getting it wrong", () => {
    const [v, labels] = [tf.tensor2d(teacher), labelsOf([4, 0, 2])];
    const inner = tf.grad((z) => tf.sum(loss(z as tf.Tensor2D, v, labels)));
    const second = () => gradientsOf((z) => tf.square(inner(z)), student);
    expect(messageOf(second)).toBe(`${name}: second derivatives are not available`);
    tf.dispose([v, labels]);
  });
}

/** The errors of a weight that is finite and not negative. */
export function itChecksItsWeight(name: string, weight: string, call: (value: number) => unknown): void {
  it.each([
    [-1, "-1"],
    [Infinity, "Infinity"],
    [undefined, "undefined"],
  ])(`refuses a ${weight} of %s`, (value, shown) => {
    const attempt = () => call(value as number);
    expect(attempt).toAllocate(0);
    expect(messageOf(attempt)).toBe(`${name}: ${weight} must be a finite number, at least 0, got ${shown}`);
  });
}
