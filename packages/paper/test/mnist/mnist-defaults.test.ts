import { expect, test } from "vitest";
import { mnistDefaults } from "../../src/mnist/mnist-defaults.ts";

test("the defaults are those of the dataset that is given", () => {
  expect(mnistDefaults({})).toMatchObject({ dataset: "mnist", teacherSeeds: [1, 2, 3] });
  expect(mnistDefaults({ dataset: "digits" })).toMatchObject({ dataset: "digits", trainSize: 800, teacherSeeds: [1] });
});
