import { combine } from "@dark-knowledge/combiner";
import { logSumExp, softmax } from "@dark-knowledge/core";
import { batches, createDataset, readCsv, readIdx, readNpy } from "@dark-knowledge/datasets";
import { ensembleLogProbs } from "@dark-knowledge/ensemble";
import { klDivergence, softTargetCrossEntropy } from "@dark-knowledge/losses";
import { dustbinLogits, specialistProbs } from "@dark-knowledge/specialists";
import { klDivergenceOracle, softTargetCrossEntropyOracle } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runs } from "../src/runs.ts";

const logit = fc.float({ min: -30, max: 30, noNaN: true });
const temperature = fc.double({ min: 0.25, max: 20, noNaN: true });

/** Rows of one length, of random size. */
const rowsOf = (number: fc.Arbitrary<number>, classes: number, least = 1) =>
  fc.array(fc.array(number, { minLength: classes, maxLength: classes }), { minLength: least, maxLength: 5 });
const pairs = fc.tuple(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 1, max: 5 })).chain(([classes, batch]) => {
  const rows = fc.array(fc.array(logit, { minLength: classes, maxLength: classes }), {
    minLength: batch,
    maxLength: batch,
  });
  return fc.record({ z: rows, v: rows, temperature });
});

describe("losses of random shapes equal float64 arithmetic:", () => {
  test.each([
    ["softTargetCrossEntropy", softTargetCrossEntropy, softTargetCrossEntropyOracle],
    // That of the teacher from the student: it comes first in the formula.
    ["klDivergence", klDivergence, (z: number[][], v: number[][], t: number) => klDivergenceOracle(v, z, t)],
  ] as const)("%s", (_, loss, oracle) => {
    const property = fc.property(pairs, ({ z, v, temperature }) => {
      const computed = tf.tidy(() => loss(tf.tensor2d(z), tf.tensor2d(v), { temperature }).dataSync());
      const expected = oracle(z, v, temperature);
      // Float32 sums of terms as large as T² · 60 / T.
      computed.forEach((value, row) => {
        expect(Math.abs(value - expected[row]!)).toBeLessThanOrEqual(
          1e-5 * (Math.abs(expected[row]!) + 60 * temperature),
        );
      });
    });
    fc.assert(property, runs(0.02));
  });
});

test("softmax of any length sums to 1, and its logarithms are the logits less their logSumExp", () => {
  const property = fc.property(
    fc.array(logit, { minLength: 1, maxLength: 300 }),
    temperature,
    (logits, temperature) => {
      const probs = softmax(logits, { temperature });
      expect(Math.abs(probs.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(1e-12);
      const normaliser = logSumExp(logits.map((one) => one / temperature));
      const [first] = probs;
      expect(first).toBeCloseTo(Math.exp(logits[0]! / temperature - normaliser), 12);
    },
  );
  fc.assert(property, runs(0.03));
});

test("a generalist's logits with a dustbin say of each own class what the generalist says", () => {
  const shapes = fc.integer({ min: 2, max: 20 }).chain((classCount) =>
    fc.record({
      rows: rowsOf(logit, classCount),
      classes: fc.shuffledSubarray([...Array(classCount).keys()], { minLength: 1, maxLength: classCount - 1 }),
    }),
  );
  const property = fc.property(shapes, ({ rows, classes }) => {
    const classCount = rows[0]!.length;
    const specialist = { classes, classCount };
    const logits = dustbinLogits(Float32Array.from(rows.flat()), specialist, { temperature: 1 });
    const probs = specialistProbs(logits, specialist, { oversampling: 1 });
    rows.forEach((row, index) => {
      const whole = softmax(row);
      classes.forEach((own, k) => {
        expect(probs[index * (classes.length + 1) + k]).toBeCloseTo(whole[own]!, 5);
      });
    });
  });
  fc.assert(property, runs(0.03));
});

test("what a combiner gives is a distribution, with a small gap", () => {
  const shapes = fc.integer({ min: 2, max: 12 }).chain((classes) =>
    fc.record({
      general: fc.array(logit, { minLength: classes, maxLength: classes }),
      sets: fc.array(fc.shuffledSubarray([...Array(classes).keys()], { minLength: 1, maxLength: classes - 1 }), {
        maxLength: 4,
      }),
      opinions: fc.array(logit, { minLength: 4 * (classes + 1), maxLength: 4 * (classes + 1) }),
    }),
  );
  const property = fc.property(shapes, ({ general, sets, opinions }) => {
    const specialists = sets.map((classes, m) => ({
      classes,
      probs: softmax(opinions.slice(m * (general.length + 1)).slice(0, classes.length + 1)),
    }));
    const { probs, gap, status } = combine(softmax(general), specialists);
    expect(Math.abs(probs.reduce((sum, p) => sum + p, 0) - 1)).toBeLessThan(1e-5);
    expect(status === "solved" ? gap : 0).toBeLessThan(1e-9);
  });
  fc.assert(property, runs(0.03));
});

test("an ensemble of equal members is that member", () => {
  const property = fc.property(pairs, fc.integer({ min: 1, max: 4 }), ({ z, temperature }, count) => {
    const logits = tf.tensor2d(z);
    for (const mean of ["arithmetic", "geometric"] as const) {
      const options = { mean, order: "soften-then-average", temperature } as const;
      const averaged = tf.tidy(() => ensembleLogProbs(Array(count).fill(logits), options).dataSync());
      z.flatMap((row) => [...softmax(row, { temperature })]).forEach((prob, at) => {
        expect(Math.exp(averaged[at]!)).toBeCloseTo(prob, 5);
      });
    }
    logits.dispose();
  });
  fc.assert(property, runs(0.01));
});

test("an epoch shows every example once, whatever the sizes", () => {
  const sizes = fc.record({
    count: fc.integer({ min: 0, max: 60 }),
    batchSize: fc.integer({ min: 1, max: 70 }),
    seed: fc.maxSafeNat(),
    epoch: fc.nat(1000),
  });
  const property = fc.property(sizes, ({ count, ...options }) => {
    const features = new Uint8Array(2 * count);
    const dataset = createDataset({ features, exampleShape: [2], labels: new Int32Array(count), classNames: ["a"] });
    const ids = Array.from(batches(dataset, options)).flatMap((batch) => [...batch.ids]);
    expect(ids.sort((a, b) => a - b)).toEqual([...Array(count).keys()]);
  });
  fc.assert(property, runs(0.03));
});

test("arrays and tables of random shapes come back from their files", () => {
  const shape = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });
  const cell = fc.string({ maxLength: 6, unit: fc.constantFrom("a", '"', ",", ";", "\n", " ", "é", "1") });
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((columns) => rowsOf(cell as never, columns) as fc.Arbitrary<never>);
  const property = fc.property(shape, table, (shape, rows: readonly (readonly string[])[]) => {
    const data = Uint8Array.from({ length: shape.reduce((size, one) => size * one, 1) }, (_, index) => index % 256);
    const idx = Uint8Array.of(0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, 0, size]), ...data);
    expect(readIdx(idx)).toEqual({ shape, data });
    const header = new TextEncoder().encode(
      `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(", ")},), }\n`,
    );
    const npy = Uint8Array.of(0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, header.length, 0, ...header, ...data);
    expect(readNpy(npy)).toEqual({ shape, values: data });
    const names = rows[0]!.map((_, index) => `c${index}`);
    const csv = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")).join("\n");
    const { columns } = readCsv(csv, { header: names, delimiter: "," });
    expect(rows.map((_, row) => names.map((_, column) => columns[column]![row]))).toEqual(rows);
  });
  fc.assert(property, runs(0.04));
});
