import { expectGradient, type Rows, sparseSoftTargetCrossEntropyOracle } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  distillationLoss,
  type SparseTeacherLogits,
  softTargetCrossEntropy,
  sparseSoftTargetCrossEntropy,
  type TailOption,
} from "../src/index.ts";
import { gradientsOf, messageOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, pairs, randomRows } from "./support/rows.ts";

const { log } = Math;
const TAILS: TailOption[] = ["class", "spread"];

/** The k largest logits of each row and the log-sum-exp of the rest, in plain numbers. */
function sparseRows(teacher: Rows, k: number): { indices: Rows; logits: Rows; tailLogits: number[] } {
  const orders = teacher.map((row) => row.map((_, c) => c).sort((a, b) => row[b]! - row[a]!));
  const tailLogits = teacher.map((row, index) => {
    const rest = orders[index]!.slice(k).map((column) => row[column]!);
    const largest = Math.max(...rest);
    return largest === -Infinity ? -Infinity : largest + log(rest.reduce((sum, v) => sum + Math.exp(v - largest), 0));
  });
  const indices = orders.map((order) => order.slice(0, k));
  return { indices, logits: indices.map((row, index) => row.map((c) => teacher[index]![c]!)), tailLogits };
}
const tensorsOf = ({ indices, logits, tailLogits }: ReturnType<typeof sparseRows>): SparseTeacherLogits => ({
  indices: tf.tensor2d(indices, undefined, "int32"),
  logits: tf.tensor2d(logits),
  tailLogits: tf.tensor1d(tailLogits),
});
const lossOf = (student: Rows, teacher: Rows, k: number, temperature: number, tail: TailOption) =>
  valuesOf(() =>
    sparseSoftTargetCrossEntropy(tf.tensor2d(student), tensorsOf(sparseRows(teacher, k)), { temperature, tail }),
  );

const student = randomRows(1, 3, 6, 2);
const teacher = randomRows(2, 3, 6, 2);

