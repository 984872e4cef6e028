import type { DataSpec } from "../../data/data-spec.ts";
import type { SpecParts } from "../../experiment.ts";
import { defaultNets } from "../../nets/default-nets.ts";
import type { PartialNet } from "../../nets/net-spec.ts";
import type { AdaptationSpec } from "../adaptation-spec.ts";

/** A net as the defaults write it. */
type DefaultNet = PartialNet & {
  readonly name: string;
  readonly learnsFrom: "labels" | "teacher";
  readonly recipes: readonly string[];
  readonly byLabels: readonly string[];
  readonly recoveryEpochs: number;
  readonly codeEpochs: number;
  readonly recoveryRate?: number;
  readonly recoveryTemperature?: number;
};

interface Defaults extends DataSpec {
  readonly teacher: object;
  readonly teacherSeeds: readonly number[];
  readonly temperature: number;
  readonly hardWeight: number;
  readonly nets: readonly DefaultNet[];
  readonly tolerance: number;
  readonly errorRate?: number;
  readonly adaptation?: Partial<AdaptationSpec>;
  readonly seeds: readonly number[];
}

const SHARED = { hardWeight: 0.1, tolerance: 0.0005, seeds: [1, 2, 3, 4, 5] } as const;

const SGD = { learningRate: 0.08, warmup: 0.1, nesterov: true, centred: true } as const;

const LENET: DefaultNet = {
  ...{ name: "784-300-100-10", hidden: [300, 100], ...SGD, epochs: 10, learnsFrom: "labels" },
  ...{ recoveryEpochs: 8, codeEpochs: 1 },
  recipes: [
    ...["longer", "int8", "quantise:4", "units:0.5", "prune:0.9", "prune:0.9,share:4"],
    ...["prune:0.9,prune:0.94", "prune:0.9,prune:0.94,share:4", "prune:0.9,prune:0.94,share:3"],
    ...["prune:0.9,prune:0.94,prune:0.97,share:3"],
    ...["quantise:2", "factorise:40", "fisher:0.9", "movement:0.9", "gradual:0.9", "units:0.5,prune:0.9,share:3"],
  ],
  byLabels: ["quantise:4", "units:0.5", "prune:0.9", "prune:0.9,share:4", "quantise:2", "factorise:40"],
};

const WIDE: DefaultNet = {
  ...{ name: "784-800-800-10", hidden: [800, 800], ...SGD, epochs: 6, learnsFrom: "teacher" },
  ...{ recoveryEpochs: 3, codeEpochs: 1, recoveryRate: 1e-3, recoveryTemperature: 4 },
  recipes: ["int8", "quantise:4", "units:0.5", "prune:0.9,share:4", "prune:0.9,prune:0.95,share:4"],
  byLabels: ["quantise:4", "units:0.5", "prune:0.9,share:4"],
};

const CONVOLUTIONS: DefaultNet = {
  ...{ name: "conv-8-16", kind: "cnn", filters: [8, 16], learningRate: 0.05, epochs: 3 },
  ...{ learnsFrom: "teacher", recoveryEpochs: 1, codeEpochs: 1 },
  recipes: ["int8", "quantise:4", "units:0.5", "prune:0.8,share:4", "units:0.5,quantise:4"],
  byLabels: ["quantise:4", "units:0.5", "prune:0.8,share:4"],
};

const MNIST: Defaults = {
  ...SHARED,
  validationSize: 5000,
  teacher: { hidden: [1200, 1200], epochs: 40, dropout: 0.3, jitter: 2, weightDecay: 1e-4 },
  ...{ teacherSeeds: [1], temperature: 20, errorRate: 0.012, nets: [LENET, WIDE, CONVOLUTIONS] },
};

const DIGITS: Defaults = {
  ...{ ...SHARED, trainSize: 900, testSize: 400, validationSize: 100, seeds: [1, 2] },
  teacher: { hidden: [64], epochs: 6, batchSize: 32, dropout: 0.1, jitter: 1 },
  ...{ teacherSeeds: [1], temperature: 4, errorRate: 0.2 },
  adaptation: { classes: [0, 1, 2, 3, 4], epochs: 6, recipes: ["quantise:4", "prune:0.8,share:4"] },
  nets: [
    {
      ...{ name: "784-32-16-10", hidden: [32, 16], epochs: 6, batchSize: 32, learningRate: 0.05 },
      ...{ learnsFrom: "labels", recoveryEpochs: 2, codeEpochs: 1, byLabels: ["prune:0.8,share:4"] },
      recipes: ["longer", "int8", "quantise:4", "units:0.5", "prune:0.8,share:4"],
    },
    {
      ...{ name: "conv-4-8", kind: "cnn", filters: [4, 8], epochs: 2, batchSize: 32, learningRate: 0.05 },
      ...{
        learnsFrom: "teacher",
        recoveryEpochs: 1,
        codeEpochs: 1,
        recipes: ["int8", "units:0.5,quantise:4"],
        byLabels: [],
      },
    },
  ],
};

/** Nets of rows and images of the user's own. */
function ownDefaults(given: SpecParts & DataSpec): Defaults {
  const { teacher, student } = defaultNets(given);
  const isImages = (student as PartialNet).kind === "cnn";
  const net = isImages ? { name: "conv", ...student } : { ...student, name: "perceptron", hidden: [200, 100] };
  const recipes = [
    ...["longer", "int8", "quantise:4", "quantise:3", "units:0.5"],
    ...["prune:0.8,share:4", "prune:0.8,prune:0.9,share:4", "units:0.5,quantise:4"],
  ];
  const byLabels = ["quantise:4", "quantise:3", "units:0.5", "prune:0.8,share:4"];
  return {
    ...{ ...SHARED, teacher, teacherSeeds: [1], temperature: 4 },
    nets: [{ ...net, learnsFrom: "teacher", recoveryEpochs: 4, codeEpochs: 2, recipes, byLabels }],
  };
}

/** Returns the defaults of a run: the nets and recipes of the report on MNIST, small ones on generated digits, or nets for the user's own data. */
export function compressionDefaults(given: SpecParts & DataSpec, dataset: DataSpec["dataset"]): SpecParts {
  if (dataset === undefined) return { ...ownDefaults(given) };
  const { adaptation, ...defaults } = dataset === "digits" ? DIGITS : MNIST;
  // What one of these nets is adapted to says nothing of other nets.
  return { dataset, ...defaults, ...(adaptation === undefined || given.nets !== undefined ? {} : { adaptation }) };
}
