import type { SpecialistsExtras, SpecialistsModel } from "../src/experiments/specialists/specialists-extras.ts";
import type { NetRecord, RunRecord } from "../src/index.ts";

/** The role of each model and its accuracies in two seeds. */
const MODELS: Readonly<Record<SpecialistsModel, readonly [role: string, first: number, second: number]>> = {
  generalist: ["generalist", 0.5, 0.6],
  specialists: ["combination", 0.75, 0.8],
  fullSoftmax: ["combination", 0.7, 0.7],
  averaging: ["combination", 0.7, 0.7],
  longer: ["rival", 0.6, 0.6],
  ensemble: ["rival", 0.6, 0.6],
  mixture: ["rival", 0.6, 0.6],
  distilled: ["student", 0.625, 0.65],
  control: ["student", 0.5, 0.6],
};

const seedOf = (seed: number): SpecialistsExtras["seeds"][number] => ({
  seed,
  specialists: [
    { classes: ["O", "0"], oversampling: 3.25, epochs: 6, bestEpoch: 4 },
    { classes: ["x", "y"], oversampling: 2, epochs: 6, bestEpoch: 6 },
  ],
  ...{ covered: 0.8, coveredAtRandom: 0.25 },
  similarity: [
    [0.1, 0.04, 0, 0],
    [0.04, 0.2, 0, 0],
    [0, 0, 0.1, 0.02],
    [0, 0, 0.02, 0.1],
  ],
  validation: { generalist: 0.5, specialists: [{ topClasses: 1, accuracy: 0.7 }] },
  topClasses: { specialists: 1, fullSoftmax: 1, averaging: 1 },
  cover: [
    { specialists: 0, examples: 10, before: 0, after: 0 },
    { specialists: 1, examples: 1000, before: 400, after: 390 + 20 * seed },
  ],
});

/** A record of a run with specialists on four classes and two seeds. */
export const SPECIALISTS_RECORD: RunRecord = {
  experiment: "specialists",
  title: "Specialists on letters",
  command: "dark-knowledge reproduce specialists --spec spec.json",
  spec: { seeds: [1, 2] },
  versions: { tfjs: "4" },
  backend: "cpu",
  dataset: {
    name: "letters",
    sizes: { training: 5000, validation: 500, test: 1010 },
    classNames: ["O", "0", "x", "y"],
  },
  examples: [],
  extras: { seeds: [seedOf(1), seedOf(2)] },
  nets: Object.entries(MODELS).flatMap(([name, [role, ...accuracies]]) =>
    accuracies.map(
      (accuracy, index): NetRecord => ({
        ...{ role, name, label: `the ${name}`, seed: index + 1, seconds: 9, passes: 10 },
        ...(name === "generalist" ? { baseline: true } : {}),
        ...(role === "student" ? { temperature: 2 } : {}),
        figures: { accuracy, conditionalAccuracy: accuracy + 0.1, nll: 2 - accuracy },
      }),
    ),
  ),
};
