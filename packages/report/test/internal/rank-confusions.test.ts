import { describe, expect, it } from "vitest";
import type { ConfusionMatrix } from "../../src/index.ts";
import { rankConfusions } from "../../src/internal/rank-confusions.ts";
import { sumConfusion } from "../../src/internal/sum-confusion.ts";

const baseline: ConfusionMatrix = {
  ...{ mark: "baseline", label: "plain" },
  confusions: [
    [
      [8, 2, 0],
      [1, 9, 0],
      [0, 0, 5],
    ],
    [
      [6, 1, 3],
      [0, 9, 1],
      [0, 0, 5],
    ],
  ],
};
const student: ConfusionMatrix = {
  ...{ mark: "student", label: "kd" },
  confusions: [
    [
      [9, 0, 1],
      [0, 10, 0],
      [0, 0, 5],
    ],
  ],
};
const teacher: ConfusionMatrix = {
  ...{ mark: "teacher", label: "big" },
  confusions: [
    [
      [10, 0, 0],
      [0, 9, 1],
      [2, 0, 3],
    ],
  ],
};

describe("sumConfusion(confusions)", () => {
  it("adds up the seeds and gives the share of the true class, without empty cells", () => {
    expect(sumConfusion(baseline.confusions)).toEqual([
      { trueClass: 0, predictedClass: 0, count: 14, share: 0.7 },
      { trueClass: 0, predictedClass: 1, count: 3, share: 0.15 },
      { trueClass: 0, predictedClass: 2, count: 3, share: 0.15 },
      { trueClass: 1, predictedClass: 0, count: 1, share: 0.05 },
      { trueClass: 1, predictedClass: 1, count: 18, share: 0.9 },
      { trueClass: 1, predictedClass: 2, count: 1, share: 0.05 },
      { trueClass: 2, predictedClass: 2, count: 10, share: 1 },
    ]);
  });
});

describe("rankConfusions(matrices, limit)", () => {
  it("ranks by the errors per seed of both students", () => {
    // 0 → 2: 3/2 + 1; 0 → 1: 3/2; 1 → 0 and 1 → 2: 1/2 each, in the order of the classes. The teacher's 2 → 0 is no student's.
    expect(rankConfusions([baseline, student, teacher], 9)).toEqual([
      { trueClass: 0, predictedClass: 2, counts: [1.5, 1, 0] },
      { trueClass: 0, predictedClass: 1, counts: [1.5, 0, 0] },
      { trueClass: 1, predictedClass: 0, counts: [0.5, 0, 0] },
      { trueClass: 1, predictedClass: 2, counts: [0.5, 0, 1] },
    ]);
  });

  it("stops at the limit", () => {
    expect(rankConfusions([baseline, student], 1)).toHaveLength(1);
  });

  it("ranks a teacher's errors where there is no student", () => {
    expect(rankConfusions([teacher], 9).map(({ trueClass }) => trueClass)).toEqual([2, 1]);
  });
});
