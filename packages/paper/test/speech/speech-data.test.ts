import { createDataset } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { partOf } from "../../src/speech/speech-data.ts";

test("a part has the frames of its utterances, counted from its first", () => {
  const dataset = createDataset({ columns: { frames: { values: new Float32Array(9), shape: [1] } } });
  const part = partOf(dataset, Int32Array.of(2, 5, 6), [["YES"], ["NO"]]);
  expect(part.dataset.rows).toEqual(Int32Array.of(2, 3, 4, 5));
  expect(part.offsets).toEqual(Int32Array.of(0, 3, 4));
});
