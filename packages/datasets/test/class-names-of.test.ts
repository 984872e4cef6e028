import { expect, test } from "vitest";
import { classCounts, classNamesOf, createDataset, labelsOf, onlyClasses } from "../src/index.ts";
import { tinyDataset } from "./tiny-dataset.ts";

const columns = { x: { values: new Float32Array(1), shape: [1] } };

test("classNamesOf gives the names of classes of each kind", () => {
  expect(classNamesOf(tinyDataset([0], 2))).toEqual(["class 0", "class 1"]);
  const several = { kind: "several-classes", labels: Int8Array.of(0, 1), classNames: ["a", "b"] } as const;
  expect(classNamesOf(createDataset({ columns, targets: several }))).toEqual(["a", "b"]);
});

test.each([
  [classNamesOf, 'classNamesOf: dataset must have classes as targets, got targets of kind "none"'],
  [labelsOf, 'labelsOf: dataset must have targets of kind "classes", got "none"'],
  [classCounts, 'classCounts: dataset must have targets of kind "classes", got "none"'],
  [
    (one: Parameters<typeof labelsOf>[0]) => onlyClasses(one, [0]),
    'onlyClasses: dataset must have targets of kind "classes", got "none"',
  ],
])("what is about classes refuses a dataset without %#", (ask, message) => {
  expect(() => ask(createDataset({ columns }))).toThrow(message);
});
