import { createRandom } from "@dark-knowledge/core";
import { describe, expect, test } from "vitest";
import { packLists } from "../../src/internal/pack-lists.ts";

/** The three parts of packed lists. */
function partsOf(packed: Uint8Array, lists: number) {
  const starts = new Int32Array(packed.buffer, 0, lists + 1);
  const total = starts[lists]!;
  return {
    starts: [...starts],
    weights: [...new Float32Array(packed.buffer, 4 * (lists + 1), total)],
    places: [...new Uint16Array(packed.buffer, 4 * (lists + 1) + 4 * total, total)],
  };
}

describe("packLists(values, columns, { axis, multiple })", () => {
  // [[0, 5, 0], [0, 0, 0], [7, −0, 9], [0, 4, 0]]
  const matrix = Float32Array.of(0, 5, 0, 0, 0, 0, 7, -0, 9, 0, 4, 0);

  test("by hand: the rows", () => {
    expect(partsOf(packLists(matrix, 3, { axis: "rows", multiple: 1 }), 4)).toEqual({
      starts: [0, 1, 1, 3, 4],
      weights: [5, 7, 9, 4],
      places: [1, 0, 2, 1],
    });
  });

  test("by hand: the columns, filled up with zeros at the place behind the last", () => {
    expect(partsOf(packLists(matrix, 3, { axis: "columns", multiple: 2 }), 3)).toEqual({
      starts: [0, 2, 4, 6],
      weights: [7, 0, 5, 4, 9, 0],
      places: [2, 4, 0, 3, 2, 4],
    });
  });

  test("holds every weight once, and a matrix of zeros has empty lists", () => {
    const random = createRandom(3);
    for (let round = 0; round < 20; round++) {
      const [rows, columns] = [1 + Math.floor(30 * random.uniform()), 1 + Math.floor(30 * random.uniform())];
      const share = random.uniform();
      const values = Float32Array.from({ length: rows * columns }, () =>
        random.uniform() < share ? random.normal() : 0,
      );
      for (const axis of ["rows", "columns"] as const) {
        const lists = axis === "rows" ? rows : columns;
        const { starts, weights, places } = partsOf(packLists(values, columns, { axis, multiple: 4 }), lists);
        const rebuilt = new Float32Array(rows * columns);
        starts.slice(1).forEach((end, list) => {
          expect(end % 4).toBe(0);
          for (let at = starts[list]!; at < end; at++) {
            if (weights[at] === 0) expect(places[at]).toBe(axis === "rows" ? columns : rows);
            else rebuilt[axis === "rows" ? list * columns + places[at]! : places[at]! * columns + list] = weights[at]!;
          }
        });
        expect(rebuilt).toEqual(values);
      }
    }
    expect(partsOf(packLists(new Float32Array(6), 3, { axis: "rows", multiple: 4 }), 2)).toEqual({
      starts: [0, 0, 0],
      weights: [],
      places: [],
    });
  });
});
