import { expect, test } from "vitest";
import { augmentBy, createDataset, scale, viewOf } from "../src/index.ts";

test("augmentBy changes sequences without their padding, before the transforms", () => {
  const seen: string[] = [];
  const half = augmentBy("half", ({ values, shape, id }) => {
    seen.push(`${id}: ${shape}`);
    for (let at = 0; at < values.length; at++) values[at]! /= 2;
  });
  const sequences = createDataset({
    columns: {
      x: {
        values: Float32Array.of(2, 4, 6, 8),
        shape: [2],
        offsets: Int32Array.of(0, 0, 2),
        transforms: [scale({ subtract: 1 })],
      },
    },
  });
  const { x } = viewOf(sequences, [1, 0], 5, { augment: [half] }).inputs;
  expect(x!.values).toEqual(Float32Array.of(0, 1, 2, 3, 0, 0, 0, 0));
  expect(seen).toEqual(["1: 2,2", "0: 0,2"]);
});

test.each([
  [() => augmentBy("", () => {}), 'augmentBy: name must be a text that is not empty, got ""'],
  [() => augmentBy("a", 1 as never), "augmentBy: change must be a function, got 1"],
])("%s is refused", (make, message) => {
  expect(make).toThrow(message);
});
