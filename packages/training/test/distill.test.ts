import { createRandom } from "@dark-knowledge/core";
import { labelsOf, omitClasses, selectRows, withoutLabels } from "@dark-knowledge/datasets";
import { logitMatching, softTargetCrossEntropy } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import {
  type Classifier,
  createMlp,
  type DistillOptions,
  distill,
  evaluate,
  fidelity,
  fingerprintWeights,
  sgd,
  trainClassifier,
} from "../src/index.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(40, 1);
const test100 = twoClasses(100, 99);
const OPTIONS: DistillOptions = { temperature: 3, epochs: 10, seed: 1, batchSize: 8 };
const makeModel = (seed: number) => createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [6], classCount: 2, seed });
const weightsOf = (model: ReturnType<typeof makeModel>) => model.weights.map((weight) => weight.read());

/** Right about every example: twice the sums of the upper and of the lower pixels. */
const oracle = (features: tf.Tensor) => tf.mul(tf.sum(tf.reshape(features, [-1, 2, 2]), 2), 2);

/** Trains a student and gives its errors on fresh examples. */
async function errorsAfter(teacher: Classifier, options: Partial<DistillOptions>, set = dataset): Promise<number> {
  const student = makeModel(7);
  await distill(student, teacher, set, { ...OPTIONS, ...options });
  const { errors } = await evaluate(student, test100);
  student.dispose();
  return errors;
}

