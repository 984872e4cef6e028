import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { classNamesOf, type Dataset, labelsOf, selectRows, viewOf, withoutLabels } from "@dark-knowledge/datasets";
import { logitMatching } from "@dark-knowledge/losses";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  answeredExamples,
  type Classifier,
  createMlp,
  type DistillOptions,
  distill,
  evaluate,
  fingerprintWeights,
  predictLogits,
  type SoftLoss,
  type TeacherFunction,
  trainClassifier,
} from "../../src/index.ts";
import { batchInputs } from "../../src/internal/batch-inputs.ts";
import { recordSoftTargets } from "../../src/node/index.ts";
import { twoClasses } from "../fixtures/two-classes.ts";

const dataset = twoClasses(40, 1);
const OPTIONS: DistillOptions = { temperature: 3, epochs: 4, seed: 5, batchSize: 7 };
const makeModel = (seed: number) => createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [6], classCount: 2, seed });
const fingerprint = (model: ReturnType<typeof makeModel>) =>
  fingerprintWeights(model.weights.map((weight) => weight.read()));
const oracle = (features: tf.Tensor) => tf.mul(tf.sum(tf.reshape(features, [-1, 2, 2]), 2), 2);

let directory: string;
let teacher: ReturnType<typeof makeModel>;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "record-soft-targets-"));
  teacher = makeModel(3);
  await trainClassifier(teacher, dataset, { epochs: 5, seed: 1, batchSize: 8 });
});
afterEach(() => {
  rmSync(directory, { recursive: true });
  teacher.dispose();
});
const inside = (name: string) => join(directory, name);

function expectSameFiles(one: string, other: string): void {
  expect(readdirSync(inside(one))).toEqual(readdirSync(inside(other)));
  for (const file of readdirSync(inside(one))) {
    expect(readFileSync(join(inside(one), file))).toEqual(readFileSync(join(inside(other), file)));
  }
}

/** Trains a student from the same beginning and gives the hash of its weights, with what training returned. */
async function studentOf(from: Parameters<typeof distill>[1], options: Partial<DistillOptions> = {}, set = dataset) {
  const student = makeModel(7);
  try {
    const history = await distill(student, from, set, { ...OPTIONS, ...options });
    return { weights: await fingerprint(student), history };
  } finally {
    student.dispose();
  }
}

