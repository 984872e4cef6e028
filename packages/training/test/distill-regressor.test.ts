import { type Dataset, withoutLabels } from "@dark-knowledge/datasets";
import { huberLoss, squaredError, teacherBoundedLoss } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import {
  adam,
  createMlp,
  type DistillRegressorOptions,
  distillRegressor,
  evaluateRegressor,
  predictLogits,
  regressorFidelity,
  sgd,
  trainRegressor,
} from "../src/index.ts";
import { checkpointsInMemory } from "./fixtures/checkpoints-in-memory.ts";
import { surface } from "./fixtures/surface.ts";

const net = (hidden: number[], seed = 1) => createMlp({ exampleShape: [2], hiddenUnits: hidden, classCount: 2, seed });
const weightsOf = (model: ReturnType<typeof net>) => model.getWeights().flatMap((weight) => [...weight.dataSync()]);

describe("numbers", () => {
  it("are learnt, and a student of the teacher alone says what the teacher says", async () => {
    const [train, test] = [surface(128, 1, 0.2), surface(100, 2)];
    const teacher = net([32]);
    const history = await trainRegressor(teacher, train, {
      ...{ epochs: 40, seed: 1, batchSize: 32, optimizer: adam({ learningRate: 0.03 }) },
      validation: test,
      earlyStopping: { patience: 40 },
    });
    expect(Object.keys(history.epochs[0]!.validation!)).toEqual(["size", "rmse", "mae", "r2"]);
    const ofTeacher = await evaluateRegressor(teacher, test);
    expect(ofTeacher.r2).toBeGreaterThan(0.9);
    expect(ofTeacher.outputs.map(({ name, size }) => [name, size])).toEqual([
      ["product", 100],
      ["wave", 100],
    ]);
    // The best epoch by RMSE is what is left.
    const best = Math.min(...history.epochs.map(({ validation }) => validation!.rmse));
    expect(ofTeacher.rmse).toBeCloseTo(best, 6);

    const student = net([12], 2);
    await distillRegressor(student, teacher, withoutLabels(train), {
      ...{ epochs: 40, seed: 1, batchSize: 32, hardWeight: 0, optimizer: adam({ learningRate: 0.03 }) },
    });
    expect((await regressorFidelity(student, teacher, test)).r2).toBeGreaterThan(0.9);
  });

  it.each<[string, Partial<DistillRegressorOptions>]>([
    ["squared", {}],
    ["Huber", { huberDelta: 0.3 }],
    ["bounded", { teacherBound: { margin: 0.1 } }],
  ])("have %s terms with a mean over what is known", async (_, own) => {
    const train = surface(8, 3, 0.4);
    const { values, known } = train.targets as { values: Float32Array; known: Uint8Array };
    const [student, teacher] = [net([4]), net([4], 2)];
    const [s, t] = [await predictLogits(student, train), await predictLogits(teacher, train)];
    const all = { epochs: 1, seed: 1, batchSize: 8, softWeight: 0.7, hardWeight: 0.3, ...own };
    const { epochs } = await distillRegressor(student, teacher, train, {
      ...all,
      optimizer: sgd({ learningRate: 0.1 }),
    });
    const count = known.reduce((sum, one) => sum + one, 0);
    expect(count).toBeLessThan(16);
    const expected = tf.tidy(() => {
      const [predictions, teacherPredictions] = [s, t].map(({ data }) => tf.tensor2d(data, [8, 2])) as [
        tf.Tensor2D,
        tf.Tensor2D,
      ];
      const targets = tf.tensor2d(values, [8, 2]);
      const options = { known: tf.tensor2d(Int32Array.from(known), [8, 2], "int32") };
      const sum = (loss: tf.Tensor) => tf.sum(loss).dataSync()[0]!;
      const distance = (other: tf.Tensor2D, of: object) =>
        own.huberDelta === undefined
          ? squaredError(predictions, other, of)
          : huberLoss(predictions, other, { ...of, delta: own.huberDelta });
      const soft =
        own.teacherBound === undefined
          ? sum(distance(teacherPredictions, {})) / 16
          : sum(teacherBoundedLoss(predictions, { teacherPredictions, targets }, { ...options, margin: 0.1 })) / count;
      return { soft, hard: sum(distance(targets, options)) / count };
    });
    const { total, soft, hard } = epochs[0]!.terms;
    const { soft: wantedSoft, hard: wantedHard } = expected;
    expect([soft, hard, total]).toBeAllClose([wantedSoft, wantedHard, 0.7 * wantedSoft + 0.3 * wantedHard], {
      rtol: 1e-5,
    });
  });

  it("are resumed from a checkpoint bit for bit, and refused with another bound", async () => {
    const [train, teacher] = [surface(32, 4), net([4], 2)];
    const run = async (epochs: number, checkpoints = checkpointsInMemory(), margin = 0.1) => {
      const student = net([4]);
      const history = await distillRegressor(student, teacher, train, {
        ...{ epochs, seed: 1, batchSize: 8, teacherBound: { margin }, checkpoints },
        optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }),
      });
      return { history, weights: weightsOf(student), checkpoints };
    };
    const whole = await run(4);
    const { checkpoints } = await run(2);
    const last = checkpoints.states.at(-1);
    const extended = await run(4, checkpointsInMemory(last));
    expect([extended.history, extended.weights]).toEqual([whole.history, whole.weights]);
    await expect(run(6, checkpointsInMemory(last), 0.2)).rejects.toThrow(
      "distillRegressor: teacherBound must be 0.1 (as in the checkpoint), got 0.2",
    );
  });

  it("say what is wrong before the teacher is asked", async () => {
    const train = surface(8, 1);
    const never = () => {
      throw new Error("asked");
    };
    const given = { epochs: 1, seed: 1 };
    const text = (dataset: Dataset, options: object) =>
      distillRegressor(net([4]), never, dataset, { ...given, ...options }).catch((error) => error.message);
    expect(await text(withoutLabels(train), {})).toBe(
      "distillRegressor: hardWeight must be 0 for a transfer set without known targets, got 0.5",
    );
    expect(await text(withoutLabels(train), { hardWeight: 0, teacherBound: { margin: 0 } })).toBe(
      "distillRegressor: softWeight must be 0 for a transfer set without known targets, got 0.5",
    );
    expect(await text(train, { teacherBound: { margin: -1 } })).toBe(
      "distillRegressor: teacherBound.margin must be a finite number, at least 0, got -1",
    );
    expect(await text(train, { huberDelta: 0 })).toBe(
      "distillRegressor: huberDelta must be a positive finite number, got 0",
    );
  });
});
