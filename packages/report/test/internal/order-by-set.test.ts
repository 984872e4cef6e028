import { createRandom } from "@dark-knowledge/core";
import { describe, expect, test } from "vitest";
import { orderBySet } from "../../src/internal/order-by-set.ts";

describe("orderBySet(similarity, sets)", () => {
  test("puts sets side by side, and last what is in none", () => {
    const zeros = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]);
    const { order, blocks } = orderBySet(zeros, [
      [1, 4],
      [0, 3],
    ]);
    expect(order).toEqual([1, 4, 0, 3, 2]);
    expect(blocks).toEqual([
      { set: 0, rows: [0, 2], columns: [0, 2], isCore: true },
      { set: 1, rows: [2, 4], columns: [2, 4], isCore: true },
    ]);
  });

  test("puts a class of several sets where it is most like the others, and outlines it at the others too", () => {
    // Class 2 is in both sets: 0.1 with 0 and 1, 0.3 with 3.
    const similarity = [
      [1, 0, 0.05, 0],
      [0, 1, 0.05, 0],
      [0.05, 0.05, 1, 0.3],
      [0, 0, 0.3, 1],
    ];
    const { order, blocks } = orderBySet(similarity, [
      [0, 1, 2],
      [2, 3],
    ]);
    expect(order).toEqual([0, 1, 2, 3]);
    expect(blocks).toEqual([
      { set: 0, rows: [0, 2], columns: [0, 2], isCore: true },
      { set: 0, rows: [0, 2], columns: [2, 3], isCore: false },
      { set: 0, rows: [2, 3], columns: [0, 2], isCore: false },
      { set: 0, rows: [2, 3], columns: [2, 3], isCore: false },
      { set: 1, rows: [2, 4], columns: [2, 4], isCore: true },
    ]);
  });

  test("is a permutation, and the blocks of a set are the pairs of its classes, each once", () => {
    const random = createRandom(7);
    for (let round = 0; round < 50; round++) {
      const size = 2 + random.integer(12);
      const similarity = Array.from({ length: size }, () => Array.from({ length: size }, () => random.normal()));
      const sets = Array.from({ length: 1 + random.integer(4) }, () =>
        Array.from(random.permutation(size).subarray(0, 1 + random.integer(size))),
      );
      const { order, blocks } = orderBySet(similarity, sets);
      expect([...order].sort((a, b) => a - b)).toEqual(similarity.map((_, index) => index));
      sets.forEach((set, number) => {
        const pairs = blocks
          .filter((block) => block.set === number)
          .flatMap(({ rows, columns }) =>
            order.slice(...rows).flatMap((i) => order.slice(...columns).map((j) => `${i} ${j}`)),
          );
        expect(pairs.sort()).toEqual(set.flatMap((i) => set.map((j) => `${i} ${j}`)).sort());
      });
    }
  });
});
