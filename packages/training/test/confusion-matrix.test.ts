import { expect, test } from "vitest";
import { confusionMatrix } from "../src/index.ts";

test("confusionMatrix(confusion) has the counts where they belong, and 0 elsewhere", () => {
  const confusion = {
    classes: 3,
    labels: Int32Array.of(0, 2, 2),
    predicted: Int32Array.of(1, 0, 2),
    counts: Int32Array.of(4, 1, 7),
  };
  const { rows, columns, data } = confusionMatrix(confusion);
  expect([rows, columns]).toEqual([3, 3]);
  expect([...data]).toEqual([0, 4, 0, 0, 0, 0, 1, 0, 7]);
});

test("confusionMatrix(confusion) of no counts is a matrix of zeros", () => {
  const none = new Int32Array(0);
  expect([...confusionMatrix({ classes: 2, labels: none, predicted: none, counts: none }).data]).toEqual([0, 0, 0, 0]);
});
