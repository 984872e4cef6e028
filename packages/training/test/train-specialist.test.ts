import { type Dataset, labelsOf, selectRows } from "@dark-knowledge/datasets";
import { dustbinLabels, dustbinLogits, specialistProbs } from "@dark-knowledge/specialists";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, test } from "vitest";
import {
  createMlp,
  fingerprintWeights,
  predictLogits,
  predictSpecialistProbs,
  sgd,
  type TrainingState,
  type TrainSpecialistOptions,
  trainClassifier,
  trainSpecialist,
} from "../src/index.ts";
import { checkpointsInMemory } from "./fixtures/checkpoints-in-memory.ts";
import { pairs } from "./fixtures/pairs.ts";

const CLASSES = [3, 2];
const specialist = { classes: Int32Array.of(3, 2), classCount: 8 };
const [train, held] = [pairs(600, 1), pairs(400, 2)];
const OPTIONS: TrainSpecialistOptions = { epochs: 4, temperature: 2, validation: held, seed: 7, batchSize: 32 };
const fingerprint = (model: LayersModel) => fingerprintWeights(model.weights.map((weight) => weight.read()));
const rate = (learningRate: number) => ({ optimizer: sgd({ learningRate }) });

let generalist: LayersModel;
beforeAll(async () => {
  generalist = createMlp({ exampleShape: [4], hiddenUnits: [12], classCount: 8, seed: 1 });
  await trainClassifier(generalist, train, { epochs: 4, seed: 1, batchSize: 32 });
});

/** Mean −log of the probability of the right class or the dustbin, in float64. */
function nllOf(probs: Float32Array, dataset: Dataset): number {
  const labels = dustbinLabels(labelsOf(dataset), specialist);
  return labels.reduce((sum, label, row) => sum - Math.log(probs[row * 3 + label]!), 0) / labels.length;
}

