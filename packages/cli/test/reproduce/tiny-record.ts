import {
  MODELS,
  type ModelFigures,
  type SeedRecord,
  type SpecialistsRecord,
} from "../../src/reproduce/specialists-record.ts";
import { resolveSpecialistsSpec } from "../../src/reproduce/specialists-spec.ts";

/** A seed whose models have the accuracies given, in the order of the table. */
export function tinySeed(seed: number, accuracies: readonly number[]): SeedRecord {
  const models = Object.keys(MODELS).map((key, index): [string, ModelFigures] => [
    key,
    { accuracy: accuracies[index]!, conditionalAccuracy: 0.9, nll: 0.5, passes: 8, seconds: 2 },
  ]);
  return {
    seed,
    specialists: [{ classes: ["O", "0"], oversampling: 3, epochs: 4, bestEpoch: 2 }],
    covered: 0.25,
    coveredAtRandom: 0.125,
    similarity: [
      [0.1, 0.04, -0.01],
      [0.04, 0.2, 0],
      [-0.01, 0, 0.3],
    ],
    validation: { generalist: 0.5, specialists: [], fullSoftmax: [], averaging: [] },
    topClasses: { specialists: 1, fullSoftmax: 1, averaging: 1 },
    models: Object.fromEntries(models) as SeedRecord["models"],
    cover: [
      { specialists: 0, examples: 10, before: 5, after: 5 },
      { specialists: 1, examples: 1000, before: 400, after: 390 + 20 * seed },
    ],
  };
}

export function tinyRecord(seeds: readonly SeedRecord[]): SpecialistsRecord {
  return {
    spec: resolveSpecialistsSpec({ dataset: "generated" }),
    versions: {},
    backend: "cpu",
    dataset: { trainingSize: 10, validationSize: 5, testSize: 1010, classNames: ["O", "0", "x"] },
    seeds,
  };
}
