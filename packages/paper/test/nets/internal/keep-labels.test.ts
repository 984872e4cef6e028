import { datasetSize, generatedDigits, labelsOf } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { transferSetOf } from "../../../src/nets/transfer-set.ts";

const { train } = generatedDigits({ trainSize: 200, testSize: 10, seed: 1 });
const known = (share: number, seed: number) =>
  Array.from(labelsOf(transferSetOf(train, { labelled: { share, seed } })));

test("a share of each class keeps its labels, and the transfer set is still whole", () => {
  const labels = known(0.1, 1);
  expect(labels).toHaveLength(datasetSize(train));
  const kept = labels.filter((label) => label >= 0);
  expect(kept.toSorted()).toEqual(Array.from({ length: 20 }, (_, index) => Math.floor(index / 2)));
  labels.forEach((label, position) => {
    if (label >= 0) expect(label).toBe(labelsOf(train)[position]);
  });
  expect(known(1, 1)).toEqual(Array.from(labelsOf(train)));
});

test("a seed draws the same examples again, another seed others", () => {
  expect(known(0.1, 1)).toEqual(known(0.1, 1));
  expect(known(0.1, 2)).not.toEqual(known(0.1, 1));
});