describe("distill(student, teacher, transferSet)", () => {
  test("teaches the student without any label", async () => {
    expect(await errorsAfter(oracle, { hardWeight: 0 }, withoutLabels(dataset))).toBe(0);
  });

  test("makes the student worse when the teacher's answers are shuffled", async () => {
    // Class by class the teacher answers just as often, but for other examples.
    const order = createRandom(3).permutation(40);
    const answers = tf.tensor1d(labelsOf(selectRows(dataset, order)), "int32");
    let asked = 0;
    const shuffled = (features: tf.Tensor) => {
      const size = features.shape[0]!;
      const labels = tf.slice(answers, asked % 40, size);
      asked += size;
      return tf.mul(tf.oneHot(labels, 2), 5);
    };
    expect(await errorsAfter(oracle, {})).toBe(0);
    expect(await errorsAfter(shuffled, {})).toBeGreaterThan(20);
    answers.dispose();
  });

  test("follows the teacher, not the labels, as the weights say", async () => {
    const liar = (features: tf.Tensor) => tf.neg(oracle(features));
    expect(await errorsAfter(liar, { softWeight: 1, hardWeight: 0 })).toBe(100);
    expect(await errorsAfter(liar, { softWeight: 0, hardWeight: 1 })).toBe(0);
  });

  test("takes another soft term, with labels and temperature at hand", async () => {
    const [own, given] = [makeModel(7), makeModel(7)];
    const options = { ...OPTIONS, optimizer: sgd({ learningRate: 0.1 }) };
    await distill(own, oracle, dataset, options);
    let temperatures = 0;
    const { epochs } = await distill(given, oracle, dataset, {
      ...options,
      softLoss: (z, v, { labels, temperature }) => {
        expect([labels.shape, z.shape]).toEqual([[8], [8, 2]]);
        temperatures += temperature;
        return softTargetCrossEntropy(z, v, { temperature });
      },
    });
    // Once more beforehand, to see what it gives.
    expect(temperatures).toBe(3 * 51);
    expect(Object.keys(epochs[0]!.terms).sort()).toEqual(["hard", "soft", "total"]);
    expect((await given.weights[0]!.read().data()) as Float32Array).toBeAllClose(
      (await own.weights[0]!.read().data()) as Float32Array,
      { rtol: 1e-4, atol: 1e-5 },
    );
    own.dispose();
    given.dispose();
    // Alone, it needs no label.
    const unlabelled = {
      hardWeight: 0,
      softLoss: (z, v) => logitMatching(z, v, { centred: true }),
    } satisfies Partial<DistillOptions>;
    expect(await errorsAfter(oracle, { ...unlabelled, epochs: 20 }, withoutLabels(dataset))).toBe(0);
  });

  test("teaches a class that the transfer set lacks", async () => {
    // The answers for one class alone still tell how the logits depend on the pixels, and so where the other class begins.
    const onlyTop = omitClasses(dataset, [1]);
    const makeLinear = () => createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [], classCount: 2, seed: 7 });
    const options = { ...OPTIONS, epochs: 200, optimizer: sgd({ learningRate: 0.5 }) };
    const [distilled, hard] = [makeLinear(), makeLinear()];
    await distill(distilled, oracle, onlyTop, { ...options, hardWeight: 0 });
    const { temperature: _, ...ofLabels } = options;
    await trainClassifier(hard, onlyTop, ofLabels);
    expect((await evaluate(hard, test100)).errors).toBeGreaterThan(40);
    expect((await evaluate(distilled, test100)).errors).toBeLessThan(10);
    distilled.dispose();
    hard.dispose();
  });

  test("asks the teacher once per example without jitter, and on every view with it", async () => {
    let asked = 0;
    const counting = (features: tf.Tensor) => {
      asked += features.shape[0]!;
      return oracle(features);
    };
    await errorsAfter(counting, { epochs: 3 });
    expect(asked).toBe(40);
    asked = 0;
    await errorsAfter(counting, { epochs: 3, jitter: 1 });
    expect(asked).toBe(120);
  });

  test("shows teacher and student the same jittered image, in inference mode to the teacher", async () => {
    const seen: { name: string; values: Float32Array; training: boolean }[] = [];
    const kernel = tf.tidy(() => tf.variable(tf.zeros([4, 2])));
    const spy =
      (name: string, logits: (features: tf.Tensor) => tf.Tensor): Classifier =>
      (features, { training }) => {
        seen.push({ name, values: features.dataSync() as Float32Array, training });
        return logits(features);
      };
    const student = spy("student", (features) =>
      tf.matMul(tf.reshape(features, [-1, 4]) as tf.Tensor2D, kernel as tf.Tensor2D),
    );
    await distill(student, spy("teacher", oracle), dataset, { ...OPTIONS, epochs: 1, jitter: 1, variables: [kernel] });
    // A few examples as they are stored, to see what the student gives.
    expect(seen.shift()).toMatchObject({ name: "student", training: false });
    const [ofTeacher, ofStudent] = ["teacher", "student"].map((name) => seen.filter((one) => one.name === name));
    expect(ofTeacher).toHaveLength(5);
    expect(ofStudent!.map(({ values }) => values)).toEqual(ofTeacher!.map(({ values }) => values));
    expect(ofTeacher!.some(({ training }) => training)).toBe(false);
    expect(ofStudent!.every(({ training }) => training)).toBe(true);
    kernel.dispose();
  });

  test("never changes the teacher and returns its fingerprint", async () => {
    const teacher = makeModel(3);
    await trainClassifier(teacher, dataset, { epochs: 5, seed: 1, batchSize: 8 });
    const before = await fingerprintWeights(weightsOf(teacher));
    const student = makeModel(7);
    const history = await distill(student, teacher, dataset, OPTIONS);
    expect(history.teacherFingerprint).toBe(before);
    expect(await fingerprintWeights(weightsOf(teacher))).toBe(before);
    expect((await fidelity(student, teacher, test100)).agreement).toBeGreaterThan(0.95);
    student.dispose();
    teacher.dispose();
  });

  test("notices a teacher that changes while it teaches", async () => {
    const weight = tf.tidy(() => tf.variable(tf.scalar(2)));
    const drifting = (features: tf.Tensor) => {
      weight.assign(tf.add(weight, 0.1));
      return tf.mul(oracle(features), weight);
    };
    await expect(errorsAfter(drifting, { teacherWeights: [weight] })).rejects.toThrow(
      /^distill: the teacher's weights changed during training; do student and teacher share layers\?$/,
    );
    weight.dispose();
  });

  test("reports total, soft and hard, with total their weighted sum, and kl, which is 0 for the teacher itself", async () => {
    const student = makeModel(7);
    const { epochs } = await distill(student, oracle, dataset, {
      ...OPTIONS,
      softWeight: 0.7,
      hardWeight: 0.3,
      epochs: 2,
    });
    for (const { terms } of epochs) {
      expect(Object.keys(terms).sort()).toEqual(["hard", "kl", "soft", "total"]);
      expect(terms.kl).toBeGreaterThan(0.01);
      expect(terms.kl).toBeLessThan(terms.soft!);
      expect(terms.total).toBeCloseTo(0.7 * terms.soft! + 0.3 * terms.hard!, 4);
    }
    student.dispose();
  });

  test("reports a kl of 0 while the student gives the teacher's answers", async () => {
    const scale = tf.tidy(() => tf.variable(tf.scalar(1)));
    const twin = (features: tf.Tensor) => tf.mul(oracle(features), scale);
    const options = { ...OPTIONS, temperature: 20, hardWeight: 0, epochs: 1, variables: [scale] };
    const { epochs } = await distill(twin, oracle, dataset, options);
    expect(epochs[0]!.terms.soft).toBeGreaterThan(100);
    expect(epochs[0]!.terms.kl).toBeCloseTo(0, 3);
    scale.dispose();
  });

  test("takes the temperature from a schedule, step by step", async () => {
    const soften = async (temperature: DistillOptions["temperature"]) => {
      // A student that does not learn, so that the soft term tells the temperature.
      const student = makeModel(7);
      const optimizer = sgd({ learningRate: 0 });
      const { epochs } = await distill(student, oracle, dataset, { ...OPTIONS, temperature, epochs: 2, optimizer });
      optimizer.dispose();
      student.dispose();
      return epochs.map(({ terms }) => [terms.soft, terms.kl]);
    };
    const [warm, cool] = [await soften(8), await soften(2)];
    expect(warm[0]![0]).toBeGreaterThan(2 * cool[0]![0]!);
    const steps: number[] = [];
    const schedule = await soften(({ step, stepsPerEpoch }) => {
      steps.push(step);
      return step < stepsPerEpoch ? 8 : 2;
    });
    expect(schedule).toEqual([warm[0], cool[1]]);
    expect([...new Set(steps)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("gives the same student for the same seed", async () => {
    const prints = [];
    for (const seed of [1, 1, 2]) {
      const student = makeModel(7);
      await distill(student, oracle, dataset, { ...OPTIONS, seed });
      prints.push(await fingerprintWeights(weightsOf(student)));
      student.dispose();
    }
    expect(prints[0]).toBe(prints[1]);
    expect(prints[0]).not.toBe(prints[2]);
  });

  test("leaves no tensor behind", async () => {
    const teacher = makeModel(3);
    const student = makeModel(7);
    await distill(student, teacher, dataset, OPTIONS);
    const before = tf.memory().numTensors;
    await distill(student, teacher, dataset, OPTIONS);
    await distill(student, teacher, dataset, { ...OPTIONS, jitter: 1, epochs: 2 });
    expect(tf.memory().numTensors).toBe(before);
    student.dispose();
    teacher.dispose();
  });

  test("names what is wrong", async () => {
    const student = makeModel(7);
    const rejects = (options: object, text: RegExp, teacher: Classifier = oracle, set = dataset) =>
      expect(distill(student, teacher, set, { ...OPTIONS, ...options })).rejects.toThrow(text);
    await rejects({ temperature: 0 }, /^distill: temperature must be a positive finite number, got 0$/);
    await rejects({ temperature: -2 }, /^distill: temperature must be a positive finite number, got -2$/);
    const cooling = ({ step }: { step: number }) => 1 - step;
    const atStep = /^distill: temperature at step 1 must be a positive finite number, got 0$/;
    await rejects({ temperature: cooling }, atStep);
    await rejects({ softWeight: -1 }, /^distill: softWeight must be a finite number, at least 0, got -1$/);
    await rejects({ hardWeight: Number.NaN }, /^distill: hardWeight must be a finite number, at least 0, got NaN$/);
    await rejects(
      {},
      /^distill: hardWeight must be 0 for a transfer set without labels, got 0.1$/,
      oracle,
      withoutLabels(dataset),
    );
    await rejects({}, /^distill: teacher must give finite logits, got NaN for class 0 of example 0$/, (x) =>
      tf.mul(oracle(x), Number.NaN),
    );
    await rejects(
      {},
      /^distill: teacher must give logits of shape \[40, 2\] \(examples and classes of the dataset\), got \[40, 4\]$/,
      (x) => tf.reshape(x, [-1, 4]),
    );
    await rejects({}, /^distill: student must share no trained weight with the teacher, got 4 shared$/, student);
    student.dispose();
  });
});
