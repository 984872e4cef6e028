import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatedDigits } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runExperiment, type Settings } from "../src/experiment.ts";
import { formatResult } from "../src/format-result.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mnist-ensemble-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const SETTINGS: Settings = {
  members: 2,
  memberUnits: [20],
  memberEpochs: 12,
  studentUnits: [10],
  studentEpochs: 20,
  students: 2,
  temperatures: [4],
  jitter: 1,
  seed: 1,
};

describe("the experiment", () => {
  test("fills its table from members on disk and stores of their answers", async () => {
    const before = tf.memory().numTensors;
    const lines: string[] = [];
    const data = generatedDigits({ trainSize: 200, testSize: 100, seed: 1 });
    const result = await runExperiment(data, folder, SETTINGS, (line) => lines.push(line));
    expect(tf.memory().numTensors).toBe(before);
    expect(readdirSync(folder).filter((name) => name.startsWith("member-"))).toHaveLength(2);
    expect(
      result.lines.map(({ name, errors, targetEntropy }) => [name, errors.length, targetEntropy !== undefined]),
    ).toEqual([
      ["single members", 2, false],
      ["ensemble, arithmetic mean", 1, false],
      ["ensemble, geometric mean", 1, false],
      ["student, labels alone", 2, false],
      ["student, T = 4, one member", 2, true],
      ["student, T = 4, arithmetic, softened then averaged", 2, true],
      ["student, T = 4, arithmetic, averaged then softened", 2, true],
      ["student, T = 4, geometric", 2, true],
    ]);
    expect(result.lines.every(({ errors }) => errors.every((count) => count < 90))).toBe(true);
    expect(lines[0]).toBe("member 1 of 2 is trained");
  });

  test("is reported as mean and spread", () => {
    const lines = [
      { name: "one", errors: [7], nll: [0.25] },
      { name: "three", errors: [1, 2, 3], nll: [0.1, 0.2, 0.3], targetEntropy: 1.5 },
    ];
    expect(formatResult({ lines, disagreement: 0.0123, meansDiffer: 4 }, 500).split("\n").slice(2)).toEqual([
      "| one | 1 | 7 | 0.2500 | – |",
      "| three | 3 | 2.0 ± 1.0 | 0.2000 ± 0.1000 | 1.500 |",
      "",
      "Two members give different classes to 1.23 % of the test set, the two means to 4 examples.",
    ]);
  });
});
