import { createMatrix } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { withDeltas } from "../src/index.ts";
import { rowsOf, someFeatures } from "./some-features.ts";

/** The slope of the least-squares line through the points, from means and products. */
function slopeOf(values: readonly number[]): number {
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const times = values.map((_, index) => index);
  const [middle, height] = [mean(times), mean(values)];
  return (
    mean(values.map((value, time) => (time - middle) * (value - height))) /
    mean(times.map((time) => (time - middle) ** 2))
  );
}

test.each([1, 2, 3])("withDeltas(features) appends the slopes of regression lines, span %i", (span) => {
  const features = someFeatures(9, 3, span);
  const rows = rowsOf(features);
  const slopes = (list: number[][]) =>
    list.map((row, at) =>
      row.map((_, column) =>
        slopeOf(
          Array.from({ length: 2 * span + 1 }, (_, n) => list[Math.min(Math.max(at + n - span, 0), 8)]![column]!),
        ),
      ),
    );
  const first = slopes(rows);
  const second = slopes(first);
  expect(rowsOf(withDeltas(features, { span }))).toBeAllClose(
    rows.map((row, at) => [...row, ...first[at]!, ...second[at]!]),
    { rtol: 1e-4, atol: 1e-6 },
  );
});

test("withDeltas(features) of a line has its slope in the middle, and no acceleration", () => {
  const features = createMatrix(
    9,
    1,
    Float32Array.from({ length: 9 }, (_, time) => 3 * time),
  );
  expect(rowsOf(withDeltas(features))[4]).toBeAllClose([12, 3, 0]);
});

test("withDeltas(features, { order: 0 }) is a copy; no frames stay none", () => {
  const features = someFeatures(2, 3, 1);
  const copy = withDeltas(features, { order: 0 });
  expect(copy).toEqual(features);
  expect(copy.data).not.toBe(features.data);
  expect(withDeltas(createMatrix(0, 3, new Float32Array()))).toMatchObject({ rows: 0, columns: 9 });
});
