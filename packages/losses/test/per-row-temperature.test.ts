import type { Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type * as losses from "../src/index.ts";
import { entriesOf, exportOf } from "./catalogue/index.ts";
import { gradientsOf, messageOf, valuesOf } from "./support/evaluate.ts";
import { optionsAt, teacherOf } from "./support/loss-arguments.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

type Call = (z: tf.Tensor2D, v: tf.Tensor2D, temperature: losses.Temperature) => tf.Tensor;

const calls: [entry: string, name: string, call: Call][] = [
  ...entriesOf("logits")
    .filter(([, { takesTemperature }]) => takesTemperature)
    .map(([entry, loss]): [string, string, Call] => [
      entry,
      loss.throwsAs ?? exportOf(entry),
      (z, v, temperature) => {
        const labels = Array.from({ length: z.shape[0] }, () => 0);
        // The teacher is the same at any temperature.
        const teacher = teacherOf(loss, v, labels);
        return loss.call(z, teacher, tf.tensor1d(labels, "int32"), optionsAt(loss, temperature, loss.optionsByRow));
      },
    ]),
  ...entriesOf("function")
    .filter(([, { takesTemperature }]) => takesTemperature)
    .map(([name, { call }]): [string, string, Call] => [
      name,
      name,
      (z, _, temperature) => call(z, { temperature } as never),
    ]),
];

const [student, teacher] = [randomRows(1, 3, 4, 3), randomRows(2, 3, 4, 3)];
const TEMPERATURES = [0.5, 4, 20];

describe.each(calls)("%s with a temperature for each row", (_, name, call) => {
  const at = (temperature: losses.Temperature, z = student, v = teacher) =>
    valuesOf(() => call(tf.tensor2d(z), tf.tensor2d(v), temperature));

  it("gives each row what it has at its own, from an array, a typed array or a tensor", () => {
    const alone = TEMPERATURES.flatMap((temperature, row) => at(temperature, [student[row]!], [teacher[row]!]));
    expect(at(TEMPERATURES)).toBeAllClose(alone, { rtol: 2e-6 });
    expect(at(Float32Array.from(TEMPERATURES))).toEqual(at(TEMPERATURES));
    expect(valuesOf(() => call(tf.tensor2d(student), tf.tensor2d(teacher), tf.tensor1d(TEMPERATURES)))).toEqual(
      at(TEMPERATURES),
    );
  });

  it("gives each row the gradients that it has at its own", () => {
    const loss = (temperature: losses.Temperature) => (z: tf.Tensor2D, v?: tf.Tensor2D) =>
      // The teacher is connected even where the function has none.
      tf.add(tf.sum(call(z, v!, temperature)), tf.mul(tf.sum(v!), 0));
    const together = gradientsOf(loss(TEMPERATURES), student, teacher);
    TEMPERATURES.forEach((temperature, row) => {
      const alone = gradientsOf(loss(temperature), [student[row]!], [teacher[row]!]);
      expect([together[0]![row], together[1]![row]]).toBeAllClose([alone[0]![0]!, alone[1]![0]!], {
        rtol: 1e-4,
        atol: 1e-6,
      });
    });
  });

  it("is as exact where the right class is 1e4 above the others, value and gradients", () => {
    const temperatures = [0.3, 3, 7];
    const [z, v] = [student.map((row) => [1e4, ...row.slice(1)]), teacher.map((row) => [1e4, ...row.slice(1)])];
    const alone = temperatures.flatMap((temperature, row) => at(temperature, [z[row]!], [v[row]!]));
    expect(at(temperatures, z, v)).toBeAllClose(alone, { rtol: 2e-6 });
    const loss = (temperature: losses.Temperature) => (a: tf.Tensor2D, b?: tf.Tensor2D) =>
      tf.add(tf.sum(call(a, b!, temperature)), tf.mul(tf.sum(b!), 0));
    const together = gradientsOf(loss(temperatures), z, v);
    temperatures.forEach((temperature, row) => {
      gradientsOf(loss(temperature), [z[row]!], [v[row]!]).forEach(([expected], position) => {
        expect(together[position]![row]).toBeAllClose(expected!, { rtol: 5e-6, atol: 1e-6 });
      });
    });
  });

  it("does the same at every shape, spread and temperature, also for ±1e4", () => {
    const property = fc.property(pairs, ({ student: z, teacher: v, temperature, spread }) => {
      const rows: Rows = z;
      const one = at(temperature, rows, v);
      const many = at(
        rows.map(() => temperature),
        rows,
        v,
      );
      expect(many).toBeAllClose(one, { rtol: 1e-5, atol: 2e-6 * temperature ** 2 * (1 + spread / 10) });
    });
    fc.assert(property, { ...FIXED, numRuns: 40 });
  });

  it("allocates nothing more, keeps the tensor, and takes it for a constant", () => {
    tf.tidy(() => {
      const [z, v, t] = [tf.tensor2d(student), tf.tensor2d(teacher), tf.tensor1d(TEMPERATURES)];
      expect(() => tf.tidy(() => call(z, v, TEMPERATURES))).toAllocate(1);
      expect(() => tf.tidy(() => call(z, v, t))).toAllocate(1);
      expect(() => tf.grad((a) => tf.sum(call(a as tf.Tensor2D, v, t)))(z)).toAllocate(1);
      expect(t.arraySync()).toEqual(TEMPERATURES);
      const byTemperature = tf.grad((a) => tf.add(tf.sum(call(z, v, a as tf.Tensor1D)), tf.sum(a)));
      expect(byTemperature(t).arraySync()).toEqual([1, 1, 1]);
    });
  });

  it("says what is wrong with it", () => {
    const text = (temperature: unknown) =>
      tf.tidy(() =>
        messageOf(() => call(tf.tensor2d(student), tf.tensor2d(teacher), temperature as losses.Temperature)),
      );
    const numbers = `${name}: temperature must hold positive finite numbers`;
    expect(text(1e-300)).toBe(
      `${name}: temperature must be a positive finite number that float32 can hold, got 1e-300`,
    );
    expect(text([1, 1e-300, 2])).toBe(`${numbers}, got 1e-300 at row 1`);
    expect(text([1, 2])).toBe(`${name}: temperature must have shape [3] (as the batch), got [2]`);
    expect(text([1, 0, 2])).toBe(`${numbers}, got 0 at row 1`);
    expect(text(Float32Array.of(1, 2, Number.NaN))).toBe(`${numbers}, got NaN at row 2`);
    expect(text(["4", "x", 1])).toBe(`${name}: temperature[0] must be a number, got "4"`);
    const shaped = tf.zeros([3, 1]);
    expect(text(shaped)).toBe(`${name}: temperature must have shape [3] (as the batch), got [3, 1]`);
    const integers = tf.ones([3], "int32");
    expect(text(integers)).toBe(`${name}: temperature must be a float32 tensor, got int32`);
    tf.dispose([shaped, integers]);
  });
});
