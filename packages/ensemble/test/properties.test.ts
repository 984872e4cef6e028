import type { Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createEnsembleAccumulator,
  type EnsembleMean,
  type EnsembleOptions,
  type EnsembleOrder,
  ensembleLogProbs,
  memberDisagreement,
} from "../src/index.ts";
import { meanProbs } from "./oracle.ts";

interface Case {
  /** `[members][rows][classes]`; class 0 is never ruled out. */
  readonly members: readonly Rows[];
  readonly options: EnsembleOptions & { readonly weights: readonly number[] };
}

/** Every shape, spread up to ±1e4, temperatures from 1e-3 to 1e3, weights of 0, and classes that some or all rule out. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    count: fc.integer({ min: 1, max: 4 }),
    rows: fc.integer({ min: 1, max: 3 }),
    classes: fc.integer({ min: 2, max: 6 }),
    scale: fc.constantFrom(0.01, 1, 100, 1e4),
  })
  .chain(({ count, rows, classes, scale }) => {
    const array = <T>(one: fc.Arbitrary<T>, length: number) => fc.array(one, { minLength: length, maxLength: length });
    const finite = fc.integer({ min: -1000, max: 1000 }).map((step) => Math.fround((step / 1000) * scale));
    const maybe = fc.oneof({ weight: 5, arbitrary: finite }, { weight: 1, arbitrary: fc.constant(-Infinity) });
    const row = fc.tuple(finite, array(maybe, classes - 1)).map(([first, others]) => [first, ...others]);
    return fc.record({
      members: array(array(row, rows), count),
      options: fc.record({
        mean: fc.constantFrom<EnsembleMean>("arithmetic", "geometric"),
        order: fc.constantFrom<EnsembleOrder>("soften-then-average", "average-then-soften"),
        temperature: fc.constantFrom(1e-3, 0.1, 1, 4, 1e3),
        weights: array(fc.constantFrom<number>(0, 0.5, 1, 3), count).map((weights) => weights.with(0, 2)),
      }),
    });
  });

const check = (property: (given: Case) => void) =>
  fc.assert(fc.property(cases, property), { seed: 20150309, numRuns: 100 });

function logProbsOf({ members, options }: Case): Rows {
  return tf.tidy(() => {
    const tensors = members.map((rows) => tf.tensor2d(rows));
    return ensembleLogProbs(tensors, options).arraySync() as Rows;
  });
}

const probsOf = (given: Case) => logProbsOf(given).map((row) => row.map(Math.exp));

describe("ensembleLogProbs, for any members and options", () => {
  it("gives distributions that rule out what all members, or for the geometric mean one member, rule out", () => {
    check((given) => {
      const counted = given.members.filter((_, index) => given.options.weights[index]! > 0);
      logProbsOf(given).forEach((logProbs, row) => {
        expect(logProbs.some(Number.isNaN)).toBe(false);
        expect(logProbs.reduce((sum, one) => sum + Math.exp(one), 0)).toBeCloseTo(1, 4);
        logProbs.forEach((logProb, column) => {
          const ruledOut = counted.map((rows) => rows[row]![column] === -Infinity);
          const byMean = given.options.mean === "geometric" ? ruledOut.some(Boolean) : ruledOut.every(Boolean);
          if (byMean) expect(logProb).toBe(-Infinity);
          else expect(logProb).toBeGreaterThan(-Infinity);
        });
      });
    });
  });

  it("agrees with the definition in float64", () => {
    check((given) => {
      const { members, options } = given;
      probsOf(given).forEach((row, index) => {
        const ofMembers = members.map((rows) => rows[index]!);
        // Beyond, the oracle's plain exponentials come to 0; the accumulator below goes on in float64 logarithms.
        const largest = Math.max(...ofMembers.flat().filter(Number.isFinite).map(Math.abs));
        fc.pre(options.temperature >= 0.1 && largest / Math.min(1, options.temperature) < 300);
        expect(row).toBeAllClose(meanProbs(ofMembers, [...options.weights], options), { rtol: 2e-4, atol: 1e-6 });
      });
    });
  });

  it("moves with the classes, and not with the members", () => {
    check((given) => {
      const { members, options } = given;
      const classes = { ...given, members: members.map((rows) => rows.map((row) => row.toReversed())) };
      const order = { members: members.toReversed(), options: { ...options, weights: options.weights.toReversed() } };
      const probs = probsOf(given).flat();
      expect(probsOf(classes).flatMap((row) => row.toReversed())).toBeAllClose(probs, { rtol: 1e-4, atol: 1e-5 });
      expect(probsOf(order).flat()).toBeAllClose(probs, { rtol: 1e-3, atol: 1e-4 });
    });
  });

  it("gives a batch the values of its rows, and what the accumulator gives", () => {
    check((given) => {
      const { members, options } = given;
      const [rows, classes] = [members[0]!.length, members[0]![0]!.length];
      const together = logProbsOf(given);
      const alone = together.flatMap((_, index) =>
        logProbsOf({ ...given, members: members.map((all) => [all[index]!]) }),
      );
      // Some backends sum a batch in another order than a row: a few roundings of the largest logit over the temperature.
      const largest = Math.max(...members.flat(2).filter(Number.isFinite).map(Math.abs)) / options.temperature;
      expect(together.flat()).toBeAllClose(alone.flat(), { rtol: 1e-6, atol: 1e-6 + 2 ** -22 * largest });
      const accumulator = createEnsembleAccumulator({ ...options, members: members.length, rows, classes });
      for (const member of members) accumulator.add(member.flat());
      const expected = Array.from(accumulator.logits(), (logit) => logit / options.temperature);
      expect(together.flat()).toBeAllClose(expected, { rtol: 1e-4, atol: 1e-4 });
    });
  });
});

describe("memberDisagreement, for any members", () => {
  it("is finite, at least 0, and at most the entropy of the weights", () => {
    check(({ members, options: { weights } }) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const most = weights.reduce((sum, w) => (w > 0 ? sum - (w / total) * Math.log(w / total) : sum), 0);
      const values = tf.tidy(() => [
        ...memberDisagreement(
          members.map((rows) => tf.tensor2d(rows)),
          { weights },
        ).dataSync(),
      ]);
      for (const value of values) {
        expect(value).toBeGreaterThanOrEqual(-1e-6);
        expect(value).toBeLessThanOrEqual(most + 1e-5);
      }
    });
  });
});