describe("recordSoftTargets(teacher, dataset, directory)", () => {
  test("keeps the teacher's logits bit for bit, by id, and says whose they are", async () => {
    const expected = await predictLogits(teacher, dataset);
    const result = await recordSoftTargets(teacher, dataset, inside("s"), { batchSize: 9 });
    expect(result).toEqual({
      answers: 40,
      recorded: 40,
      unanswered: 0,
      teacherFingerprint: await fingerprint(teacher),
    });
    const store = await openSoftTargets(inside("s"), result);
    expect((await store.read(dataset.rows)).logits).toEqual(expected.data);
    expect(store.manifest.classNames).toEqual(classNamesOf(dataset));
  });

  test("takes the examples of a view, in any order and repeated, once each", async () => {
    const view = selectRows(dataset, [30, 2, 17, 2]);
    expect(await recordSoftTargets(teacher, view, inside("s"))).toMatchObject({ answers: 3 });
    const store = await openSoftTargets(inside("s"));
    const expected = await predictLogits(teacher, view);
    expect((await store.read([30, 2, 17, 2])).logits).toEqual(expected.data);
  });

  test("records the views that a run with jitter shows", async () => {
    await recordSoftTargets(teacher, dataset, inside("s"), { views: { seed: 5, epochs: 2, jitter: 1 } });
    const store = await openSoftTargets(inside("s"));
    for (const seed of store.manifest.augmentationSeeds) {
      const features = batchInputs(viewOf(dataset, dataset.rows, seed, { jitter: 1 })).features;
      const expected = teacher.predict(features) as tf.Tensor;
      // Not bit for bit: some backends add up in an order that depends on the size of the batch.
      expect((await store.read(dataset.rows, seed)).logits).toBeAllClose(await expected.data(), {
        rtol: 1e-5,
        atol: 1e-6,
      });
      tf.dispose([features, expected]);
    }
  });

  test("resumes after an interruption, and asks the teacher nothing twice", async () => {
    let asked = 0;
    const controller = { aborted: false, reason: new Error("enough") };
    const counting: Classifier = (features) => {
      asked += features.shape[0]!;
      controller.aborted = asked === 25;
      return oracle(features);
    };
    const options = { teacherFingerprint: "oracle", batchSize: 5, rowsPerShard: 10 };
    const progress: number[] = [];
    const onProgress = (done: number) => progress.push(done);
    await expect(
      recordSoftTargets(counting, dataset, inside("s"), { ...options, signal: controller, onProgress }),
    ).rejects.toThrow("enough");
    // All of them are safe.
    expect([asked, progress.at(-1)]).toEqual([25, 25]);
    const result = await recordSoftTargets(counting, dataset, inside("s"), { ...options, onProgress });
    expect(result).toMatchObject({ answers: 40, recorded: 15 });
    expect(asked).toBe(40);
    expect(progress).toEqual([...new Set(progress)].sort((one, other) => one - other));
    expect(progress.at(-1)).toBe(40);
    expect(await recordSoftTargets(counting, dataset, inside("s"), options)).toMatchObject({ recorded: 0 });
    await recordSoftTargets(counting, dataset, inside("whole"), options);
    expectSameFiles("s", "whole");
  });

  test("keeps every answer of a promising teacher that fails, and asks several batches at a time", async () => {
    const asked: number[] = [];
    let underWay = 0;
    let most = 0;
    // Answers later batches sooner, and fails at the fifth until it is mended.
    let isBroken = true;
    const service: TeacherFunction = async (features, { ids }) => {
      const logits = tf.tidy(() => oracle(features));
      most = Math.max(most, ++underWay);
      await setTimeout(12 - 2 * (ids[0]! / 5));
      underWay--;
      if (isBroken && ids[0] === 20) {
        logits.dispose();
        throw new Error("the service is down");
      }
      asked.push(...ids);
      return logits;
    };
    const before = tf.memory().numTensors;
    const options = { teacherFingerprint: "service", batchSize: 5, rowsPerShard: 10, concurrency: 3 };
    await expect(recordSoftTargets(service, dataset, inside("s"), options)).rejects.toThrow("the service is down");
    expect(most).toBe(3);
    const kept = asked.length;
    expect(kept).toBeGreaterThanOrEqual(15);
    isBroken = false;
    expect(await recordSoftTargets(service, dataset, inside("s"), options)).toMatchObject({ recorded: 40 - kept });
    expect(asked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, id) => id));
    await recordSoftTargets(oracle, dataset, inside("whole"), { teacherFingerprint: "service", rowsPerShard: 10 });
    expectSameFiles("s", "whole");
    expect(tf.memory().numTensors).toBe(before);
  });

  test("leaves no tensor behind, also when it throws", async () => {
    const before = tf.memory().numTensors;
    await recordSoftTargets(teacher, dataset, inside("s"));
    const wrong = (features: tf.Tensor) => tf.mul(oracle(features), Number.NaN);
    await expect(recordSoftTargets(wrong, dataset, inside("n"), { teacherFingerprint: "n" })).rejects.toThrow(
      "recordSoftTargets: teacher must give finite logits, got NaN for class 0 of example 0",
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test("names what is wrong", async () => {
    const rejects = (options: object, text: string, from: Classifier = teacher) =>
      expect(recordSoftTargets(from, dataset, inside("s"), options)).rejects.toThrow(text);
    await rejects({ batchSize: 0 }, "recordSoftTargets: batchSize must be an integer");
    await rejects({ concurrency: 0 }, "recordSoftTargets: concurrency must be an integer");
    await rejects({ views: { seed: 1, epochs: 0, jitter: 1 } }, "recordSoftTargets: views.epochs must be an integer");
    await rejects({ views: { seed: 1, epochs: 1, jitter: 0 } }, "recordSoftTargets: views.jitter must be an integer");
    await rejects({ views: { seed: -1, epochs: 1, jitter: 1 } }, "recordSoftTargets: views.seed must be an integer");
    await rejects(
      {},
      "recordSoftTargets: teacherFingerprint must be given for a teacher that is a function, got undefined",
      oracle,
    );
    await rejects(
      { teacherFingerprint: "x" },
      "recordSoftTargets: teacher must give logits of shape [40, 2] (examples and classes of the dataset), got [40, 4]",
      (features) => tf.reshape(features, [-1, 4]),
    );
  });
});

describe("distill(student, softTargets, transferSet)", () => {
  test("gives the same student, bit for bit, as the live teacher", async () => {
    const { teacherFingerprint } = await recordSoftTargets(teacher, dataset, inside("s"));
    const live = await studentOf(teacher);
    const stored = await studentOf(await openSoftTargets(inside("s"), { cacheBytes: 0 }));
    expect(stored).toEqual(live);
    expect(stored.history.teacherFingerprint).toBe(teacherFingerprint);
    expect((await studentOf(await openSoftTargets(inside("s")), { seed: 6 })).weights).not.toBe(live.weights);
  });

  test("gives it with jitter too, and with a validation set split off", async () => {
    await recordSoftTargets(teacher, dataset, inside("s"), { views: { seed: 5, epochs: 4, jitter: 1 } });
    const softTargets = await openSoftTargets(inside("s"));
    const options = { jitter: 1, validation: { size: 8, seed: 2 } };
    expect(await studentOf(softTargets, options)).toEqual(await studentOf(teacher, options));
    // Another seed sees the same views in another order.
    expect((await studentOf(softTargets, { jitter: 1, seed: 6 })).history.steps).toBe(24);
  });

  test("begins with the first views again when they are at an end", async () => {
    const shown: number[] = [];
    await recordSoftTargets(teacher, dataset, inside("s"), { views: { seed: 5, epochs: 3, jitter: 1 } });
    const softTargets = await openSoftTargets(inside("s"));
    const spy = {
      ...softTargets,
      read: (ids: ArrayLike<number>, seed?: number) => {
        shown.push(seed!);
        return softTargets.read(ids, seed);
      },
    };
    await studentOf(spy, { jitter: 1, epochs: 5, batchSize: 40 });
    const [first, second, third] = softTargets.manifest.augmentationSeeds;
    expect(shown).toEqual([first, second, third, first, second]);
  });

  test("never runs the teacher, and needs no label", async () => {
    let asked = 0;
    const counting: Classifier = (features) => {
      asked++;
      return oracle(features);
    };
    await recordSoftTargets(counting, dataset, inside("s"), { teacherFingerprint: "oracle" });
    expect(asked).toBe(1);
    const student = makeModel(7);
    const softTargets = await openSoftTargets(inside("s"));
    const options = { ...OPTIONS, hardWeight: 0, epochs: 10 };
    const history = await distill(student, softTargets, withoutLabels(dataset), options);
    expect(asked).toBe(1);
    expect(history.teacherFingerprint).toBe("oracle");
    expect((await evaluate(student, twoClasses(100, 99))).errors).toBe(0);
    student.dispose();
  });

  test("teaches from the largest logits and the rest, as one class or spread", async () => {
    const encoding = { kind: "top-k", k: 1, dtype: "float32" } as const;
    await recordSoftTargets(teacher, dataset, inside("s"), { encoding });
    const softTargets = await openSoftTargets(inside("s"));
    const live = await studentOf(teacher);
    const distance = (terms: Readonly<Record<string, number>>) =>
      Math.abs(terms.kl! - live.history.epochs.at(-1)!.terms.kl!);
    // Of two classes the rest is one, so both choices are exact but for rounding.
    for (const tail of ["class", "spread"] as const) {
      const { history } = await studentOf(softTargets, { tail });
      expect(distance(history.epochs.at(-1)!.terms)).toBeLessThan(1e-4);
    }
    await expect(studentOf(softTargets)).rejects.toThrow(
      'distill: tail must be "class" or "spread" for soft targets of the largest logits, got undefined',
    );
    const softLoss: SoftLoss = (z, v) => logitMatching(z, v, { centred: true });
    await expect(studentOf(softTargets, { tail: "class", softLoss })).rejects.toThrow(
      'distill: softLoss must not be given with top-k soft targets and tail "class", which leave no logit for each class, got a function',
    );
    await studentOf(softTargets, { tail: "spread", softLoss });
    await recordSoftTargets(teacher, dataset, inside("dense"));
    await expect(studentOf(await openSoftTargets(inside("dense")), { tail: "class" })).rejects.toThrow(
      'distill: tail is for soft targets of the largest logits only, got "class"',
    );
  });

  test("leaves no tensor behind", async () => {
    await recordSoftTargets(teacher, dataset, inside("s"), { encoding: { kind: "top-k", k: 1, dtype: "float16" } });
    const softTargets = await openSoftTargets(inside("s"));
    const before = tf.memory().numTensors;
    await studentOf(softTargets, { tail: "class" });
    await studentOf(softTargets, { tail: "spread" });
    expect(tf.memory().numTensors).toBe(before);
  });

  test("refuses, before the first step, soft targets that are not of this transfer set", async () => {
    await recordSoftTargets(teacher, selectRows(dataset, [0, 1, 2, 4]), inside("s"));
    const softTargets = await openSoftTargets(inside("s"));
    const where = inside("s/manifest.json");
    const named = (...classNames: string[]): Dataset => ({
      ...dataset,
      targets: { kind: "classes", labels: labelsOf(dataset), classNames },
    });
    const rejects = (text: string, options = {}, set = dataset) =>
      expect(studentOf(softTargets, options, set)).rejects.toThrow(text);
    await rejects(`distill: ${where} has no answer for example 3 of the transfer set; record the whole transfer set`);
    await rejects(
      `distill: ${where} is for other examples than those of the transfer set; record the answers to these, or load the same dataset`,
      {},
      twoClasses(40, 2),
    );
    await rejects(
      `distill: ${where} is for other classes than the transfer set: class 0 is "top", not "up"; record with this list of classes`,
      {},
      named("up", "bottom"),
    );
    await rejects("distill: jitter must be 0 (as the soft targets were recorded), got 1", { jitter: 1 });
  });
});

test("examples without an answer are omitted where that is wished, and a student learns from the others", async () => {
  const asked: number[] = [];
  const shy: TeacherFunction = (features, { ids }) => {
    asked.push(...ids);
    const silent = tf.tensor2d(Array.from(ids, (id) => (id % 4 === 1 ? [Number.NaN, Number.NaN] : [0, 0])));
    return tf.add(oracle(features), silent) as tf.Tensor2D;
  };
  const record = (omitUnanswered: boolean) =>
    recordSoftTargets(shy, dataset, inside("s"), { teacherFingerprint: "shy", batchSize: 7, omitUnanswered });
  await expect(record(false)).rejects.toThrow(
    "recordSoftTargets: teacher must give finite logits, got NaN for class 0 of example 1",
  );
  asked.length = 0;
  expect(await record(true)).toMatchObject({ answers: 30, recorded: 40, unanswered: 10 });
  expect(await record(true)).toMatchObject({ answers: 30, recorded: 0, unanswered: 10 });
  expect(asked).toHaveLength(40);
  const store = await openSoftTargets(inside("s"));
  const answered = answeredExamples(store, dataset);
  expect(answered.rows).toHaveLength(30);
  expect((await studentOf(store, {}, answered)).weights).toBe((await studentOf(oracle, {}, answered)).weights);
  await expect(studentOf(store)).rejects.toThrow(
    /has no answer for example 1 of the transfer set, which its teacher did not answer; distil from answeredExamples/,
  );
  await store.close();
});
