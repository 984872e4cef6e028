import { deriveSeed } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import {
  type Checkpoints,
  createMlp,
  fingerprintWeights,
  sgd,
  type TrainingState,
  type TrainMembersOptions,
  trainClassifier,
  trainMembers,
} from "../src/index.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(40, 1);
const OPTIONS: TrainMembersOptions = { members: 3, epochs: 2, seed: 5, batchSize: 8, jitter: 1 };
const create = (seed: number) => createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [6], classCount: 2, seed });
const fingerprint = (model: LayersModel) => fingerprintWeights(model.weights.map((weight) => weight.read()));

async function fingerprints(options: Partial<TrainMembersOptions> = {}): Promise<string[]> {
  const all: string[] = [];
  for await (const { model } of trainMembers(create, dataset, { ...OPTIONS, ...options })) {
    all.push(await fingerprint(model));
    model.dispose();
  }
  return all;
}

describe("trainMembers(create, dataset, options)", () => {
  test("trains each member as trainClassifier does with the member's seed", async () => {
    for await (const { index, seed, model, history } of trainMembers(create, dataset, OPTIONS)) {
      expect(seed).toBe(deriveSeed(5, "member", index));
      const alone = create(seed);
      const { members: _, ...options } = OPTIONS;
      expect(await trainClassifier(alone, dataset, { ...options, seed })).toEqual(history);
      expect(await fingerprint(model)).toBe(await fingerprint(alone));
      alone.dispose();
      model.dispose();
    }
  });

  test("gives members that differ, the same every time, whatever their number", async () => {
    const first = await fingerprints();
    expect(new Set(first).size).toBe(3);
    expect(await fingerprints()).toEqual(first);
    expect(await fingerprints({ members: 2 })).toEqual(first.slice(0, 2));
    expect((await fingerprints({ seed: 6 })).some((one) => first.includes(one))).toBe(false);
  });

  test("trains a member only when it is asked for, and keeps nothing of one that was given away", async () => {
    const before = tf.memory().numTensors;
    let made = 0;
    const counting = (seed: number) => {
      made++;
      return create(seed);
    };
    const createOptimizer = () => sgd({ learningRate: 0.1, momentum: 0.9 });
    for await (const { model } of trainMembers(counting, dataset, { ...OPTIONS, createOptimizer })) {
      model.dispose();
      break;
    }
    expect(made).toBe(1);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("leaves nothing behind when training fails", async () => {
    const before = tf.memory().numTensors;
    const stopped = trainMembers(create, dataset, {
      ...OPTIONS,
      signal: { aborted: true, reason: new Error("enough") },
    });
    await expect(stopped.next()).rejects.toThrow("enough");
    await expect(trainMembers(create, dataset, { ...OPTIONS, members: 0 }).next()).rejects.toThrow(
      "trainMembers: members must be an integer, at least 1, got 0",
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test("goes on where it was broken off, each member from its own checkpoints", async () => {
    const whole = await fingerprints();
    const states: TrainingState[][] = [[], [], []];
    const opened: number[] = [];
    const closed: number[] = [];
    const openCheckpoints = async (index: number): Promise<Checkpoints> => {
      opened.push(index);
      return {
        latest: async () => states[index]!.at(-1),
        save: async (state) => void states[index]!.push(state),
        close: async () => void closed.push(index),
      };
    };
    const callbacks = {
      onEpochBegin: (epoch: number) => {
        if (opened.length === 2 && epoch === 1) throw new Error("the power went out");
      },
    };
    await expect(fingerprints({ openCheckpoints, callbacks })).rejects.toThrow("the power went out");
    expect(states.map((list) => list.map(({ step }) => step))).toEqual([[5, 10], [5], []]);
    expect(await fingerprints({ openCheckpoints })).toEqual(whole);
    expect(states.map((list) => list.map(({ step }) => step))).toEqual([
      [5, 10],
      [5, 10],
      [5, 10],
    ]);
    expect(opened).toEqual([0, 1, 0, 1, 2]);
    expect(closed).toEqual(opened);
  });
});
