import { createRandom } from "@dark-knowledge/core";
import {
  type Augmentation,
  augmentBy,
  type Batch,
  batches,
  createDataset,
  type Dataset,
  flip,
  mixup,
} from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import {
  type Classifier,
  distill,
  distillRegressor,
  sgd,
  type TrainingOptions,
  trainClassifier,
  trainMembers,
  trainRegressor,
} from "../src/index.ts";
import { checkpointsInMemory } from "./fixtures/checkpoints-in-memory.ts";

const MIXED: readonly Augmentation[] = [mixup({ alpha: 0.7 })];
const RATE = 0.25;

type Kind = "classes" | "several-classes" | "numbers";

/** Random examples of three numbers, some without a label and each with a weight. */
function examples(kind: Kind, rows: number, width: number, seed: number): Dataset {
  const random = createRandom(seed);
  const normals = (count: number) => Float32Array.from({ length: count }, () => random.normal());
  const names = Array.from({ length: width }, (_, index) => `c${index}`);
  const known = () => random.uniform() > 0.3;
  const targets = {
    classes: () => ({
      labels: Int32Array.from({ length: rows }, () => (known() ? random.integer(width) : -1)),
      classNames: names,
    }),
    "several-classes": () => ({
      labels: Int8Array.from({ length: rows * width }, () => (known() ? random.integer(2) : -1)),
      classNames: names,
    }),
    numbers: () => ({
      values: normals(rows * width),
      known: Uint8Array.from({ length: rows * width }, () => Number(known())),
      names,
    }),
  }[kind]();
  return createDataset({
    columns: { x: { values: normals(3 * rows), shape: [3] } },
    targets: { kind, ...targets } as never,
    weights: Float32Array.from({ length: rows }, () => 0.5 + random.uniform()),
  });
}

/** Whether an example has a target. */
function isKnown({ targets }: Dataset, id: number): boolean {
  if (targets.kind === "classes") return targets.labels[id]! >= 0;
  if (targets.kind === "several-classes") {
    const width = targets.classNames.length;
    return targets.labels.subarray(id * width, (id + 1) * width).some((label) => label >= 0);
  }
  if (targets.kind !== "numbers") return false;
  const width = targets.names.length;
  return targets.known!.subarray(id * width, (id + 1) * width).includes(1);
}

const softmax = (logits: readonly number[]) => {
  const powers = logits.map((logit) => Math.exp(logit));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
};
const logOf = (logit: number, isThere: boolean) => -Math.log(1 / (1 + Math.exp(isThere ? -logit : logit)));
const product = (x: readonly number[], kernel: readonly number[], width: number) =>
  Array.from({ length: width }, (_, column) =>
    x.reduce((sum, value, row) => sum + value * kernel[row * width + column]!, 0),
  );

/** The hard term in float64: each known target by its weight, that of the example times the share of the mixture. */
function hardMean(batch: Batch, answers: readonly (readonly number[])[]): number {
  let [sum, count] = [0, 0];
  const add = (weight: number, loss: number) => {
    sum += weight * loss;
    count += weight;
  };
  answers.forEach((answer, row) => {
    for (const [targets, share] of [
      [batch.targets, batch.mix!.shares[row]!],
      [batch.mix!.targets, 1 - batch.mix!.shares[row]!],
    ] as const) {
      const weight = share * batch.weights![row]!;
      if (targets.kind === "classes") {
        const label = targets.labels[row]!;
        if (label >= 0) add(weight, -Math.log(softmax(answer)[label]!));
      } else if (targets.kind === "several-classes") {
        answer.forEach((logit, column) => {
          const label = targets.labels[row * answer.length + column]!;
          if (label >= 0) add(weight, logOf(logit, label === 1));
        });
      } else if (targets.kind === "numbers") {
        answer.forEach((value, column) => {
          const at = row * answer.length + column;
          if (targets.known[at]) add(weight, (value - targets.values[at]!) ** 2);
        });
      }
    }
  });
  return sum / count;
}

/** The soft term in float64: T² times the cross-entropy with the teacher, or of numbers the squared distance, by the weights of examples. */
function softMean(
  kind: Kind,
  batch: Batch,
  answers: readonly number[][],
  teacher: readonly number[][],
  T: number,
): number {
  let [sum, count] = [0, 0];
  answers.forEach((answer, row) => {
    const [weight, given] = [batch.weights![row]!, teacher[row]!];
    const at = (values: readonly number[]) => values.map((value) => value / T);
    if (kind === "classes") {
      const [p, q] = [softmax(at(given)), softmax(at(answer))];
      sum += weight * T * T * p.reduce((all, prob, index) => all - prob * Math.log(q[index]!), 0);
      count += weight;
    } else {
      answer.forEach((value, column) => {
        const p = 1 / (1 + Math.exp(-given[column]! / T));
        const loss = p * logOf(value / T, true) + (1 - p) * logOf(value / T, false);
        sum += weight * (kind === "numbers" ? (value - given[column]!) ** 2 : T * T * loss);
        count += weight;
      });
    }
  });
  return sum / count;
}

