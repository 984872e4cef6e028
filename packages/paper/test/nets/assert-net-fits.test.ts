import { createDataset, generatedDigits } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { assertNetFits } from "../../src/nets/assert-net-fits.ts";
import { tinySpec } from "../fixtures/tiny-spec.ts";

test("only images can be convolved or shifted", () => {
  const images = generatedDigits({ trainSize: 2, testSize: 0, seed: 1 }).train;
  const rows = createDataset({ features: new Float32Array(6), exampleShape: [3], classNames: ["a", "b"] });
  const { student: cnn } = tinySpec({ student: { kind: "cnn", filters: [2] } });
  const { student, teacher } = tinySpec();
  for (const net of [cnn, student, teacher]) assertNetFits("net", net, images);
  assertNetFits("student", student, rows);
  const examples = "for examples of shape [3], which are no images";
  expect(() => assertNetFits("student", cnn, rows)).toThrow(`spec: student must be an mlp ${examples}, got a cnn`);
  expect(() => assertNetFits("teacher", teacher, rows)).toThrow(`spec: teacher.jitter must be 0 ${examples}, got 1`);
});
