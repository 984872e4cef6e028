import { createMatrix, createRandom } from "@dark-knowledge/core";
import { labelsOf } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import type { JobResult } from "../src/job.ts";
import { loadData } from "../src/load-data.ts";
import { makeRecord } from "../src/make-record.ts";
import { version } from "./fixtures/tiny-job.ts";
import { tinySpec } from "./fixtures/tiny-spec.ts";

const spec = tinySpec();
const data = await loadData(spec, { environment: {}, signal: new AbortController().signal, onDownload: () => {} });
const labels = Array.from(labelsOf(data.test));

/** A net that gives the right class a logit of 5, but errs on the first `errors` examples; the rest is seeded noise. */
function resultWith(errors: number, seed: number): JobResult {
  const random = createRandom(seed);
  const logits = Float32Array.from({ length: 1000 }, () => random.uniform());
  labels.forEach((label, row) => {
    logits[row * 10 + ((label + (row < errors ? 1 : 0)) % 10)]! += 5;
  });
  const history = [{ epoch: 0, terms: { total: 1.5 }, learningRate: 0.1 }];
  return { history, testLogits: createMatrix(100, 10, logits), parameters: 42, seconds: 3 };
}

const results = {
  teacher: [{ seed: 1, result: resultWith(2, 1) }],
  hard: [
    { seed: 1, result: resultWith(10, 2) },
    { seed: 2, result: resultWith(12, 3) },
  ],
  distilled: [
    { seed: 1, result: resultWith(5, 4) },
    { seed: 2, result: resultWith(6, 5) },
  ],
};

test("makeRecord evaluates every run on the test set", () => {
  const record = makeRecord(spec, data, results, "wasm 4.22.0");
  expect(record.title).toBe("digits: 784-16-10 into 784-8-10");
  expect(record.models.map(({ role, runs }) => [role, runs.map(({ evaluation }) => evaluation.errors)])).toEqual([
    ["teacher", [2]],
    ["hard", [10, 12]],
    ["distilled", [5, 6]],
  ]);
  // Both err alike on the first two examples; the student errs alone on the next three.
  expect(record.models[2]!.runs[0]!.fidelity!.agreement).toBeCloseTo(0.97, 12);
  expect(record.models[0]!.runs[0]!.fidelity).toBeUndefined();
  expect(record.models[0]!.runs[0]!.history).toEqual([{ epoch: 1, terms: { total: 1.5 } }]);
  const { confusion } = record.models[1]!.runs[0]!.evaluation;
  expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(100);
  expect(record.dataset).toMatchObject({ trainSize: 250, transferSize: 150, validationSize: 50, testSize: 100 });
  expect(record.versions["dark-knowledge"]).toBe(version);
  expect(JSON.parse(JSON.stringify(record))).toEqual(record);
});

test("makeRecord chooses one example per class, the one that the teacher is least sure of", () => {
  const { examples } = makeRecord(spec, data, results, "wasm 4.22.0");
  expect(examples.map(({ label }) => label)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  const margin = (logits: readonly number[]) => {
    const [first, second] = [...logits].sort((a, b) => b - a);
    return first! - second!;
  };
  const teacher = results.teacher[0]!.result.testLogits.data;
  for (const { label, teacherLogits, pixels, width, height } of examples) {
    const margins = labels.flatMap((other, row) =>
      other === label ? [margin(Array.from(teacher.subarray(row * 10, row * 10 + 10)))] : [],
    );
    expect(margin(teacherLogits)).toBe(Math.min(...margins));
    expect([width, height, pixels.length]).toEqual([28, 28, 784]);
  }
});
