import { createMatrix, createRandom } from "@dark-knowledge/core";
import { describe, expect, test } from "vitest";
import { bestClassShift, evaluateLogits } from "../src/index.ts";

const shifted = (data: Float32Array, columns: number, classes: readonly number[], shift: number) =>
  createMatrix(
    data.length / columns,
    columns,
    Float64Array.from(data, (logit, index) => (classes.includes(index % columns) ? logit + shift : logit)),
  );

describe("bestClassShift(logits, labels, classes)", () => {
  test("takes the middle of the range in which nothing is wrong, by hand", () => {
    const logits = createMatrix(2, 2, Float32Array.of(5, 0, 2, 0));
    expect(bestClassShift(logits, Int32Array.of(0, 1), [1])).toEqual({ shift: 3.5, errors: 0 });
    expect(bestClassShift(logits, Int32Array.of(1, 0), [1])).toEqual({ shift: 0, errors: 1 });
  });

  test("stays at 0 where that is as good as any", () => {
    const logits = createMatrix(2, 3, Float32Array.of(5, 0, 0, 3, 0, 1));
    expect(bestClassShift(logits, Int32Array.of(0, 0), [1])).toEqual({ shift: 0, errors: 0 });
    expect(bestClassShift(logits, Int32Array.of(2, 1), [2])).toEqual({ shift: 6, errors: 1 });
  });

  test("leaves as many errors as it says, and no shift of a fine grid leaves fewer", () => {
    const random = createRandom(7);
    for (let round = 0; round < 50; round++) {
      const columns = 2 + random.integer(5);
      const rows = 1 + random.integer(40);
      const data = Float32Array.from({ length: rows * columns }, () => 3 * random.normal());
      const labels = Int32Array.from({ length: rows }, () => random.integer(columns));
      const classes = Array.from({ length: 1 + random.integer(columns - 1) }, (_, index) => index);
      const errorsAt = (shift: number) => evaluateLogits(shifted(data, columns, classes, shift), labels).errors;
      const { shift, errors } = bestClassShift(createMatrix(rows, columns, data), labels, classes);
      expect(errorsAt(shift)).toBe(errors);
      for (let other = -20; other <= 20; other += 0.1501) expect(errorsAt(other)).toBeGreaterThanOrEqual(errors);
    }
  });

  test("names what is wrong", () => {
    const logits = createMatrix(2, 2, new Float32Array(4));
    const call = (labels: number[], classes: number[], given = logits) =>
      expect(() => bestClassShift(given, Int32Array.from(labels), classes));
    call([0], [0]).toThrow("bestClassShift: labels must have length 2 (as logits has rows), got 1");
    call([0, 2], [0]).toThrow("bestClassShift: labels must be from 0 to 1, got 2 at position 1");
    call([0, 1], []).toThrow("bestClassShift: classes must name from 1 to 1 of the 2 classes, got 0");
    call([0, 1], [0, 1]).toThrow("bestClassShift: classes must name from 1 to 1 of the 2 classes, got 2");
    call([0, 1], [-1]).toThrow("bestClassShift: classes[0] must be an integer, at least 0 and below 2, got -1");
    call([0, 1], [0], createMatrix(2, 2, Float32Array.of(0, 0, Infinity, 0))).toThrow(
      "bestClassShift: logits must be finite, got Infinity in row 1",
    );
  });
});
