import { expect, it } from "vitest";
import { mnistReferences } from "../../src/mnist/mnist-references.ts";

const MNIST = { name: "mnist", sizes: { training: 60_000, test: 10_000 }, classNames: [] };

it("mnistReferences(dataset) are the paper's numbers where data and test set are the paper's", () => {
  const errors = mnistReferences(MNIST).filter(({ metric, corrected }) => metric === "errors" && !corrected);
  expect(Object.fromEntries(errors.map(({ net, value }) => [net, value]))).toEqual({
    ...{ teacher: 67, hard: 146, distilled: 74, "without-3s": 206 },
  });
});

it.each([
  ["generated digits", { name: "digits" }],
  ["a part of the test set", { sizes: { training: 60_000, test: 400 } }],
  ["what was held out of the training set", { isHeldOut: true }],
])("mnistReferences(dataset) has none for %s", (_, over) => {
  expect(mnistReferences({ ...MNIST, ...over })).toEqual([]);
});
