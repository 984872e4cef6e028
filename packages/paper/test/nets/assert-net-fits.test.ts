import { counts, createDataset, generatedDigits, withTransform } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { assertNetFits } from "../../src/nets/assert-net-fits.ts";
import { tinySequences } from "../fixtures/tiny-sequences.ts";
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

test("only recurrent nets read sequences, and nothing else", () => {
  const { texts, sounds } = tinySequences();
  const { student: gru } = tinySpec({ student: { kind: "gru", recurrent: [2] } });
  const { student: mlp } = tinySpec();
  for (const sequences of [texts, sounds]) {
    assertNetFits("student", gru, sequences);
    expect(() => assertNetFits("teacher", mlp, sequences)).toThrow(
      "spec: teacher must be gru, lstm or a model.json for examples that are sequences, got an mlp",
    );
    expect(() => assertNetFits("student", { ...gru, jitter: 1 }, sequences)).toThrow(
      "spec: student.jitter must be 0 for examples that are sequences, got 1",
    );
    expect(() => assertNetFits("student", { ...gru, centred: true }, sequences)).toThrow(
      "spec: student.centred must be left out for examples that are sequences, got true",
    );
  }
  const { train } = generatedDigits({ trainSize: 2, testSize: 0, seed: 1 });
  expect(() => assertNetFits("student", gru, train)).toThrow(
    "spec: student must be an mlp or a cnn for examples that are no sequences, got a gru",
  );
});
