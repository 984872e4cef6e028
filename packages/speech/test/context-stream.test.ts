import { createMatrix } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { contextWindows, createContextStream } from "../src/index.ts";
import { rowsOf, someFeatures } from "./some-features.ts";
import { streamed } from "./streamed.ts";

test.each([
  [0, 0],
  [3, 0],
  [0, 2],
  [20, 5],
])(
  "createContextStream({ past: %i, future: %i }) gives the windows of contextWindows, however the frames are cut",
  (past, future) => {
    const stream = createContextStream({ past, future });
    // The same stream, one utterance after the other.
    for (const rows of [1, 2, 9, 60]) {
      const features = someFeatures(rows, 3, rows);
      const windows = contextWindows([features], { past, future });
      const all = windows.batch(Array.from({ length: rows }, (_, frame) => frame));
      expect(rowsOf(streamed(stream, features, rows))).toEqual(rowsOf(all));
    }
  },
);

test("a window comes with its last frame", () => {
  const stream = createContextStream({ past: 4, future: 2 });
  const frame = createMatrix(1, 2, Float32Array.of(1, 2));
  expect(Array.from({ length: 5 }, () => stream.push(frame).rows)).toEqual([0, 0, 1, 1, 1]);
  expect(stream.end()).toMatchObject({ rows: 2, columns: 14 });
});

test("an utterance without frames has no windows", () => {
  const stream = createContextStream();
  expect(stream.push(createMatrix(0, 3, new Float32Array()))).toMatchObject({ rows: 0, columns: 78 });
  expect(stream.end().rows).toBe(0);
});

test("refuses frames of another length, and is as before", () => {
  const stream = createContextStream({ past: 1, future: 0 });
  stream.push(createMatrix(1, 1, Float32Array.of(1)));
  expect(() => stream.push(createMatrix(1, 2, Float32Array.of(1, 2)))).toThrow(
    "FeatureStream.push: features.columns must be 1 (as before), got 2",
  );
  expect(stream.push(createMatrix(1, 1, Float32Array.of(2))).data).toEqual(Float32Array.of(1, 2));
  expect(() => createContextStream({ past: -1 })).toThrow("createContextStream: past must be ");
});
