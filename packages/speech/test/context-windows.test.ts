import { expect, test } from "vitest";
import { contextWindows } from "../src/index.ts";
import { rowsOf, someFeatures } from "./some-features.ts";

const utterances = [someFeatures(6, 3, 1), someFeatures(0, 3, 2), someFeatures(1, 3, 3), someFeatures(30, 3, 4)];

test("contextWindows(utterances) has every frame between its neighbours, the ends repeated", () => {
  const windows = contextWindows(utterances);
  expect(windows).toMatchObject({ count: 37, width: 3 * 26, offsets: Int32Array.of(0, 6, 6, 7, 37) });
  const expected = utterances.flatMap((features) => {
    const frames = rowsOf(features);
    return frames.map((_, at) =>
      Array.from({ length: 26 }, (_, n) => frames.at(Math.min(Math.max(at - 20 + n, 0), frames.length - 1))!).flat(),
    );
  });
  const order = [36, 0, 5, 6, 7, 20];
  expect(Array.from({ length: 37 }, (_, frame) => Array.from(windows.window(frame)))).toEqual(expected);
  expect(rowsOf(windows.batch(order))).toEqual(order.map((frame) => expected[frame]));
});

test("windows share the memory of their frames, a batch is a copy", () => {
  const windows = contextWindows(utterances, { past: 2, future: 1 });
  const [one, next] = [windows.window(10), windows.window(11)];
  expect(one.buffer).toBe(next.buffer);
  expect(next.byteOffset - one.byteOffset).toBe(3 * 4);
  // 37 frames and three more for each utterance that is not empty.
  expect(one.buffer.byteLength).toBe((37 + 3 * 3) * 3 * 4);
  expect(windows.batch([10]).data.buffer).not.toBe(one.buffer);
});

test("with the shared memory and the starts of windows, a dataset has the windows as examples", () => {
  const windows = contextWindows(utterances, { past: 2, future: 1 });
  const { values, starts, width, count } = windows;
  for (let frame = 0; frame < count; frame++) {
    expect(values.subarray(starts[frame], starts[frame]! + width)).toEqual(windows.window(frame));
  }
});

test("contextWindows(utterances, { past: 0, future: 0 }) is the frames themselves", () => {
  expect(contextWindows(utterances, { past: 0, future: 0 }).window(6)).toEqual(utterances[2]!.data);
});

test("refuses a frame that is not there", () => {
  const windows = contextWindows(utterances);
  expect(() => windows.window(37)).toThrow(
    "ContextWindows.window: frame must be an integer, at least 0 and below 37, got 37",
  );
  expect(() => windows.batch([0, -1])).toThrow(
    "ContextWindows.batch: frames[1] must be an integer, at least 0 and below 37, got -1",
  );
});
