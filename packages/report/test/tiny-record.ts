import type { ModelRecord, ModelRole, ModelRun, RunRecord } from "../src/index.ts";

/** Test errors by seed. */
export type ErrorsBySeed = Readonly<Record<number, number>>;

/** A record on two classes and 200 test examples with chosen test errors; a model without errors is left out. */
export function tinyRecord(errors: Readonly<Partial<Record<ModelRole, ErrorsBySeed>>>): RunRecord {
  return {
    title: "two classes",
    spec: { dataset: "toy" },
    versions: { node: "20.20.0" },
    backend: "cpu",
    dataset: {
      name: "toy",
      trainSize: 10,
      transferSize: 8,
      validationSize: 0,
      testSize: 200,
      classNames: ["even", "odd"],
    },
    models: (Object.entries(errors) as [ModelRole, ErrorsBySeed][]).map(([role, bySeed]) => tinyModel(role, bySeed)),
    examples: [],
  };
}

function tinyModel(role: ModelRole, errors: ErrorsBySeed): ModelRecord {
  return {
    role,
    label: role,
    architecture: role === "teacher" ? "2-9-2" : "2-3-2",
    parameters: role === "teacher" ? 1047 : 17,
    runs: Object.entries(errors).map(([seed, count]) => tinyRun(Number(seed), count)),
  };
}

function tinyRun(seed: number, errors: number): ModelRun {
  return {
    seed,
    evaluation: {
      size: 200,
      errors,
      accuracy: 1 - errors / 200,
      nll: errors / 100,
      calibrationError: 0.0125,
      confusion: [
        [100 - errors, errors],
        [0, 100],
      ],
    },
    seconds: 10 * seed,
    history: [],
  };
}

/** The record with its models changed. */
export function withModels(record: RunRecord, change: (model: ModelRecord) => ModelRecord): RunRecord {
  return { ...record, models: record.models.map(change) };
}

/** The model with its runs changed. */
export function withRuns(model: ModelRecord, change: (run: ModelRun) => ModelRun): ModelRecord {
  return { ...model, runs: model.runs.map(change) };
}
