import {
  decoupledDistillationOracle,
  entropyOracle,
  jensenShannonDivergenceOracle,
  klDivergenceOracle,
  normalisedDistillationOracle,
  type Rows,
  softTargetCrossEntropyOracle,
} from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as losses from "../src/index.ts";
import { gradientsOf, valuesOf } from "./support/evaluate.ts";
import { FIXED, permuted, rowSums } from "./support/rows.ts";

/** What every loss of logits can be computed from. */
interface Case {
  readonly z: Rows;
  readonly v: Rows;
  /** Right classes, none of them masked. */
  readonly labels: readonly number[];
  readonly temperature: number;
}

interface Loss {
  readonly call: (z: tf.Tensor2D, v: tf.Tensor2D, labels: tf.Tensor1D, temperature: number) => tf.Tensor1D;
  /** The value in float64, by another formula, of a teacher that rules classes out too. */
  readonly oracle?: (given: Case) => readonly number[];
  /** What no student gets below; 0 when left out. */
  readonly floor?: (given: Case) => readonly number[];
  /** Whether a constant may be added to a row of the student's logits. */
  readonly countsShifts?: true;
  /** Whether a row's value depends on the others. */
  readonly comparesRows?: true;
  /** Whether a class that both rule out still counts as one. */
  readonly countsMasked?: true;
  /** Whether a class that the teacher alone rules out is beyond it, +∞ or NaN. */
  readonly needsWholeTeacher?: true;
}

const T2 = ({ v, temperature }: Case) => entropyOracle(v, temperature).map((bits) => temperature ** 2 * bits);
const MIX = { softWeight: 0.7, hardWeight: 0.3 };
const DECOUPLED = { targetWeight: 1, nonTargetWeight: 2 };

const LOSSES: Record<string, Loss> = {
  softTargetCrossEntropy: {
    call: (z, v, _, temperature) => losses.softTargetCrossEntropy(z, v, { temperature }),
    oracle: ({ z, v, temperature }) => softTargetCrossEntropyOracle(z, v, temperature),
    floor: T2,
  },
  softTargetCrossEntropyFromProbs: {
    call: (z, v, _, temperature) =>
      losses.softTargetCrossEntropyFromProbs(z, losses.temperatureSoftmax(v, { temperature }), { temperature }),
    oracle: ({ z, v, temperature }) => softTargetCrossEntropyOracle(z, v, temperature),
    floor: T2,
  },
  sparseSoftTargetCrossEntropy: { call: sparseCall },
  distillationLoss: {
    call: (z, teacherLogits, labels, temperature) =>
      losses.distillationLoss(z, { teacherLogits, labels }, { temperature, ...MIX }).total,
    floor: (given) => T2(given).map((soft) => MIX.softWeight * soft),
  },
  klDivergence: {
    call: (z, v, _, temperature) => losses.klDivergence(z, v, { temperature }),
    oracle: ({ z, v, temperature }) => klDivergenceOracle(v, z, temperature),
  },
  reverseKlDivergence: {
    call: (z, v, _, temperature) => losses.reverseKlDivergence(z, v, { temperature }),
    needsWholeTeacher: true,
  },
  jensenShannonDivergence: {
    call: (z, v, _, temperature) => losses.jensenShannonDivergence(z, v, { temperature }),
    oracle: ({ z, v, temperature }) => jensenShannonDivergenceOracle(z, v, temperature),
  },
  decoupledDistillation: {
    call: (z, teacherLogits, labels, temperature) =>
      losses.decoupledDistillation(z, { teacherLogits, labels }, { temperature, ...DECOUPLED }),
    oracle: ({ z, v, labels, temperature }) => decoupledDistillationOracle(z, v, labels, { temperature, ...DECOUPLED }),
  },
  normalisedDistillation: {
    call: (z, teacherLogits, labels, temperature) =>
      losses.normalisedDistillation(z, { teacherLogits, labels }, { temperature, nonTargetWeight: 1.5 }),
    oracle: ({ z, v, labels, temperature }) =>
      normalisedDistillationOracle(z, v, labels, { temperature, nonTargetWeight: 1.5 }),
  },
  correlationDistillation: {
    call: (z, v, _, temperature) =>
      losses.correlationDistillation(z, v, { temperature, interWeight: 1, intraWeight: 1 }),
    comparesRows: true,
    countsMasked: true,
  },
  "withStandardisedLogits (klDivergence)": {
    call: (z, v, _, temperature) =>
      losses.withStandardisedLogits(losses.klDivergence)(z, v, { temperature }) as tf.Tensor1D,
    countsMasked: true,
    needsWholeTeacher: true,
  },
  "logitMatching (centred)": {
    call: (z, v) => losses.logitMatching(z, v, { centred: true }),
    countsMasked: true,
    needsWholeTeacher: true,
  },
  logitMatching: {
    call: (z, v) => losses.logitMatching(z, v, { centred: false }),
    countsShifts: true,
    countsMasked: true,
    needsWholeTeacher: true,
  },
  hardCrossEntropy: { call: (z, _, labels) => losses.hardCrossEntropy(z, labels) },
  labelSmoothedCrossEntropy: {
    call: (z, _, labels) => losses.labelSmoothedCrossEntropy(z, labels, { smoothing: 0.1 }),
    countsMasked: true,
  },
  confidencePenalty: {
    call: (z, _, labels) => losses.confidencePenalty(z, labels, { entropyWeight: 0.1 }),
    floor: ({ z }) => z.map((row) => -0.1 * Math.log(row.length)),
  },
};

