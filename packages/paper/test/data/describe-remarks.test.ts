import { expect, test } from "vitest";
import { describeRemarks } from "../../src/data/describe-remarks.ts";

const remarks = Array.from({ length: 7 }, (_, file) => ({ path: `${file}.wav`, remark: "clipped" }));

test("the first remarks are lines, and the others are counted", () => {
  expect(describeRemarks([])).toEqual([]);
  expect(describeRemarks(remarks.slice(0, 5))).toEqual([0, 1, 2, 3, 4].map((file) => `${file}.wav: clipped`));
  const more = (count: number) => `${count} more files were resampled or are clipped`;
  expect(describeRemarks(remarks).slice(4)).toEqual(["4.wav: clipped", more(2)]);
  expect(describeRemarks(remarks.slice(0, 4), ["held/1.wav: clipped"]).slice(3)).toEqual([
    "3.wav: clipped",
    "held/1.wav: clipped",
  ]);
  expect(describeRemarks(remarks, ["held/1.wav: clipped"]).slice(5)).toEqual([more(3)]);
});