describe("sparseSoftTargetCrossEntropy(student, {indices, logits, tailLogits}, {temperature, tail})", () => {
  it("counts the tail as one class, or in equal parts, worked by hand", () => {
    // p = ½ for class 2, the others have e⁰ + e⁰ + e^(log 1) = 3 to its 3. q uniform: −½ log ¼ − ½ log ¾.
    expect(lossOf([[0, 0, 0, 0]], [[0, 0, log(3), 0]], 1, 1, "class")).toBeAllClose([
      -0.5 * log(1 / 4) - 0.5 * log(3 / 4),
    ]);
    // Equal parts are what this teacher has, and a uniform student pays log 4.
    expect(lossOf([[0, 0, 0, 0]], [[0, 0, log(3), 0]], 1, 1, "spread")).toBeAllClose([log(4)]);
    // T = 2: the tail's logit log 4 becomes 2 to the 1 of class 0: p = (⅓, ⅔). The student's rest e⁰·4 likewise.
    const atTwo = lossOf([[0, 0, 0, 0, 0]], [[0, 0, 0, 0, 0]], 1, 2, "class");
    expect(atTwo).toBeAllClose([4 * (-(1 / 3) * log(1 / 3) - (2 / 3) * log(2 / 3))]);
  });

  it.each(TAILS)("agrees with a float64 oracle at every shape, spread and temperature: %s", (tail) => {
    const property = fc.property(pairs, fc.nat(), ({ student: z, teacher: v, temperature, spread }, pick) => {
      const sparse = sparseRows(v, 1 + (pick % (v[0]!.length - 1)));
      const call = () => sparseSoftTargetCrossEntropy(tf.tensor2d(z), tensorsOf(sparse), { temperature, tail });
      const { indices, logits, tailLogits } = sparse;
      const expected = sparseSoftTargetCrossEntropyOracle(z, indices, logits, tailLogits, temperature, tail);
      expect(valuesOf(call)).toBeAllClose(expected, {
        rtol: 1e-5,
        atol: 1e-6 * temperature ** 2 * (1 + spread / 10),
      });
    });
    fc.assert(property, FIXED);
  });

  it.each(TAILS.flatMap((tail) => [0.5, 1, 4, 20].map((temperature) => [tail, temperature] as const)))(
    "has the exact gradient for student, named logits and tail: %s at T = %d",
    (tail, temperature) => {
      const { indices, logits, tailLogits } = sparseRows(teacher, 2);
      const column = tailLogits.map((logit) => [Math.fround(logit)]);
      expectGradient(
        (z, named, rest) => {
          const sparse = {
            indices: tf.tensor2d(indices, undefined, "int32"),
            logits: named!,
            tailLogits: tf.squeeze<tf.Tensor1D>(rest!, [1]),
          };
          return sparseSoftTargetCrossEntropy(z!, sparse, { temperature, tail });
        },
        [student, logits, column],
        {
          oracle: (z, named, rest) =>
            sparseSoftTargetCrossEntropyOracle(z!, indices, named!, rest!.flat(), temperature, tail),
        },
      );
    },
  );

  it("is the dense loss when all but one class are named, whatever becomes of the one", () => {
    const dense = valuesOf(() =>
      softTargetCrossEntropy(tf.tensor2d(student), tf.tensor2d(teacher), { temperature: 3 }),
    );
    for (const tail of TAILS) expect(lossOf(student, teacher, 5, 3, tail)).toBeAllClose(dense, { rtol: 1e-5 });
  });

  it("leaves the student free within a tail that is one class, and draws it to equal parts where it is spread", () => {
    // q of the two others: shared (¼, ¼) or (0.4, 0.1).
    const [even, uneven] = [[[log(2), 0, 0]], [[log(2), log(1.6), log(0.4)]]];
    const target = [[1, 0, 0]];
    expect(lossOf(uneven, target, 1, 1, "class")).toBeAllClose(lossOf(even, target, 1, 1, "class"));
    expect(lossOf(uneven, target, 1, 1, "spread")[0]).toBeGreaterThan(lossOf(even, target, 1, 1, "spread")[0]! + 0.05);
  });

  it("takes a temperature for each row", () => {
    const temperatures = [0.5, 2, 10];
    for (const tail of TAILS) {
      const together = valuesOf(() => {
        const sparse = tensorsOf(sparseRows(teacher, 2));
        return sparseSoftTargetCrossEntropy(tf.tensor2d(student), sparse, { temperature: temperatures, tail });
      });
      const alone = temperatures.flatMap((t, row) => lossOf([student[row]!], [teacher[row]!], 2, t, tail));
      expect(together).toBeAllClose(alone, { rtol: 1e-5 });
    }
  });

  it.each(TAILS)("is as exact for logits near ±1e4 as for the same logits near 0, value and gradients: %s", (tail) => {
    // On a grid that float32 also has near 8192, so that the shifted logits are the same but for the shift.
    const grid = (rows: Rows) => rows.map((row) => row.map((x) => Math.round(x * 256) / 256));
    const [z, v] = [grid(randomRows(3, 4, 40, 2)), grid(randomRows(4, 4, 40, 2))];
    const { indices, logits, tailLogits } = sparseRows(v, 3);
    const rest = grid([tailLogits]);
    for (const temperature of [0.1, 1, 4, [0.3, 1, 3, 20]]) {
      const at = (by: number) => {
        const shift = (rows: Rows) => rows.map((row) => row.map((x) => x + by));
        const call = (a: tf.Tensor2D, named?: tf.Tensor2D, others?: tf.Tensor2D) =>
          sparseSoftTargetCrossEntropy(
            a,
            {
              indices: tf.tensor2d(indices, undefined, "int32"),
              logits: named!,
              tailLogits: tf.squeeze<tf.Tensor1D>(others!, [0]),
            },
            { temperature, tail },
          );
        const args = [shift(z), shift(logits), shift(rest)] as const;
        const values = valuesOf(() => call(...(args.map((rows) => tf.tensor2d(rows)) as [tf.Tensor2D])));
        return { values, gradients: gradientsOf(call, ...args) };
      };
      const near = at(0);
      for (const by of [8192, -8192]) {
        expect(at(by).values).toBeAllClose(near.values, { rtol: 5e-7 });
        at(by).gradients.forEach((gradient, position) => {
          expect(gradient).toBeAllClose(near.gradients[position]!, { rtol: 5e-6, atol: 5e-7 });
        });
      }
    }
  });

  it.each(TAILS)("stays finite for logits of ±1e4 and T from 1e-3 to 1e3, value and gradient: %s", (tail) => {
    const [z, v] = [[[1e4, -1e4, 0, 5]], [[-1e4, 1e4, 9999, 0]]];
    for (const temperature of [1e-3, 1, 1e3]) {
      expect(lossOf(z, v, 2, temperature, tail).every(Number.isFinite)).toBe(true);
      const sparse = tensorsOf(sparseRows(v, 2));
      const gradients = gradientsOf((a) => sparseSoftTargetCrossEntropy(a, sparse, { temperature, tail }), z);
      expect(gradients.flat(2).every(Number.isFinite)).toBe(true);
      tf.dispose(Object.values(sparse));
    }
  });

  it.each(TAILS)("takes a tail without mass, and a masked named class: %s", (tail) => {
    // p = (½, 0, ½ | 0 for the rest).
    const v = [[0, -Infinity, 0, -Infinity]];
    expect(lossOf([[0, 0, 0, 0]], v, 3, 1, tail)).toBeAllClose([log(4)]);
    const sparse = tensorsOf(sparseRows(v, 3));
    const [gradient] = gradientsOf(
      (z) => sparseSoftTargetCrossEntropy(z, sparse, { temperature: 1, tail }),
      [[0, 0, 0, 0]],
    );
    expect(gradient).toBeAllClose([[-0.25, 0.25, -0.25, 0.25]]);
    tf.dispose(Object.values(sparse));
  });

  it.each(TAILS)("allocates one tensor, also while a gradient is taken, and leaves its arguments alone: %s", (tail) => {
    const [z, sparse] = [tf.tensor2d(student), tensorsOf(sparseRows(teacher, 2))];
    const call = (a: tf.Tensor) => sparseSoftTargetCrossEntropy(a as tf.Tensor2D, sparse, { temperature: 2, tail });
    expect(() => call(z)).toAllocate(1);
    expect(() => tf.grad((a) => tf.sum(call(a)))(z)).toAllocate(1);
    expect(z.arraySync()).toEqual(student);
    expect(sparse.logits.arraySync()).toEqual(sparseRows(teacher, 2).logits);
    tf.dispose([z, ...Object.values(sparse)]);
  });

  it("is the soft term of distillationLoss", () => {
    tf.tidy(() => {
      const [z, sparseTeacherLogits] = [tf.tensor2d(student), tensorsOf(sparseRows(teacher, 2))];
      const labels = tf.tensor1d([1, -1, 0], "int32");
      const options = { temperature: 4, softWeight: 0.9, hardWeight: 0.1, tail: "class" as const };
      const { total, soft, hard } = distillationLoss(z, { sparseTeacherLogits, labels }, options);
      expect(soft).toBeAllClose(sparseSoftTargetCrossEntropy(z, sparseTeacherLogits, options));
      expect(total).toBeAllClose(tf.add(tf.mul(soft, 0.9), tf.mul(hard, 0.1)));
      const gradient = tf.grad((a) =>
        tf.sum(distillationLoss(a as tf.Tensor2D, { sparseTeacherLogits, labels }, options).total),
      );
      expect(gradient(z).shape).toEqual([3, 6]);
      const missing = { ...options, tail: undefined };
      expect(messageOf(() => distillationLoss(z, { sparseTeacherLogits, labels }, missing))).toBe(
        'distillationLoss: tail must be one of "class", "spread", got undefined',
      );
    });
  });

  const z = tf.zeros([2, 4]) as tf.Tensor2D;
  const good = tensorsOf({ indices: [[0], [1]], logits: [[1], [2]], tailLogits: [0, 0] });

  it("says which part is wrong, and allocates nothing when it throws", () => {
    const text = (parts: object | null, options: object = { temperature: 1, tail: "class" }) => {
      const sparse = parts && { ...good, ...parts };
      const attempt = () => sparseSoftTargetCrossEntropy(z, sparse as SparseTeacherLogits, options as never);
      expect(attempt).toAllocate(0);
      return messageOf(attempt);
    };
    const name = "sparseSoftTargetCrossEntropy";
    expect(text(null)).toBe(
      `${name}: sparseTeacherLogits must be an object with indices, logits and tailLogits, got null`,
    );
    const wrong = {
      all: tf.zeros([2, 4], "int32"),
      flat: tf.zeros([2], "int32"),
      wide: tf.zeros([2, 2]),
      float: tf.zeros([2, 1]),
      long: tf.zeros([3]),
    };
    const wanted = `${name}: indices must have shape [2, k] with k from 1 to 3`;
    expect(text({ indices: wrong.all })).toBe(`${wanted}, got [2, 4]`);
    expect(text({ indices: wrong.flat })).toBe(`${wanted}, got [2]`);
    expect(text({ indices: wrong.float })).toBe(`${name}: indices must be an int32 tensor, got float32`);
    expect(text({ logits: wrong.wide })).toBe(`${name}: logits must have shape [2, 1] (as indices), got [2, 2]`);
    expect(text({ tailLogits: wrong.long })).toBe(
      `${name}: tailLogits must have shape [2] (as the rows of studentLogits), got [3]`,
    );
    expect(text({}, { temperature: 1, tail: "drop" })).toBe(
      `${name}: tail must be one of "class", "spread", got "drop"`,
    );
    tf.dispose(Object.values(wrong));
  });
});
