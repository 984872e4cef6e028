import { describe, expect, it } from "vitest";
import type { ModelRun, RunRecord, SoftTargetExample } from "../../src/index.ts";
import { assertRecord } from "../../src/internal/assert-record.ts";
import { makeRecord } from "../make-record.ts";
import { withModels, withRuns } from "../tiny-record.ts";

const record = makeRecord({ examples: 1, seeds: [1, 2] });

const inRuns = (change: (run: ModelRun) => ModelRun): RunRecord =>
  withModels(record, (model) => (model.role === "hard" ? withRuns(model, change) : model));
const inEvaluation = (change: Partial<ModelRun["evaluation"]>): RunRecord =>
  inRuns((run) => ({ ...run, evaluation: { ...run.evaluation, ...change } }));
const inExample = (change: Partial<SoftTargetExample>): RunRecord => ({
  ...record,
  examples: [{ ...record.examples[0]!, ...change }],
});

describe("assertRecord(functionName, record)", () => {
  it("accepts a record whose parts fit together", () => {
    expect(() => assertRecord("htmlReport", record)).not.toThrow();
  });

  it.each<[string, RunRecord]>([
    [
      "record.dataset.classNames.length must be an integer, at least 1, got 0",
      { ...record, dataset: { ...record.dataset, classNames: [] } },
    ],
    ["record.models.length must be an integer, at least 1, got 0", { ...record, models: [] }],
    [
      'record.models[0].role must be one of "teacher", "hard", "distilled", got "student"',
      withModels(record, (model) => ({ ...model, role: "student" as "hard" })),
    ],
    [
      'record.models[1].role must differ from the roles before it, got "hard"',
      withModels(record, (model) => ({ ...model, role: "hard" })),
    ],
    [
      "record.models[0].runs.length must be an integer, at least 1, got 0",
      withModels(record, (model) => ({ ...model, runs: [] })),
    ],
    ["record.models[1].runs must have each seed once, got seed 4 twice", inRuns((run) => ({ ...run, seed: 4 }))],
    [
      "record.models[1].runs[0].evaluation.size must be 2000 (as record.models[0]), got 1000",
      inEvaluation({ size: 1000 }),
    ],
    [
      "record.models[1].runs[0].evaluation.errors must be an integer, at least 0 and at most 2000, got 2001",
      inEvaluation({ errors: 2001 }),
    ],
    [
      "record.models[1].runs[0].evaluation.confusion must have shape [10, 10] (as record.dataset.classNames), got [1, 9]",
      inEvaluation({ confusion: [[0, 0, 0, 0, 0, 0, 0, 0, 0]] }),
    ],
    ["record.examples[0].width must be an integer, at least 1, got 0", inExample({ width: 0 })],
    ["record.examples[0].pixels must have shape [756], got [784]", inExample({ height: 27 })],
    ["record.examples[0].label must be an integer, at least 0 and below 10, got 10", inExample({ label: 10 })],
    [
      "record.examples[0].hardLogits must have shape [10] (as record.dataset.classNames), got [2]",
      inExample({ hardLogits: [1, 2] }),
    ],
    [
      "record.examples[0].teacherLogits must have a finite largest value, got NaN",
      inExample({ teacherLogits: Array(10).fill(Number.NaN) }),
    ],
  ])("says: %s", (message, broken) => {
    expect(() => assertRecord("htmlReport", broken)).toThrow(`htmlReport: ${message}`);
  });
});
