import { expectGradient, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EnsembleOptions, ensembleLogProbs } from "../src/index.ts";
import { meanProbs } from "./oracle.ts";

const KINDS = (["arithmetic", "geometric"] as const).flatMap((mean) =>
  (["soften-then-average", "average-then-soften"] as const).map((order) => ({ mean, order })),
);

function probsOf(members: readonly Rows[], options: EnsembleOptions): number[][] {
  return tf.tidy(
    () =>
      tf
        .exp(
          ensembleLogProbs(
            members.map((rows) => tf.tensor2d(rows)),
            options,
          ),
        )
        .arraySync() as number[][],
  );
}

const ensembles = fc
  .record({
    members: fc.integer({ min: 1, max: 4 }),
    rows: fc.integer({ min: 1, max: 3 }),
    classes: fc.integer({ min: 2, max: 6 }),
  })
  .chain(({ members, rows, classes }) => {
    const array = <T>(one: fc.Arbitrary<T>, length: number) => fc.array(one, { minLength: length, maxLength: length });
    return fc.record({
      logits: array(array(array(fc.double({ min: -20, max: 20, noNaN: true }), classes), rows), members),
      weights: array(fc.double({ min: 0.1, max: 5, noNaN: true }), members),
    });
  });

describe.each(KINDS)("ensembleLogProbs(members, %j)", (kind) => {
  it("agrees with the definition in float64, for any weights and temperatures", () => {
    fc.assert(
      fc.property(ensembles, fc.constantFrom(0.5, 1, 3, 20), ({ logits, weights }, temperature) => {
        const rounded = logits.map((rows) => rows.map((row) => row.map(Math.fround)));
        const probs = probsOf(rounded, { ...kind, temperature, weights });
        probs.forEach((row, index) => {
          const expected = meanProbs(
            rounded.map((rows) => rows[index]!),
            weights,
            { ...kind, temperature },
          );
          expect(row).toBeAllClose(expected, { rtol: 2e-5, atol: 1e-6 });
        });
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it("has the exact gradient for each member's logits", () => {
    const [first, second] = [wavy(3, 4, 1), wavy(3, 4, 2)];
    const options = { ...kind, temperature: 2, weights: [1, 3] };
    const picked = (a: tf.Tensor2D, b: tf.Tensor2D) =>
      tf.sum(tf.mul(ensembleLogProbs([a, b], options), tf.tensor1d([1, 2, 3, 4])), 1);
    expectGradient(picked, [first, second], {
      oracle: (a, b) =>
        a!.map((row, index) =>
          meanProbs([row, b![index]!], [1, 3], options).reduce((sum, p, c) => sum + (c + 1) * Math.log(p), 0),
        ),
    });
  });

  it("is the member's own distribution for one member, or for equal ones", () => {
    const rows = wavy(2, 5, 3);
    const own = probsOf([rows], { ...kind, temperature: 3 });
    expect(own[0]).toBeAllClose(
      meanProbs([rows[0]!], [1], { mean: "arithmetic", order: "soften-then-average", temperature: 3 }),
    );
    probsOf([rows, rows, rows], { ...kind, temperature: 3 }).forEach((row, index) => {
      expect(row).toBeAllClose(own[index]!, { rtol: 1e-5 });
    });
  });

  it("does not mind which constant a member adds to its logits, nor the order of the members", () => {
    const [a, b] = [wavy(2, 4, 4), wavy(2, 4, 5)];
    const moved = b.map((row) => row.map((z) => z + 7));
    const options = { ...kind, temperature: 2 };
    expect(probsOf([a, moved], options)[1]).toBeAllClose(probsOf([b, a], options)[1]!, { rtol: 1e-5 });
  });

  it("keeps a class ruled out that every member rules out, and leaves out a member of weight 0", () => {
    const masked = [[1, Number.NEGATIVE_INFINITY, 2]];
    const [row] = probsOf([masked, [[0, Number.NEGATIVE_INFINITY, 0]]], { ...kind, temperature: 2 });
    expect(row![1]).toBe(0);
    expect(row![0]! + row![2]!).toBeCloseTo(1, 6);
    const withIdle = probsOf([masked, [[Number.NaN, 0, 0]]], { ...kind, temperature: 2, weights: [1, 0] });
    expect(withIdle).toEqual(probsOf([masked], { ...kind, temperature: 2 }));
  });

  it.each([1e-3, 1e3])("stays a distribution for logits of ±1e4 at T = %d", (temperature) => {
    const [row] = probsOf([[[1e4, -1e4, 0]], [[-1e4, 1e4, 9999]]], { ...kind, temperature });
    expect(row!.every((p) => p >= 0 && p <= 1)).toBe(true);
    expect(row!.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  });
});

describe("ensembleLogProbs", () => {
  it("works by hand: means of (½, ½) and (9/10, 1/10)", () => {
    const members = [[[0, 0]], [[Math.log(9), 0]]];
    const at = (
      mean: "arithmetic" | "geometric",
      order: "soften-then-average" | "average-then-soften",
      temperature = 1,
    ) => probsOf(members, { mean, order, temperature })[0]![0];
    expect(at("arithmetic", "soften-then-average")).toBeCloseTo(0.7, 6);
    // √(½·0.9) : √(½·0.1) = 3 : 1
    expect(at("geometric", "soften-then-average")).toBeCloseTo(0.75, 6);
    // At T = 2 the second is (3, 1)/4: mean (½ + ¾)/2. Averaged first: √0.7 : √0.3.
    expect(at("arithmetic", "soften-then-average", 2)).toBeCloseTo(0.625, 6);
    expect(at("arithmetic", "average-then-soften", 2)).toBeCloseTo(
      Math.sqrt(0.7) / (Math.sqrt(0.7) + Math.sqrt(0.3)),
      6,
    );
  });

  it("has no order for the geometric mean", () => {
    const members = [wavy(3, 4, 6), wavy(3, 4, 7)];
    const [one, other] = KINDS.filter(({ mean }) => mean === "geometric").map((kind) =>
      probsOf(members, { ...kind, temperature: 5 }),
    );
    expect(one![2]).toBeAllClose(other![2]!, { rtol: 1e-5 });
  });

  it("makes one tensor and leaves its arguments as they were", () => {
    const members = [tf.tensor2d(wavy(2, 3, 8)), tf.tensor2d(wavy(2, 3, 9))];
    const before = members.map((member) => member.arraySync());
    const options = { mean: "arithmetic", order: "average-then-soften", temperature: 2 } as const;
    expect(() => ensembleLogProbs(members, options)).toAllocate(1);
    expect(members.map((member) => member.arraySync())).toEqual(before);
    tf.dispose(members);
  });

  it.each([
    [[], {}, /^ensembleLogProbs: memberLogits must hold the logits of at least one member, got /],
    [
      [
        [2, 3],
        [2, 4],
      ],
      {},
      "ensembleLogProbs: memberLogits[1] must have shape [2, 3] (as memberLogits[0]), got [2, 4]",
    ],
    [[[3]], {}, "ensembleLogProbs: memberLogits[0] must have shape [batch, classes], got [3]"],
    [[[1, 2]], { mean: undefined }, /^ensembleLogProbs: mean must be .*"arithmetic".*"geometric"/],
    [[[1, 2]], { order: "first" }, /^ensembleLogProbs: order must be .*"soften-then-average".*"average-then-soften"/],
    [[[1, 2]], { temperature: 0 }, /^ensembleLogProbs: temperature must be .*, got 0$/],
    [[[1, 2]], { weights: [1, 1] }, "ensembleLogProbs: weights must hold one number for each of the 1 members, got 2"],
    [[[1, 2]], { weights: [-1] }, /^ensembleLogProbs: weights\[0\] must be .*, got -1$/],
    [[[1, 2]], { weights: [0] }, /^ensembleLogProbs: weights must not all be 0, got /],
  ])("refuses members %j with %j", (shapes, change, message) => {
    const members = shapes.map((shape) => tf.zeros(shape as [number, number])) as tf.Tensor2D[];
    const options = { mean: "arithmetic", order: "soften-then-average", temperature: 1, ...change } as EnsembleOptions;
    expect(() => ensembleLogProbs(members, options)).toThrow(message);
    tf.dispose(members);
  });
});

function wavy(rows: number, columns: number, salt: number): Rows {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => 2 * Math.sin((i * columns + j) * 12.9898 + salt * 78.233)),
  );
}
