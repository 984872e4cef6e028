import { expectGradient, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LogitCase } from "./catalogue/entry.ts";
import { entriesOf } from "./catalogue/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { optionsAt, teacherOf } from "./support/loss-arguments.ts";
import { FIXED, permuted, randomRows, rowSums } from "./support/rows.ts";

/** Logits on a grid so coarse that float32 adds a shift to them without rounding. */
const cases: fc.Arbitrary<LogitCase & { readonly scale: number }> = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    classes: fc.integer({ min: 3, max: 6 }),
    scale: fc.constantFrom(2 ** -6, 1, 8, 256, 8192),
    temperature: fc.constantFrom(1e-3, 0.1, 1, 4, 20, 1e3),
  })
  .chain(({ batch, classes, scale, temperature }) => {
    const array = <T>(one: fc.Arbitrary<T>, length: number) => fc.array(one, { minLength: length, maxLength: length });
    const rows = array(
      array(
        fc.integer({ min: -1024, max: 1024 }).map((step) => (step / 1024) * scale),
        classes,
      ),
      batch,
    );
    return fc.record({
      z: rows,
      v: rows,
      labels: array(fc.nat({ max: classes - 1 }), batch),
      temperature: fc.constant(temperature),
      scale: fc.constant(scale),
    });
  });

/** The class after the right one ruled out, in each row. */
const masked = (rows: Rows, labels: readonly number[]): Rows =>
  rows.map((row, index) => row.with((labels[index]! + 1) % row.length, -Infinity));

const finite = (values: readonly number[]) => values.every(Number.isFinite);

describe.each(entriesOf("logits"))("%s", (_, loss) => {
  const bound =
    ({ labels, temperature }: LogitCase, options = loss.options) =>
    (z: tf.Tensor2D, v: tf.Tensor2D) => {
      const teacher = teacherOf(loss, v, labels, temperature);
      return loss.call(z, teacher, tf.tensor1d([...labels], "int32"), optionsAt(loss, temperature, options));
    };
  const lossOf = (given: LogitCase, options = loss.options) =>
    valuesOf(() => bound(given, options)(tf.tensor2d(given.z), tf.tensor2d(given.v)));
  const gradientOf = (given: LogitCase) => gradientsOf((z) => bound(given)(z, tf.tensor2d(given.v)), given.z)[0]!;
  /** What float32 may do to a value: a soft term is T² (1 + 2 scale / T) at most, a hard one 1 + 2 scale. */
  const slack = ({ temperature, scale }: { temperature: number; scale: number }) => ({
    rtol: 1e-5,
    atol: 2e-6 * (temperature ** 2 + temperature * scale + 1 + scale),
  });
  const itAlways = (
    title: string,
    property: (given: LogitCase & { readonly scale: number }) => void,
    applies = true,
  ) => {
    if (applies) it(title, () => fc.assert(fc.property(cases, property), { ...FIXED, numRuns: 25 }));
  };

  itAlways("is finite with a finite gradient, and not below its floor", (given) => {
    const values = lossOf(given);
    expect(finite(values)).toBe(true);
    expect(finite(gradientOf(given).flat())).toBe(true);
    const floor = loss.floor?.(given) ?? values.map(() => 0);
    values.forEach((value, row) => {
      expect(value).toBeGreaterThanOrEqual(floor[row]! - slack(given).atol - 1e-5 * Math.abs(floor[row]!));
    });
  });

  itAlways(
    "stays so, and exact, for a teacher that rules classes out",
    (given) => {
      const sparse = { ...given, v: masked(given.v, given.labels) };
      const values = lossOf(sparse);
      expect(finite(values)).toBe(true);
      if (loss.oracle) expect(values).toBeAllClose([...loss.oracle(sparse)], slack(given));
      expect(finite(gradientOf(sparse).flat())).toBe(true);
    },
    !loss.needsWholeTeacher,
  );

  itAlways(
    "leaves out classes that both rule out",
    (given) => {
      const { z, v, labels } = given;
      const both = { ...given, z: masked(z, labels), v: masked(v, labels) };
      const rest = z.map((row, index) => row.map((_, column) => column).filter((c) => both.z[index]![c] !== -Infinity));
      const without = (rows: Rows) => rows.map((row, index) => rest[index]!.map((column) => row[column]!));
      const smaller = { ...given, z: without(z), v: without(v), labels: labels.map((c, i) => rest[i]!.indexOf(c)) };
      expect(lossOf(both)).toBeAllClose(lossOf(smaller), slack(given));
      expect(without(gradientOf(both))).toBeAllClose(gradientOf(smaller), { ...slack(given), rtol: 1e-4 });
    },
    !loss.countsMasked,
  );

  itAlways("moves with the classes", (given) => {
    const order = given.z[0]!.map((_, column) => column).reverse();
    const moved = {
      ...given,
      z: permuted(given.z, order),
      v: permuted(given.v, order),
      labels: given.labels.map((label) => order.indexOf(label)),
    };
    expect(lossOf(moved)).toBeAllClose(lossOf(given), slack(given));
  });

  itAlways(
    "ignores a constant added to a row of the student",
    (given) => {
      const shifted = given.z.map((row, index) => row.map((logit) => logit + given.scale * (index + 1)));
      expect(lossOf({ ...given, z: shifted })).toBeAllClose(lossOf(given), slack(given));
      const gradient = gradientOf(given);
      const sizes = rowSums(gradient.map((row) => row.map(Math.abs)));
      rowSums(gradient).forEach((sum, row) => {
        expect(Math.abs(sum)).toBeLessThanOrEqual(1e-5 * sizes[row]! + 1e-6 * Math.max(1, given.temperature));
      });
    },
    !loss.countsShifts,
  );

  itAlways("gives a batch the values of its rows", (given) => {
    const options = loss.optionsByRow ?? loss.options;
    const alone = given.z.flatMap((row, index) =>
      lossOf({ ...given, z: [row], v: [given.v[index]!], labels: [given.labels[index]!] }, options),
    );
    expect(lossOf(given, options)).toBeAllClose(alone, { rtol: 1e-5, atol: slack(given).atol });
  });

  itAlways(
    "is exact for a teacher that is sure",
    (given) => {
      const { v, labels, temperature } = given;
      const lift = (row: readonly number[], index: number) =>
        row.map((logit, column) => (column === labels[index] ? Math.max(...row) + 24 * temperature : logit));
      const sure = { ...given, v: v.map(lift).map((row) => row.map(Math.fround)) };
      expect(lossOf(sure)).toBeAllClose([...loss.oracle!(sure)], slack(given));
    },
    loss.oracle !== undefined,
  );

  if (loss.oracle === undefined) return;
  it.each([0.5, 1, 4, 20])(
    "has the exact gradient for a sure teacher, and one that rules a class out, at T = %d",
    (temperature) => {
      const labels = [3, 0, 2];
      const z = randomRows(1, 3, 4, 2);
      const sure = randomRows(2, 3, 4, 2).map((row, index) => row.with(labels[index]!, Math.fround(18 * temperature)));
      for (const v of loss.needsWholeTeacher ? [sure] : [sure, masked(sure, labels)]) {
        const call = (a: tf.Tensor2D) => bound({ z, v, labels, temperature })(a, tf.tensor2d(v));
        expectGradient(call, [z], {
          oracle: (rows) => loss.oracle!({ z: rows!, v, labels, temperature }),
          atol: 2e-6 * Math.max(1, temperature),
        });
      }
    },
  );
});