describe("trainSpecialist(generalist, classes, dataset, options)", () => {
  test("starts near to the generalist's answer, which it keeps where no epoch is better", async () => {
    // At this rate every step spoils what the generalist knows.
    const trained = await trainSpecialist(generalist, CLASSES, train, { ...OPTIONS, patience: 2, ...rate(20) });
    expect(trained.bestEpoch).toBe(-1);
    expect(trained.epochs).toHaveLength(2);
    const { data } = await predictSpecialistProbs(trained, held);
    const merged = dustbinLogits((await predictLogits(generalist, held)).data, specialist, { temperature: 1 });
    specialistProbs(merged, specialist, { oversampling: 1 }).forEach((value, at) => {
      expect(Math.abs(data[at]! - value)).toBeLessThan(0.1);
    });
    trained.model.dispose();
  });

  test("draws half of its examples from its classes, and corrects for that", async () => {
    const trained = await trainSpecialist(generalist, CLASSES, train, OPTIONS);
    const own = labelsOf(train).filter((label) => label === 2 || label === 3).length;
    expect(trained.oversampling).toBeCloseTo((600 - own) / own, 12);
    expect(trained.specialist).toEqual(specialist);
    const probs = await predictSpecialistProbs(trained, held);
    expect([probs.rows, probs.columns]).toEqual([400, 3]);
    // Corrected, the dustbin is predicted as often as it comes.
    const dustbin = probs.data.reduce((sum, value, at) => (at % 3 === 2 ? sum + value / 400 : sum), 0);
    const share = labelsOf(held).filter((label) => label !== 2 && label !== 3).length / 400;
    expect(Math.abs(dustbin - share)).toBeLessThan(0.06);
    trained.model.dispose();
  });

  test("tells its classes apart better than the generalist, and goes back to the best epoch", async () => {
    const optimizer = sgd({ learningRate: 0.05, momentum: 0.9 });
    const trained = await trainSpecialist(generalist, CLASSES, train, { ...OPTIONS, epochs: 12, seed: 8, optimizer });
    const merged = dustbinLogits((await predictLogits(generalist, held)).data, specialist, { temperature: 1 });
    const generalistProbs = specialistProbs(merged, specialist, { oversampling: 1 });
    const { data } = await predictSpecialistProbs(trained, held);
    const nll = nllOf(data, held);
    expect(nll).toBeLessThan(0.8 * nllOf(generalistProbs, held));
    expect(nll).toBeCloseTo(trained.epochs[trained.bestEpoch]!.validation!.nll, 4);
    expect(nll).toBeCloseTo(Math.min(...trained.epochs.map(({ validation }) => validation!.nll)), 4);
    trained.model.dispose();
    optimizer.dispose();
  });

  test("gives the same for the same seed, whatever the callbacks, and leaves the generalist alone", async () => {
    const before = await fingerprint(generalist);
    const events: string[] = [];
    const callbacks = {
      onTrainBegin: ({ epochs }: Record<string, number>) => void events.push(`begin ${epochs}`),
      onEpochEnd: (epoch: number, { valNll, loss }: Record<string, number>) =>
        void events.push(`epoch ${epoch} ${valNll! > 0 && loss! > 0}`),
      onTrainEnd: () => void events.push("end"),
    };
    const first = await trainSpecialist(generalist, CLASSES, train, { ...OPTIONS, epochs: 2, ...rate(0.3) });
    const again = await trainSpecialist(generalist, CLASSES, train, { ...OPTIONS, epochs: 2, ...rate(0.3), callbacks });
    const other = await trainSpecialist(generalist, CLASSES, train, { ...OPTIONS, epochs: 2, ...rate(0.3), seed: 8 });
    expect(again.epochs).toEqual(first.epochs);
    expect(await fingerprint(again.model)).toBe(await fingerprint(first.model));
    expect(first.bestEpoch).toBeGreaterThanOrEqual(0);
    expect(await fingerprint(other.model)).not.toBe(await fingerprint(first.model));
    expect(await fingerprint(generalist)).toBe(before);
    expect(events).toEqual(["begin 2", "epoch 0 true", "epoch 1 true", "end"]);
    for (const { model } of [first, again, other]) model.dispose();
  });

  test("teaches each example by the weights of its kind", async () => {
    const once = async (options: Partial<TrainSpecialistOptions>) => {
      const trained = await trainSpecialist(generalist, CLASSES, train, {
        ...OPTIONS,
        epochs: 1,
        batchSize: 1000,
        ...options,
      });
      trained.model.dispose();
      return trained.epochs[0]!.terms as { total: number; hard: number; soft: number };
    };
    const none = { hardWeight: 0, softWeight: 0 };
    const hard = { hardWeight: 1, softWeight: 0 };
    const soft = { hardWeight: 0, softWeight: 1 };
    // All in one batch, so that the terms are those of the start, whatever the weights.
    const all = await once({ ownTargets: hard, restTargets: hard });
    expect(all.total).toBeCloseTo(all.hard, 5);
    const allSoft = await once({ ownTargets: soft, restTargets: soft });
    expect(allSoft.total).toBeCloseTo(allSoft.soft, 5);
    const parts = [
      await once({ ownTargets: hard, restTargets: none }),
      await once({ ownTargets: none, restTargets: soft }),
    ];
    expect((await once({})).total).toBeCloseTo(parts[0]!.total + parts[1]!.total, 5);
    expect((await once({ restTargets: { hardWeight: 0.5, softWeight: 0.25 } })).total).toBeCloseTo(
      parts[0]!.total + 0.5 * (all.total - parts[0]!.total) + 0.25 * parts[1]!.total,
      5,
    );
  });

  test("stays with the generalist's answer, corrected, where that is all it is taught", async () => {
    const soft = { hardWeight: 0, softWeight: 1 };
    const targets = { ownTargets: soft, restTargets: soft, temperature: 1 };
    const trained = await trainSpecialist(generalist, CLASSES, train, {
      ...OPTIONS,
      ...targets,
      epochs: 10,
      patience: 10,
      ...rate(0.3),
    });
    const merged = dustbinLogits((await predictLogits(generalist, held)).data, specialist, { temperature: 1 });
    const probs = specialistProbs(merged, specialist, { oversampling: 1 });
    const last = trained.epochs.at(-1)!.validation!.nll;
    expect(Math.abs(last / nllOf(probs, held) - 1)).toBeLessThan(0.03);
    trained.model.dispose();
  });

  test("keeps nothing but the model, and not even that when it fails", async () => {
    const before = tf.memory().numTensors;
    const trained = await trainSpecialist(generalist, CLASSES, train, { ...OPTIONS, epochs: 1 });
    expect(tf.memory().numTensors).toBe(before + 4);
    trained.model.dispose();
    const signal = { aborted: true, reason: new Error("enough") };
    await expect(trainSpecialist(generalist, CLASSES, train, { ...OPTIONS, signal })).rejects.toThrow("enough");
    await expect(trainSpecialist(generalist, CLASSES, train, { ...OPTIONS, ...rate(1e30) })).rejects.toThrow(
      "logits are not finite",
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each(["dustbin", "full"] as const)(
    "with softmax %o is resumed at any step to the same end, bit for bit",
    async (softmax) => {
      const run = async (from?: TrainingState, own: Partial<TrainSpecialistOptions> = {}) => {
        const checkpoints = checkpointsInMemory(from);
        const events: unknown[] = [];
        const trained = await trainSpecialist(generalist, CLASSES, train, {
          ...OPTIONS,
          ...{ epochs: 3, batchSize: 64, patience: 1, softmax, checkpoints },
          callbacks: { onEpochEnd: (epoch, logs) => void events.push([epoch, logs]) },
          ...own,
        });
        const { model, ...rest } = trained;
        const weights = await fingerprint(model);
        model.dispose();
        return { rest, weights, events, states: checkpoints.states };
      };
      const whole = await run();
      expect(whole.states.length).toBeGreaterThan(8);
      for (const state of whole.states) {
        const resumed = await run(state);
        expect(resumed.rest).toEqual(whole.rest);
        expect(resumed.weights).toBe(whole.weights);
        expect(resumed.events).toEqual(whole.events.slice(whole.events.length - resumed.events.length));
      }
      const rejects = (own: Partial<TrainSpecialistOptions>, text: string) =>
        expect(run(whole.states[2], own)).rejects.toThrow(`trainSpecialist: ${text}`);
      await rejects({ temperature: 3 }, "temperature must be 2 (as in the checkpoint), got 3");
      await rejects(
        { restTargets: { hardWeight: 1, softWeight: 0 } },
        "restTargets must be 0, 1 (as in the checkpoint), got 1, 0",
      );
    },
  );

  test.each<[string, Partial<TrainSpecialistOptions>]>([
    ["trainSpecialist: epochs must be an integer, at least 1, got 0", { epochs: 0 }],
    ["trainSpecialist: seed must be an integer, at least 0, got -1", { seed: -1 }],
    ["trainSpecialist: patience must be an integer, at least 1, got 0", { patience: 0 }],
    ["trainSpecialist: temperature must be a positive finite number, got 0", { temperature: 0 }],
    [
      "trainSpecialist: ownTargets.hardWeight must be a finite number, at least 0, got -1",
      { ownTargets: { hardWeight: -1, softWeight: 0 } },
    ],
    [
      "trainSpecialist: restTargets.softWeight must be a finite number, at least 0, got NaN",
      { restTargets: { hardWeight: 0, softWeight: Number.NaN } },
    ],
  ])("says %s", async (message, options) => {
    const training = trainSpecialist(generalist, CLASSES, train, { ...OPTIONS, ...options });
    await expect(training).rejects.toThrow(message);
  });

  test("refuses class sets that are none, and a generalist of another form", async () => {
    const labels = labelsOf(train);
    const only = selectRows(
      train,
      [...train.rows.keys()].filter((row) => labels[row]! > 3),
    );
    await expect(trainSpecialist(generalist, CLASSES, only, OPTIONS)).rejects.toThrow(
      `createSpecialistSampler: rows must hold examples of the specialist's classes and of the rest, got 0 and ${only.rows.length}`,
    );
    await expect(trainSpecialist(generalist, [8], train, OPTIONS)).rejects.toThrow("8");
    const noBias = sequential({ layers: [layers.dense({ inputShape: [4], units: 8, useBias: false })] });
    await expect(trainSpecialist(noBias, CLASSES, train, OPTIONS)).rejects.toThrow(
      "trainSpecialist: generalist must be a chain of trainable layers that ends in a dense layer of logits, with bias, got Sequential that ends in Dense with linear activation",
    );
    noBias.dispose();
  });
});