/** The one batch of the first epoch, and its examples in float64. */
function onlyBatch(dataset: Dataset): { readonly batch: Batch; readonly rows: number[][] } {
  const [batch] = batches(dataset, { batchSize: dataset.rows.length, seed: 5, epoch: 0, augment: MIXED });
  const values = Array.from(batch!.inputs.x!.values);
  return {
    batch: batch!,
    rows: dataset.rows.length === 0 ? [] : values.flatMap((_, at) => (at % 3 ? [] : [values.slice(at, at + 3)])),
  };
}

const options = (dataset: Dataset, kernel: tf.Variable) => ({
  ...{ epochs: 1, seed: 5, batchSize: dataset.rows.length, augment: MIXED, variables: [kernel] },
  optimizer: sgd({ learningRate: RATE }),
});
const linear =
  (kernel: tf.Tensor): Classifier =>
  (features) =>
    tf.matMul(features as tf.Tensor2D, kernel as tf.Tensor2D);

describe.each<[Kind, number, number]>([
  ["classes", 7, 3],
  ["classes", 12, 5],
  ["several-classes", 9, 4],
  ["numbers", 8, 2],
])("mixed examples of %s (%i, %i)", (kind, rows, width) => {
  const dataset = examples(kind, rows, width, rows);
  const random = createRandom(rows + width);
  const first = Array.from({ length: 3 * width }, () => Math.fround(random.normal()));
  const given = Array.from({ length: 3 * width }, () => Math.fround(2 * random.normal()));
  const { batch, rows: features } = onlyBatch(dataset);
  const answersOf = (kernel: readonly number[]) => features.map((x) => product(x, kernel, width));

  /** Trains for one step, and compares loss and weights with those of a loss in float64. */
  async function expectStep(
    train: (kernel: tf.Variable) => Promise<{ epochs: readonly { terms: Readonly<Record<string, number>> }[] }>,
    lossOf: (kernel: readonly number[]) => number,
  ) {
    const kernel = tf.tidy(() => tf.variable(tf.tensor2d(first, [3, width])));
    const before = tf.memory().numTensors;
    const { epochs } = await train(kernel);
    expect(tf.memory().numTensors).toBe(before);
    expect(epochs[0]!.terms.total).toBeCloseTo(lossOf(first), 5);
    const h = 1e-5;
    const moved = first.map((value, at) => {
      const near = (by: number) => lossOf(first.with(at, value + by));
      return value - (RATE * (near(h) - near(-h))) / (2 * h);
    });
    Array.from(kernel.dataSync()).forEach((value, at) => {
      expect(value).toBeCloseTo(moved[at]!, 4);
    });
    kernel.dispose();
  }

  it("teach by the targets of both, each by its share", async () => {
    const train = kind === "numbers" ? trainRegressor : trainClassifier;
    // These loops learn from examples of which something is known.
    const known = Array.from(dataset.rows).filter((id) => isKnown(dataset, id));
    const part: Dataset = { ...dataset, rows: Int32Array.from(known) };
    const { batch: own, rows: mixed } = onlyBatch(part);
    await expectStep(
      (kernel) => train(linear(kernel), part, options(part, kernel)),
      (kernel) =>
        hardMean(
          own,
          mixed.map((x) => product(x, kernel, width)),
        ),
    );
  });

  it("are answered by the teacher as they are, next to the targets of both", async () => {
    const [T, hardWeight, softWeight] = [kind === "numbers" ? 1 : 2.5, 0.3, 0.6];
    const teacher = tf.tensor2d(given, [3, width]);
    await expectStep(
      (kernel) =>
        kind === "numbers"
          ? distillRegressor(linear(kernel), linear(teacher), dataset, {
              ...options(dataset, kernel),
              hardWeight,
              softWeight,
            })
          : distill(linear(kernel), linear(teacher), dataset, {
              ...options(dataset, kernel),
              ...{ hardWeight, softWeight, temperature: T },
            }),
      (kernel) =>
        softWeight * softMean(kind, batch, answersOf(kernel), answersOf(given), T) +
        hardWeight * hardMean(batch, answersOf(kernel)),
    );
    teacher.dispose();
  });

  it("need no label where the teacher answers", async () => {
    const teacher = tf.tensor2d(given, [3, width]);
    const weights = { hardWeight: 0, softWeight: 1 };
    await expectStep(
      (kernel) =>
        kind === "numbers"
          ? distillRegressor(linear(kernel), linear(teacher), dataset, { ...options(dataset, kernel), ...weights })
          : distill(linear(kernel), linear(teacher), dataset, {
              ...options(dataset, kernel),
              ...weights,
              temperature: 2,
            }),
      (kernel) => softMean(kind, batch, answersOf(kernel), answersOf(given), 2),
    );
    teacher.dispose();
  });
});

