import { expectGradient, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import type { ElementLoss } from "../catalogue/entry.ts";
import { callOf, inputsFor, marksFor, optionsOf } from "./element-arguments.ts";
import { gradientsOf, messageOf, valuesOf } from "./evaluate.ts";

const SHAPE = [3, 4] as const;

/** What holds for every loss of the classes or outputs of an example; `name` is what its errors begin with. */
export function itKeepsTheElementContract(name: string, loss: ElementLoss): void {
  const temperatures = loss.takesTemperature ? [0.5, 1, 4, 20] : [1];
  const [inputs, marks] = [inputsFor(loss, 1, SHAPE, 2), marksFor(loss, 7, SHAPE)];
  const lossOf = (given: readonly Rows[], known: Rows, temperature = 2) =>
    valuesOf(() => callOf(loss, temperature)(known, ...given.map((rows) => tf.tensor2d(rows))));
  const connected = (known: Rows, temperature = 2) => {
    const call = callOf(loss, temperature);
    // A constant argument is connected all the same, so that its gradient is there to be 0.
    return (...args: tf.Tensor2D[]) =>
      args.reduce<tf.Tensor>((sum, x) => tf.add(sum, tf.mul(tf.sum(x), 0)), call(known, ...args));
  };

  it("agrees with a float64 oracle at every shape, spread and temperature", () => {
    for (const temperature of loss.takesTemperature ? [1e-3, 0.3, 1, 7, 1e3] : [1]) {
      for (const scale of [0.01, 1, 30, 1e4]) {
        for (const shape of [
          [1, 1],
          [2, 5],
          [4, 3],
        ] as const) {
          const [given, known] = [inputsFor(loss, shape[1], shape, scale), marksFor(loss, shape[1], shape)];
          const expected = loss.oracle(given, known, { temperature });
          expect(lossOf(given, known, temperature)).toBeAllClose([...expected], {
            rtol: 5e-6,
            atol: 1e-6 * temperature * (temperature + scale),
          });
        }
      }
    }
  });

  it.each(temperatures)("has the exact gradient for every argument (T = %d)", (temperature) => {
    expectGradient(connected(marks, temperature), inputs, {
      oracle: (...rows) => loss.oracle(rows, marks, { temperature }),
      atol: 2e-6 * Math.max(1, temperature),
    });
  });

  it("gives a batch the values of its rows, a row the sum of its columns, and columns no order", () => {
    const together = lossOf(inputs, marks);
    const alone = inputs[0]!.flatMap((_, row) =>
      lossOf(
        inputs.map((rows) => [rows[row]!]),
        [marks[row]!],
      ),
    );
    expect(together).toBeAllClose(alone, { rtol: 1e-6 });
    const turned = (rows: Rows) => rows.map((row) => row.toReversed());
    expect(lossOf(inputs.map(turned), turned(marks))).toBeAllClose(together, { rtol: 1e-6 });
    if (loss.jumps) return;
    const column = (rows: Rows, index: number) => rows.map((row) => [row[index]!]);
    const columns = [0, 1, 2, 3].map((index) =>
      lossOf(
        inputs.map((rows) => column(rows, index)),
        column(marks, index),
      ),
    );
    const sums = together.map((_, row) => columns.reduce((sum, values) => sum + values[row]!, 0));
    expect(together).toBeAllClose(sums, { rtol: 1e-6 });
  });

  it("stays finite for ±1e4, value and gradients", () => {
    const signs = (sign: number) => inputs[0]!.map((row) => row.map((_, index) => (index % 2 ? sign : -sign) * 1e4));
    const probs = inputs[0]!.map((row) => row.map((_, index) => index % 2));
    const given = loss.inputs.map((input, index) => (input.endsWith("Probs") ? probs : signs(index % 2 ? 1 : -1)));
    for (const temperature of loss.takesTemperature ? [1e-3, 1, 1e3] : [1]) {
      const expected = loss.oracle(given, marks, { temperature });
      expect(lossOf(given, marks, temperature)).toBeAllClose([...expected], { rtol: 1e-6 });
      expect(
        gradientsOf(connected(marks, temperature), ...given)
          .flat(2)
          .every(Number.isFinite),
      ).toBe(true);
    }
  });

  if (loss.marks === "known" || loss.marks === "labels") {
    it("counts nothing of what is not known: no value, no gradient", () => {
      const unknown = marks.map((row) => row.map(() => (loss.marks === "labels" ? -1 : 0)));
      const only = { ...loss, options: { ...loss.options, softWeight: 0, hardWeight: 1 } };
      const call = callOf(loss.takesTemperature ? only : loss);
      const alone = (...args: tf.Tensor2D[]) =>
        args.reduce<tf.Tensor>((sum, x) => tf.add(sum, tf.mul(tf.sum(x), 0)), call(unknown, ...args));
      expect(valuesOf(() => alone(...inputs.map((rows) => tf.tensor2d(rows))))).toEqual([0, 0, 0]);
      for (const gradient of gradientsOf(alone, ...inputs)) expect(gradient.flat().every((x) => x === 0)).toBe(true);
    });
  }

  it("does not hide a NaN", () => {
    const all = marks.map((row) => row.map(() => 1));
    const broken = inputs.with(0, inputs[0]!.with(0, [Number.NaN, 0, 0, 0]));
    expect(lossOf(broken, all)[0]).toBeNaN();
  });

  it("returns one float32 value per example, allocates only that, and leaves its arguments alone", () => {
    const tensors = inputs.map((rows) => tf.tensor2d(rows));
    const int = tf.tensor2d(marks, [...SHAPE], "int32");
    const call = (...args: tf.Tensor2D[]) => tf.tidy(() => loss.call(args, int, optionsOf(loss, 2)));
    tf.tidy(() => {
      const values = call(...tensors);
      expect([values.shape, values.dtype]).toEqual([[3], "float32"]);
      const none = tensors.map(() => tf.zeros([0, 4]) as tf.Tensor2D);
      const noMarks = tf.zeros([0, 4], "int32") as tf.Tensor2D;
      expect(loss.call(none, noMarks, optionsOf(loss, 2)).shape).toEqual([0]);
    });
    expect(() => call(...tensors)).toAllocate(1);
    expect(() => tf.grad((x) => tf.sum(call(x as tf.Tensor2D, ...tensors.slice(1))))(tensors[0]!)).toAllocate(1);
    expect(tensors.map((tensor) => tensor.arraySync())).toEqual(inputs);
    tf.dispose([...tensors, int]);
  });

  it("says which tensor is wrong, and allocates nothing when it throws", () => {
    const good = tf.zeros([32, 4]) as tf.Tensor2D;
    const [narrow, flat] = [tf.zeros([32, 3]), tf.zeros([32])] as unknown as [tf.Tensor2D, tf.Tensor2D];
    const int = tf.zeros([32, 4], "int32") as tf.Tensor2D;
    const intNarrow = tf.zeros([32, 3], "int32") as tf.Tensor2D;
    const options = optionsOf(loss, 1);
    const text = (given: readonly tf.Tensor2D[], int32: unknown = int) => {
      const attempt = () => loss.call(given, int32 as never, options);
      expect(attempt).toAllocate(0);
      return messageOf(attempt);
    };
    const all = loss.inputs.map(() => good);
    const [student] = loss.inputs as [string];
    const shape = student === "predictions" ? "[batch, outputs]" : "[batch, classes]";
    expect(text(all.with(0, flat))).toBe(`${name}: ${student} must have shape ${shape}, got [32]`);
    expect(text(all.with(0, int))).toBe(`${name}: ${student} must be a float32 tensor, got int32`);
    const like = `must have shape [32, 4] (as ${student}), got [32, 3]`;
    for (const [index, input] of loss.inputs.slice(1).entries()) {
      expect(text(all.with(index + 1, narrow))).toBe(`${name}: ${input} ${like}`);
      expect(text(all.with(index + 1, int))).toBe(`${name}: ${input} must be a float32 tensor, got int32`);
    }
    if (loss.marks !== undefined) {
      expect(text(all, intNarrow)).toBe(`${name}: ${loss.marks} ${like}`);
      expect(text(all, good)).toBe(`${name}: ${loss.marks} must be an int32 tensor, got float32`);
    }
    tf.dispose([good, narrow, flat, int, intNarrow]);
  });
}