/** The right class by its name, and all others as the tail. */
function sparseCall(z: tf.Tensor2D, v: tf.Tensor2D, labels: tf.Tensor1D, temperature: number): tf.Tensor1D {
  const named = tf.cast(tf.oneHot(labels, v.shape[1]), "bool");
  const logits = tf.max(tf.where(named, v, -Infinity), 1, true) as tf.Tensor2D;
  const tailLogits = tf.logSumExp(tf.where(named, -Infinity, v), 1) as tf.Tensor1D;
  const indices = tf.expandDims<tf.Tensor2D>(labels, 1);
  return losses.sparseSoftTargetCrossEntropy(z, { indices, logits, tailLogits }, { temperature, tail: "class" });
}

/** Logits on a grid so coarse that float32 adds a shift to them without rounding. */
const cases: fc.Arbitrary<Case & { readonly scale: number }> = fc
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

describe.each(Object.entries(LOSSES))("%s", (_, loss) => {
  const bound =
    ({ labels, temperature }: Case) =>
    (z: tf.Tensor2D, v: tf.Tensor2D) =>
      loss.call(z, v, tf.tensor1d([...labels], "int32"), temperature);
  const lossOf = (given: Case) => valuesOf(() => bound(given)(tf.tensor2d(given.z), tf.tensor2d(given.v)));
  const gradientOf = (given: Case) => gradientsOf((z) => bound(given)(z, tf.tensor2d(given.v)), given.z)[0]!;
  /** What float32 may do to a value: a soft term is T² (1 + 2 scale / T) at most, a hard one 1 + 2 scale. */
  const slack = ({ temperature, scale }: { temperature: number; scale: number }) => ({
    rtol: 1e-5,
    atol: 2e-6 * (temperature ** 2 + temperature * scale + 1 + scale),
  });
  const itAlways = (title: string, property: (given: Case & { readonly scale: number }) => void, applies = true) => {
    if (applies) it(title, () => fc.assert(fc.property(cases, property), { ...FIXED, numRuns: 40 }));
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

  itAlways(
    "gives a batch the values of its rows",
    (given) => {
      const alone = given.z.flatMap((row, index) =>
        lossOf({ ...given, z: [row], v: [given.v[index]!], labels: [given.labels[index]!] }),
      );
      expect(lossOf(given)).toBeAllClose(alone, { rtol: 1e-5, atol: slack(given).atol });
    },
    !loss.comparesRows,
  );
});

it("has every loss of logits", () => {
  const others = /^(assert|attention|entropy|hint|relational|similarity|standardise|stop|temperature|weighted)/;
  const listed = new Set(Object.keys(LOSSES).map((name) => name.split(" ")[0]));
  const expected = Object.keys(losses).filter((name) => !others.test(name));
  expect([...listed].sort()).toEqual(expected.sort());
});
