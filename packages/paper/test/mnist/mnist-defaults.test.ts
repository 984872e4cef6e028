import { expect, test } from "vitest";
import type { SpecParts } from "../../src/experiment.ts";
import { mnistDefaults } from "../../src/mnist/mnist-defaults.ts";
import type { PartialMnistSpec } from "../../src/mnist/mnist-spec.ts";

test("the defaults are those of the dataset that is given", () => {
  expect(mnistDefaults({})).toMatchObject({ dataset: "mnist", teacherSeeds: [1, 2, 3, 4, 5] });
  expect(mnistDefaults({ dataset: "digits" })).toMatchObject({ dataset: "digits", trainSize: 800, teacherSeeds: [1] });
});

test("the two students of section 3 have ten seeds, unless all students are given theirs", () => {
  const seeds = (given: SpecParts) =>
    (mnistDefaults(given) as PartialMnistSpec).students!.map((student) => student.seeds);
  expect(seeds({}).map((own) => own?.length)).toEqual([
    10,
    10,
    ...seeds({})
      .slice(2)
      .map(() => undefined),
  ]);
  expect(seeds({ studentSeeds: [1] }).every((own) => own === undefined)).toBe(true);
});