describe("the option augment", () => {
  const images = createDataset({
    features: Float32Array.from({ length: 24 }, (_, index) => index % 6),
    labels: Int32Array.of(0, 1, 0, 1),
    exampleShape: [2, 3, 1],
    classNames: ["a", "b"],
  });
  const OPTIONS: TrainingOptions = { epochs: 1, seed: 1, batchSize: 2 };
  const student =
    (seen: number[][], kernel: tf.Variable): Classifier =>
    (features) => {
      const flat = tf.reshape(features, [-1, 6]) as tf.Tensor2D;
      seen.push(...(flat.arraySync() as number[][]));
      return tf.matMul(flat, kernel as tf.Tensor2D);
    };
  const withKernel = async (use: (kernel: tf.Variable) => Promise<unknown>) => {
    const kernel = tf.tidy(() => tf.variable(tf.zeros([6, 2])));
    await use(kernel).finally(() => kernel.dispose());
  };

  it("shows student and teacher the same changed images, and asks the teacher in every epoch", async () => {
    const [ours, theirs]: [number[][], number[][]] = [[], []];
    await withKernel((kernel) =>
      distill(
        student(ours, kernel),
        (features) => {
          const flat = tf.reshape(features, [-1, 6]) as tf.Tensor2D;
          theirs.push(...(flat.arraySync() as number[][]));
          return tf.mul(tf.slice(flat, [0, 0], [-1, 2]), 3);
        },
        images,
        { ...OPTIONS, epochs: 2, temperature: 1, augment: [flip({ horizontal: true })], variables: [kernel] },
      ),
    );
    expect(theirs).toHaveLength(8);
    // Before them the student is probed with stored examples.
    expect(ours.slice(-8)).toEqual(theirs);
    const orders = theirs.map((row) => row.join());
    expect([...new Set(orders)].sort()).toEqual(["0,1,2,3,4,5", "2,1,0,5,4,3"]);
  });

  it("changes the examples of every loop, by functions too", async () => {
    const doubled = [
      augmentBy("doubled", ({ values }) => {
        values.set(values.map((value) => 2 * value));
      }),
    ];
    const seen: number[][] = [];
    await withKernel((kernel) =>
      trainClassifier(student(seen, kernel), images, { ...OPTIONS, augment: doubled, variables: [kernel] }),
    );
    expect(seen.slice(-4)).toEqual(Array(4).fill([0, 2, 4, 6, 8, 10]));
  });

  it("is a part of what a run is resumed by", async () => {
    const saved = checkpointsInMemory();
    await withKernel((kernel) =>
      trainClassifier(student([], kernel), images, {
        ...{ ...OPTIONS, augment: [flip({ horizontal: true })], variables: [kernel], checkpoints: saved },
      }),
    );
    await withKernel((kernel) =>
      expect(
        trainClassifier(student([], kernel), images, {
          ...{ ...OPTIONS, epochs: 2, variables: [kernel], checkpoints: checkpointsInMemory(saved.states.at(-1)) },
        }),
      ).rejects.toThrow("augment"),
    );
  });

  it("is refused with recorded answers, which are to the examples as they are", async () => {
    await withKernel((kernel) =>
      expect(
        distill(student([], kernel), { logits: new Float32Array(8) }, images, {
          ...OPTIONS,
          temperature: 1,
          augment: [flip({ horizontal: true }), mixup({ alpha: 1 })],
          variables: [kernel],
        }),
      ).rejects.toThrow(
        "distill: augment must be left out with recorded answers, which are not to the examples as the student would see them, got flip, mixup",
      ),
    );
  });

  it("is refused where a dataset cannot be changed so, before anything is trained", async () => {
    const points = examples("classes", 4, 2, 1);
    const create = () => {
      throw new Error("nothing is created");
    };
    const members = trainMembers(create, points, { ...OPTIONS, members: 2, augment: [flip({ horizontal: true })] });
    await expect(members.next()).rejects.toThrow("augment[0] must be for images, got flip of examples of shape [3]");
  });

  it("does not mix examples of numbers that a teacher bounds", async () => {
    const numbers = examples("numbers", 4, 2, 1);
    const kernel = tf.tidy(() => tf.variable(tf.zeros([3, 2])));
    await expect(
      distillRegressor(linear(kernel), linear(kernel), numbers, {
        ...options(numbers, kernel),
        teacherBound: { margin: 0 },
      }),
    ).rejects.toThrow(
      "distillRegressor: teacherBound must be left out where examples are mixed, which have no true number to bound an error by, got mixup",
    );
    kernel.dispose();
  });
});
