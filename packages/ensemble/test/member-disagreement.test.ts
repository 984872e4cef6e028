import { expectGradient, type Rows } from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { memberDisagreement } from "../src/index.ts";
import { softmax } from "./oracle.ts";

const entropy = (probs: readonly number[]) => probs.reduce((sum, p) => sum - (p > 0 ? p * Math.log(p) : 0), 0);

/** H(mean) − mean H, the other way of writing it. */
function oracle(members: readonly Rows[], weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return members[0]!.map((_, row) => {
    const probs = members.map((rows) => softmax(rows[row]!));
    const mean = probs[0]!.map((_, c) => probs.reduce((sum, one, m) => sum + (weights[m]! / total) * one[c]!, 0));
    return probs.reduce((rest, one, m) => rest - (weights[m]! / total) * entropy(one), entropy(mean));
  });
}

const A = [
  [1, 2, -1],
  [0, 0, 0],
];
const B = [
  [-2, 1, 0.5],
  [3, 0, 0],
];

function disagreement(members: readonly Rows[], weights?: readonly number[]): number[] {
  return tf.tidy(() => [
    ...memberDisagreement(
      members.map((rows) => tf.tensor2d(rows)),
      weights ? { weights } : {},
    ).dataSync(),
  ]);
}

describe("memberDisagreement(members)", () => {
  it.each([
    [1, 1],
    [1, 5],
  ])("is the mutual information, weights %d and %d", (...weights) => {
    expect(disagreement([A, B], weights)).toBeAllClose(oracle([A, B], weights), { rtol: 1e-4, atol: 1e-6 });
    expectGradient((a, b) => memberDisagreement([a, b], { weights }), [A, B], {
      oracle: (a, b) => oracle([a!, b!], weights),
    });
  });

  it("is 0 for equal members, and log M for M that are certain of different classes", () => {
    expect(disagreement([A, A, A])).toBeAllClose([0, 0], { atol: 1e-6 });
    const certain = [0, 1, 2].map((c) => [[0, 1, 2].map((k) => (k === c ? 0 : Number.NEGATIVE_INFINITY))]);
    expect(disagreement(certain)).toBeAllClose([Math.log(3)]);
  });

  it("never exceeds the entropy of the weights, and leaves out members of weight 0", () => {
    expect(disagreement([A, B])[1]).toBeLessThanOrEqual(Math.log(2));
    expect(disagreement([A, B, A.map((row) => row.map(() => Number.NaN))], [1, 1, 0])).toEqual(disagreement([A, B]));
  });

  it("makes one tensor, and refuses members that differ in shape", () => {
    const members = [tf.tensor2d(A), tf.tensor2d(B)];
    expect(() => memberDisagreement(members)).toAllocate(1);
    const other = tf.zeros([2, 4]) as tf.Tensor2D;
    expect(() => memberDisagreement([members[0]!, other])).toThrow(
      "memberDisagreement: memberLogits[1] must have shape [2, 3] (as memberLogits[0]), got [2, 4]",
    );
    tf.dispose([...members, other]);
  });
});
