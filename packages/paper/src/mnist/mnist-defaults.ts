import type { SpecParts } from "../experiment.ts";
import type { PartialMnistSpec } from "./mnist-spec.ts";
import { mnistStudents } from "./mnist-students.ts";

const MNIST: PartialMnistSpec = {
  holdOut: 0,
  teacherSeeds: [1, 2, 3],
  studentSeeds: [1, 2, 3, 4, 5],
  teacher: { hidden: [1200, 1200], epochs: 100, dropout: 0.3, jitter: 2, weightDecay: 1e-4 },
  members: 10,
  member: { hidden: [800, 800], epochs: 20, dropout: 0.3, jitter: 2 },
  students: mnistStudents(
    { hidden: [800, 800], epochs: 6, learningRate: 0.08, warmup: 0.1, nesterov: true, centred: true },
    { widths: [800, 300, 30], epochs: 20, patience: 80, repeats: 10 },
  ),
};

const DIGITS: PartialMnistSpec = {
  trainSize: 800,
  testSize: 400,
  holdOut: 0,
  teacherSeeds: [1],
  studentSeeds: [1],
  teacher: { hidden: [64, 64], epochs: 6, batchSize: 32, dropout: 0.1, jitter: 1 },
  members: 2,
  member: { hidden: [32], epochs: 4, batchSize: 32 },
  students: mnistStudents(
    { hidden: [32, 32], epochs: 6, batchSize: 32, learningRate: 0.05 },
    { widths: [32, 16], epochs: 4, patience: 6, repeats: 4 },
  ),
};

/** Returns the defaults of a run: on MNIST, or on generated digits in a minute. */
export function mnistDefaults({ dataset = "mnist" }: SpecParts): SpecParts {
  return { dataset, ...(dataset === "digits" ? DIGITS : MNIST) };
}
