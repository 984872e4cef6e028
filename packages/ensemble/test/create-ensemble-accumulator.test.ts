import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createEnsemble, createEnsembleAccumulator, type EnsembleMean, type EnsembleOrder } from "../src/index.ts";

const SIZES = { members: 2, rows: 1, classes: 3 };
const OPTIONS = { mean: "arithmetic", order: "soften-then-average", temperature: 2 } as const;

function accumulate(memberLogits: readonly (readonly number[][])[], options: Parameters<typeof createEnsemble>[1]) {
  const [rows, classes] = [memberLogits[0]!.length, memberLogits[0]![0]!.length];
  const accumulator = createEnsembleAccumulator({ ...options, members: memberLogits.length, rows, classes });
  for (const logits of memberLogits) accumulator.add(logits.flat());
  return accumulator.logits();
}

const probs = (logits: Float32Array, temperature: number) => {
  const powers = Array.from(logits, (logit) => Math.exp(logit / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};

describe("createEnsembleAccumulator(options)", () => {
  it("takes the means as worked by hand", () => {
    // At T = 1: (½, ½) and (¼, ¾): arithmetic (3/8, 5/8); geometric √(1/8) : √(3/8) = 1 : √3.
    const members = [[[0, 0]], [[0, Math.log(3)]]];
    const at = { order: "soften-then-average", temperature: 1 } as const;
    expect(probs(accumulate(members, { mean: "arithmetic", ...at }), 1)).toBeAllClose([3 / 8, 5 / 8]);
    const geometric = [1 / (1 + Math.sqrt(3)), Math.sqrt(3) / (1 + Math.sqrt(3))];
    expect(probs(accumulate(members, { mean: "geometric", ...at }), 1)).toBeAllClose(geometric);
    // Averaged first, then softened at T = 2: √3 : √5.
    const softened = probs(
      accumulate(members, { mean: "arithmetic", order: "average-then-soften", temperature: 2 }),
      2,
    );
    expect(softened).toBeAllClose([Math.sqrt(3), Math.sqrt(5)].map((root) => root / (Math.sqrt(3) + Math.sqrt(5))));
  });

  it("gives what createEnsemble gives, for random members, weights, means, orders and temperatures", () => {
    const logit = fc.double({ min: -50, max: 50, noNaN: true });
    const row = fc.array(logit, { minLength: 4, maxLength: 4 });
    const member = fc.array(row, { minLength: 2, maxLength: 2 });
    const options = fc.record({
      mean: fc.constantFrom<EnsembleMean>("arithmetic", "geometric"),
      order: fc.constantFrom<EnsembleOrder>("soften-then-average", "average-then-soften"),
      temperature: fc.constantFrom(0.1, 1, 4, 100),
      weights: fc.array(fc.double({ min: 0.1, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(member, { minLength: 3, maxLength: 3 }), options, (members, given) => {
        const expected = tf.tidy(() => {
          const functions = members.map((logits) => () => tf.tensor2d(logits));
          return createEnsemble(functions, given)(tf.zeros([2, 1])).dataSync();
        });
        expect(accumulate(members, given)).toBeAllClose(expected, { rtol: 1e-4, atol: 1e-4 * given.temperature });
      }),
      { seed: 20150309, numRuns: 60 },
    );
  });

  it("keeps a class ruled out that all members rule out, and leaves out a member of weight 0", () => {
    for (const mean of ["arithmetic", "geometric"] as const) {
      const logits = accumulate([[[1, -Infinity, 0]], [[0, -Infinity, 1]]], { ...OPTIONS, mean });
      expect(logits[1]).toBe(-Infinity);
      expect(Number.isFinite(logits[0]!)).toBe(true);
    }
    const alone = accumulate([[[3, 1, 0]]], OPTIONS);
    expect(accumulate([[[0, 0, 9]], [[3, 1, 0]]], { ...OPTIONS, weights: [0, 2] })).toEqual(alone);
  });

  it("is finite for logits of ±1e4 and temperatures from 1e-3 to 1e3", () => {
    for (const temperature of [1e-3, 1e3]) {
      for (const mean of ["arithmetic", "geometric"] as const) {
        const logits = accumulate([[[1e4, -1e4, 0]], [[-1e4, 1e4, 0]]], { ...OPTIONS, mean, temperature });
        expect(logits.every(Number.isFinite)).toBe(true);
      }
    }
  });

  it.each([
    [{ members: 0 }, "createEnsembleAccumulator: members must be an integer, at least 1, got 0"],
    [{ rows: -1 }, "createEnsembleAccumulator: rows must be an integer, at least 0, got -1"],
    [{ classes: 0.5 }, "createEnsembleAccumulator: classes must be an integer, at least 1, got 0.5"],
    [{ mean: "mode" as never }, 'createEnsembleAccumulator: mean must be one of "arithmetic", "geometric", got "mode"'],
  ])("refuses %j", (changes, text) => {
    expect(() => createEnsembleAccumulator({ ...SIZES, ...OPTIONS, ...changes })).toThrow(text);
  });

  it("refuses logits of another size, too many members, and too few", () => {
    const accumulator = createEnsembleAccumulator({ ...SIZES, ...OPTIONS });
    expect(() => accumulator.add([1, 2])).toThrow(
      "createEnsembleAccumulator: memberLogits must have length 3 (1 rows of 3 classes), got 2",
    );
    accumulator.add([1, 2, 3]);
    expect(() => accumulator.logits()).toThrow(
      "createEnsembleAccumulator: members must all have been added (2), got 1",
    );
    accumulator.add([1, 2, 3]);
    expect(() => accumulator.add([1, 2, 3])).toThrow(
      "createEnsembleAccumulator: memberLogits must be of one of the 2 members, got 3",
    );
  });
});
