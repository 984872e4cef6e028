import { counts, createDataset, generatedDigits, withTransform } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { assertNetFits } from "../../src/nets/assert-net-fits.ts";
import { tinySpec } from "../fixtures/tiny-spec.ts";

test("only images can be convolved or shifted, and only texts have embeddings", () => {
  const images = generatedDigits({ trainSize: 2, testSize: 0, seed: 1 }).train;
  const rows = createDataset({ features: new Float32Array(6), exampleShape: [3], classNames: ["a", "b"] });
  const { student: cnn } = tinySpec({ student: { kind: "cnn", filters: [2] } });
  const { student } = tinySpec();
  const { student: teacher } = tinySpec({ student: { jitter: 1 } });
  for (const net of [cnn, student, teacher]) assertNetFits("net", net, images);
  assertNetFits("student", student, rows);
  const examples = "for examples of shape [3], which are no images";
  const { student: embedding } = tinySpec({ student: { kind: "embedding", units: 2 } });
  expect(() => assertNetFits("student", embedding, images)).toThrow(
    "spec: student must be an mlp or a cnn for examples that are no texts, got an embedding",
  );
  const word = { values: Int32Array.of(3, 1), shape: [1] };
  assertNetFits("student", embedding, withTransform(createDataset({ columns: { word } }), counts({ size: 4 })));
  expect(() => assertNetFits("student", cnn, rows)).toThrow(`spec: student must be an mlp ${examples}, got a cnn`);
  expect(() => assertNetFits("teacher", teacher, rows)).toThrow(`spec: teacher.jitter must be 0 ${examples}, got 1`);
});
