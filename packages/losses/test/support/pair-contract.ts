import { ArgumentError } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { gradientsOf, messageOf, valuesOf } from "./evaluate.ts";
import { permuted, randomRows, rowSums } from "./rows.ts";

/** A loss of the student's logits and something of the teacher's, with its options bound. */
type PairLoss = (studentLogits: tf.Tensor2D, teacher: tf.Tensor2D) => tf.Tensor1D;

const student = randomRows(1, 3, 5, 2);
const teacher = randomRows(2, 3, 5, 2).map((row) => row.map(Math.abs));

/** What holds for every loss that compares rows of a student with rows of a teacher. */
export function itKeepsThePairContract(name: string, teacherArgument: string, loss: PairLoss): void {
  it("gives a batch the values of its rows", () => {
    const together = valuesOf(() => loss(tf.tensor2d(student), tf.tensor2d(teacher)));
    const alone = student.flatMap((row, index) =>
      valuesOf(() => loss(tf.tensor2d([row]), tf.tensor2d([teacher[index]!]))),
    );
    expect(together).toBeAllClose(alone, { rtol: 1e-6 });
    expect(new Set(together).size).toBe(3);
  });

  it("does not depend on the order of the classes, and its gradients follow it", () => {
    const order = [3, 0, 4, 2, 1];
    const moved = [permuted(student, order), permuted(teacher, order)] as const;
    const values = valuesOf(() => loss(tf.tensor2d(student), tf.tensor2d(teacher)));
    expect(valuesOf(() => loss(tf.tensor2d(moved[0]), tf.tensor2d(moved[1])))).toBeAllClose(values, { rtol: 1e-5 });
    gradientsOf(loss, ...moved).forEach((gradient, position) => {
      const before = permuted(gradientsOf(loss, student, teacher)[position]!, order);
      expect(gradient).toBeAllClose(before, { rtol: 1e-4, atol: 1e-6 });
    });
  });

  it("returns one float32 value per example, also for a batch of none", () => {
    tf.tidy(() => {
      const values = loss(tf.tensor2d(student), tf.tensor2d(teacher));
      expect([values.shape, values.dtype]).toEqual([[3], "float32"]);
      expect(loss(tf.zeros([0, 5]), tf.zeros([0, 5])).shape).toEqual([0]);
    });
  });

  it("allocates one tensor, also while a gradient is taken, and leaves its arguments alone", () => {
    const [z, v] = [tf.tensor2d(student), tf.tensor2d(teacher)];
    expect(() => loss(z, v)).toAllocate(1);
    expect(() => tf.grads((a, b) => tf.sum(loss(a as tf.Tensor2D, b as tf.Tensor2D)))([z, v])).toAllocate(2);
    expect(() => tf.grad((a) => tf.sum(loss(a as tf.Tensor2D, v)))(z)).toAllocate(1);
    expect(z.arraySync()).toEqual(student);
    expect(v.dataSync()).toEqual(tf.tensor2d(teacher).dataSync());
    tf.dispose([z, v]);
  });

  it("says which tensor is wrong, and allocates nothing when it throws", () => {
    const good = tf.zeros([32, 10]) as tf.Tensor2D;
    const bad = {
      narrow: tf.zeros([32, 9]) as tf.Tensor2D,
      broadcast: tf.zeros([1, 10]) as tf.Tensor2D,
      single: tf.zeros([32, 1]) as tf.Tensor2D,
      flat: tf.zeros([32]) as unknown as tf.Tensor2D,
      integer: tf.zeros([32, 10], "int32") as tf.Tensor2D,
    };
    const array = [[1, 2]] as unknown as tf.Tensor2D;
    const text = (a: tf.Tensor2D, b: tf.Tensor2D) => {
      expect(() => loss(a, b)).toAllocate(0);
      return messageOf(() => loss(a, b));
    };
    const likeStudent = `${name}: ${teacherArgument} must have shape [32, 10] (as studentLogits)`;
    expect(text(good, bad.narrow)).toBe(`${likeStudent}, got [32, 9]`);
    expect(text(good, bad.broadcast)).toBe(`${likeStudent}, got [1, 10]`);
    expect(text(good, bad.integer)).toBe(`${name}: ${teacherArgument} must be a float32 tensor, got int32`);
    expect(text(good, array)).toBe(`${name}: ${teacherArgument} must be a float32 tensor, got an array of length 1`);
    const twoClasses = `${name}: studentLogits must have shape [batch, classes] with at least 2 classes`;
    expect(text(bad.flat, good)).toBe(`${twoClasses}, got [32]`);
    expect(text(bad.single, bad.single)).toBe(`${twoClasses}, got [32, 1]`);
    expect(text(bad.integer, good)).toBe(`${name}: studentLogits must be a float32 tensor, got int32`);
    tf.dispose([good, bad.narrow, bad.broadcast, bad.single, bad.flat, bad.integer]);
  });

  it("refuses a second derivative instead of getting it wrong", () => {
    const inner = tf.grad((z) => tf.sum(loss(z as tf.Tensor2D, tf.tensor2d(teacher))));
    const second = () => tf.tidy(() => tf.grad((z) => tf.sum(tf.square(inner(z))))(tf.tensor2d(student)));
    expect(messageOf(second)).toBe(`${name}: second derivatives are not available`);
  });
}

/** The errors of every function that takes a temperature. */
export function itChecksItsTemperature(name: string, call: (options: { temperature: number }) => unknown): void {
  it.each([
    [0, "0"],
    [-1, "-1"],
    [Number.NaN, "NaN"],
    [Infinity, "Infinity"],
    ["4", '"4"'],
    [undefined, "undefined"],
  ])("refuses a temperature of %s", (temperature, shown) => {
    const attempt = () => call({ temperature: temperature as number });
    expect(attempt).toAllocate(0);
    expect(messageOf(attempt)).toBe(`${name}: temperature must be a positive finite number, got ${shown}`);
  });

  it("refuses to go without options, with an ArgumentError", () => {
    const attempt = () => call(undefined as unknown as { temperature: number });
    expect(messageOf(attempt)).toBe(`${name}: temperature must be a positive finite number, got undefined`);
    expect(attempt).toThrow(ArgumentError);
  });
}

/** Holds for losses that see logits only through a softmax: a shift of a row changes nothing, so gradients sum to 0. */
export function itIgnoresShifts(loss: PairLoss): void {
  it("ignores a constant added to a row of logits", () => {
    const values = valuesOf(() => loss(tf.tensor2d(student), tf.tensor2d(teacher)));
    const shifted = valuesOf(() =>
      loss(tf.tensor2d(student.map((row) => row.map((z) => z + 8))), tf.tensor2d(teacher)),
    );
    expect(shifted).toBeAllClose(values, { rtol: 1e-5, atol: 1e-5 });
    expect(rowSums(gradientsOf(loss, student, teacher)[0]!)).toBeAllClose([0, 0, 0], { atol: 1e-5 });
  });
}
