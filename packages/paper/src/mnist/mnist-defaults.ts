import type { SpecParts } from "../experiment.ts";
import { SEARCHED_LESSONS } from "./internal/searched-lessons.ts";
import type { PartialMnistSpec } from "./mnist-spec.ts";
import { mnistStudents } from "./mnist-students.ts";

const TEN = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

/** MNIST; the two students of section 3 have ten seeds, unless all students are given theirs. */
const onMnist = ({ studentSeeds }: SpecParts): PartialMnistSpec => ({
  holdOut: 0,
  teacherSeeds: [1, 2, 3, 4, 5],
  studentSeeds: [1, 2, 3, 4, 5],
  teacher: { hidden: [1200, 1200], epochs: 100, dropout: 0.3, jitter: 2, weightDecay: 1e-4 },
  members: 10,
  member: { hidden: [800, 800], epochs: 20, dropout: 0.3, jitter: 2 },
  students: mnistStudents(
    { hidden: [800, 800], epochs: 6, learningRate: 0.08, warmup: 0.1, nesterov: true, centred: true },
    {
      widths: [800, 300, 30],
      epochs: 20,
      patience: 120,
      repeats: 10,
      lessons: SEARCHED_LESSONS,
      ...(studentSeeds ? {} : { seeds: TEN }),
    },
  ),
});

/** Small nets diverge with the temperatures and rates that are best on MNIST. */
const GENTLE_LESSONS = SEARCHED_LESSONS.map(({ temperature, rate, ...lesson }) => ({
  ...lesson,
  ...(temperature === undefined ? {} : { temperature: Math.min(4, temperature) }),
  rate: rate / 2,
}));

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
    { widths: [32, 16], epochs: 4, patience: 6, repeats: 4, lessons: GENTLE_LESSONS },
  ),
};

/** Returns the defaults of a run: on MNIST, or on generated digits in a minute. */
export function mnistDefaults(given: SpecParts): SpecParts {
  const { dataset = "mnist" } = given;
  return { dataset, ...(dataset === "digits" ? DIGITS : onMnist(given)) };
}
