import { expect, test } from "vitest";
import { colour, createDataset } from "../src/index.ts";
import { images, valuesOf } from "./some-images.ts";

test("colour keeps levels within black and white, and what it does not name as it is", () => {
  const strong = colour({ brightness: 1, contrast: 1, saturation: 1 });
  const shown = valuesOf(images, [...images.rows], 4, { augment: [strong] });
  expect(Math.min(...shown)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...shown)).toBeLessThanOrEqual(1);
  const floats = createDataset({ columns: { x: { values: Float32Array.from(shown), shape: [6, 5, 3] } } });
  expect(Math.max(...valuesOf(floats, [...floats.rows], 4, { augment: [strong] }))).toBeLessThanOrEqual(1);
  const stored = valuesOf(images, [1], 0, {});
  expect(valuesOf(images, [1], 4, { augment: [colour({})] })).toEqual(stored);
});

test.each([
  [() => colour({ contrast: 2 }), "colour: contrast must be a finite number, at least 0 and at most 1, got 2"],
])("%s is refused", (make, message) => {
  expect(make).toThrow(message);
});
