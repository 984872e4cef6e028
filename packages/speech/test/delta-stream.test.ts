import { createMatrix } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { createDeltaStream, withDeltas } from "../src/index.ts";
import { rowsOf, someFeatures } from "./some-features.ts";
import { streamed } from "./streamed.ts";

test.each([
  [0, 2],
  [1, 1],
  [1, 2],
  [2, 2],
  [3, 1],
])(
  "createDeltaStream({ order: %i, span: %i }) gives the rows of withDeltas, however the frames are cut",
  (order, span) => {
    const stream = createDeltaStream({ order, span });
    // The same stream, one utterance after the other.
    for (const rows of [1, 2, 5, 40]) {
      const features = someFeatures(rows, 3, rows);
      expect(rowsOf(streamed(stream, features, rows))).toEqual(rowsOf(withDeltas(features, { order, span })));
    }
  },
);

test("a frame is complete when order · span more are there", () => {
  const stream = createDeltaStream();
  const frame = createMatrix(1, 2, Float32Array.of(1, 2));
  expect(Array.from({ length: 7 }, () => stream.push(frame).rows)).toEqual([0, 0, 0, 0, 1, 1, 1]);
  expect(stream.end()).toMatchObject({ rows: 4, columns: 6 });
  expect(stream.end()).toMatchObject({ rows: 0, columns: 0 });
});

test("refuses frames of another length", () => {
  const stream = createDeltaStream({ order: 0 });
  stream.push(createMatrix(1, 1, Float32Array.of(1)));
  expect(() => stream.push(createMatrix(1, 2, Float32Array.of(1, 2)))).toThrow(
    "FeatureStream.push: features.columns must be 1 (as before), got 2",
  );
  expect(() => createDeltaStream({ span: 0 })).toThrow("createDeltaStream: span must be ");
});
