import { createRandom } from "@dark-knowledge/core";
import type { CorrectedFigures, NetRecord, RunRecord } from "../src/index.ts";
import { drawSegments } from "./draw-segments.ts";

const CLASSES = ["0", "1", "2", "3"];
const PER_CLASS = 250;

/** Figures on 1,000 examples of four classes, with so many errors on the last class and the rest on those before it. */
function figures(errors: number, onLast = 0): CorrectedFigures {
  let rest = errors - onLast;
  const wrong = CLASSES.map((_, label) => {
    const count = label === CLASSES.length - 1 ? onLast : Math.min(PER_CLASS, rest);
    rest -= count;
    return count;
  });
  return {
    figures: { errors, nll: errors / 1000, calibrationError: 0.01 },
    // Wrong answers are the next class, and the one before the last.
    confusion: wrong.map((count, label) => {
      const row = CLASSES.map((_, predicted) => (predicted === label ? PER_CLASS - count : 0));
      row[label === CLASSES.length - 1 ? label - 1 : label + 1] = count;
      return row;
    }),
  };
}

const TEACHER_LOGITS = (label: number) => CLASSES.map((_, index) => (index === label ? 6 : (index % 3) / 2));

/** Nets of one name, a seed for each count of errors. */
function netsOf(name: string, errors: readonly number[], over: Partial<NetRecord> = {}): readonly NetRecord[] {
  return errors.map((count, index) => ({
    ...{ role: "student", name, seed: index + 1, teacher: { name: "teacher", seed: (index % 2) + 1 } },
    ...{ table: "section-3", architecture: "784-8-4", parameters: 6316, transferSize: 1000 },
    ...figures(count),
    fidelity: { agreement: 1 - count / 1000, kl: count / 500 },
    // Two examples of every class; the first is the harder one.
    exampleLogits: CLASSES.flatMap((_, label) =>
      [0.5, 1].map((scale) => TEACHER_LOGITS(label).map((logit) => scale * logit)),
    ),
    history: [{ epoch: 1, terms: { total: 1 } }],
    ...over,
  }));
}

/** Logits that put the last class behind the third by 2, of every example. */
const BEHIND = CLASSES.flatMap(() => [0, 1].map(() => [0, 0, 5, 3]));

const withoutLast = netsOf("without-3s", [200, 210], {
  ...{ table: "without-3s", temperature: 20, omit: [3], exampleLogits: BEHIND },
  ...figures(200, 150),
}).map((net, index) => ({
  ...net,
  corrected: {
    // Of the 250 of the last class 5 and 10 are wrong: 97 % are right.
    byShares: { ...figures(100 + index, 5 * (index + 1)), biases: [2.5] },
    byTestErrors: { ...figures(95 + index, 4), shift: 3 },
  },
}));

const onlyTwo = netsOf("only-7s-and-8s", [500, 520], { table: "only-7s-and-8s", temperature: 20, only: [1, 2] }).map(
  (net) => ({
    ...net,
    corrected: {
      byShares: { ...figures(150), biases: [-7, -6] },
      byTestErrors: { ...figures(140), shift: -7.5 },
    },
  }),
);

const random = createRandom(7);

const DATASET = {
  name: "mnist",
  sizes: { training: 1000, test: CLASSES.length * PER_CLASS },
  classNames: CLASSES,
};

/** A record with every table of a run, on four classes, and with the paper's numbers although the test set is smaller. */
export const MNIST_RECORD: RunRecord = {
  experiment: "mnist",
  title: "Distillation on MNIST",
  command: "dark-knowledge reproduce mnist --spec spec.json",
  spec: { dataset: "mnist", studentSeeds: [1, 2] },
  versions: { "dark-knowledge": "0.1.0", node: "20.20.0" },
  backend: "cpu 4.22.0",
  dataset: DATASET,
  examples: CLASSES.flatMap((_, label) =>
    [0, 1].map(() => ({ label, picture: { pixels: drawSegments(label, random), width: 28, height: 28 } })),
  ),
  nets: [
    ...netsOf("teacher", [7, 9], { role: "teacher", architecture: "784-32-4" }).map(
      ({ table: _, teacher: __, fidelity: ___, ...net }) => net,
    ),
    ...netsOf("hard", [20, 22], { label: "student, hard labels", baseline: true }),
    ...netsOf("distilled", [10, 12], { label: "student, distilled", temperature: 20 }),
    ...[1, 4, 20].flatMap((temperature) =>
      ["784-8-4", "784-4-4"].flatMap((architecture) =>
        netsOf(`temperature-${temperature}-${architecture}`, [10 + temperature, 12 + temperature], {
          ...{ table: "temperature", temperature, architecture },
        }),
      ),
    ),
    ...withoutLast,
    ...onlyTwo,
    ...[10, 100].flatMap((transferSize) => [
      ...netsOf(`share-${transferSize}-hard`, [9000 / transferSize], { table: "transfer-size", transferSize }),
      ...netsOf(`share-${transferSize}-soft`, [4000 / transferSize], {
        ...{ table: "transfer-size", transferSize, temperature: 20 },
      }),
    ]),
    ...netsOf("unlabelled", [11, 13], { table: "teachers", temperature: 20 }),
    ...netsOf("reverse-kl", [12, 13], { table: "losses", temperature: 4 }),
    ...netsOf("label-smoothing", [18, 19], { table: "controls" }),
    ...netsOf("shuffled-teacher", [750, 760], { table: "controls", temperature: 20 }),
  ],
};
