import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEnsemble, type EnsembleOptions } from "@dark-knowledge/ensemble";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  createMlp,
  distill,
  evaluate,
  fidelity,
  type LazyEnsemble,
  predictLogits,
  trainMembers,
} from "../src/index.ts";
import { loadModel, recordSoftTargets, saveModel } from "../src/node/index.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(40, 1);
const create = (seed: number) => createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [6], classCount: 2, seed });
const OPTIONS: EnsembleOptions = { mean: "arithmetic", order: "soften-then-average", temperature: 3 };
const CLOSE = { rtol: 1e-4, atol: 1e-5 };

let folder: string;
let models: LayersModel[];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "lazy-ensemble-"));
  models = [];
  for await (const { model, index } of trainMembers(create, dataset, {
    members: 3,
    epochs: 3,
    seed: 1,
    batchSize: 8,
  })) {
    await saveModel(model, join(folder, `member-${index}`));
    models.push(model);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  for (const model of models) model.dispose();
});

/** The members on disk, and how many of them were in memory together at most. */
function lazily(options: EnsembleOptions = OPTIONS) {
  const counts = { now: 0, most: 0, loaded: 0 };
  const members = [0, 1, 2].map((index) => async () => {
    counts.loaded++;
    counts.most = Math.max(counts.most, ++counts.now);
    const model = await loadModel(join(folder, `member-${index}`));
    const dispose = model.dispose.bind(model);
    model.dispose = () => {
      counts.now--;
      return dispose();
    };
    return model;
  });
  const ensemble: LazyEnsemble = { ...options, members };
  return { ensemble, counts };
}

describe("a lazy ensemble", () => {
  test.each<EnsembleOptions>([
    OPTIONS,
    { ...OPTIONS, order: "average-then-soften" },
    { ...OPTIONS, mean: "geometric", weights: [1, 2, 3] },
  ])("predicts what the members in memory do, one at a time: %j", async (options) => {
    const { ensemble, counts } = lazily(options);
    const progress: number[] = [];
    const onProgress = (done: number, total: number) => progress.push(done, total);
    const before = tf.memory().numTensors;
    const { data } = await predictLogits(ensemble, dataset, { batchSize: 20, onProgress });
    expect(tf.memory().numTensors).toBe(before);
    const expected = await predictLogits(createEnsemble(models, options), dataset);
    expect(data).toBeAllClose(expected.data, CLOSE);
    expect(counts).toEqual({ now: 0, most: 1, loaded: 3 });
    // Six batches, two of each member.
    expect(progress).toEqual([6, 13, 20, 26, 33, 40].flatMap((done) => [done, 40]));
  });

  test("is evaluated, compared and distilled like any other teacher", async () => {
    const { ensemble, counts } = lazily();
    const together = createEnsemble(models, OPTIONS);
    const [lazy, eager] = [await evaluate(ensemble, dataset), await evaluate(together, dataset)];
    expect(lazy.errors).toBe(eager.errors);
    expect(lazy.nll).toBeCloseTo(eager.nll, 5);
    expect((await fidelity(together, ensemble, dataset)).kl).toBeCloseTo(0, 5);
    const weights = async (teacher: LazyEnsemble | typeof together) => {
      const student = create(9);
      await distill(student, teacher, dataset, { temperature: 3, epochs: 2, seed: 1 });
      const values = student.getWeights().flatMap((weight) => [...weight.dataSync()]);
      student.dispose();
      return values;
    };
    expect(await weights(ensemble)).toBeAllClose(await weights(together), CLOSE);
    expect(counts).toEqual({ now: 0, most: 1, loaded: 9 });
  });

  test("is recorded with one member in memory, and a student learns from the store", async () => {
    const { ensemble, counts } = lazily();
    const progress: number[] = [];
    const onProgress = (done: number) => progress.push(done);
    const controller = new AbortController();
    const options = { batchSize: 10, rowsPerShard: 20, onProgress };
    await expect(
      recordSoftTargets(ensemble, dataset, join(folder, "answers"), {
        ...options,
        signal: controller.signal,
        onProgress: (done) => (done > 20 ? controller.abort(new Error("enough")) : undefined),
      }),
    ).rejects.toThrow("enough");
    counts.loaded = 0;
    const result = await recordSoftTargets(ensemble, dataset, join(folder, "answers"), options);
    expect(result).toMatchObject({ answers: 40, recorded: 20 });
    // Once for the fingerprint, and once for the shard that was missing.
    expect(counts).toEqual({ now: 0, most: 1, loaded: 6 });
    expect(progress).toEqual([23, 26, 30, 33, 36, 40]);
    const store = await openSoftTargets(join(folder, "answers"));
    const expected = await predictLogits(createEnsemble(models, OPTIONS), dataset);
    expect((await store.read(dataset.rows)).logits).toBeAllClose(expected.data, CLOSE);
    const student = create(9);
    const { teacherFingerprint } = await distill(student, store, dataset, { temperature: 3, epochs: 2, seed: 1 });
    expect(teacherFingerprint).toBe(result.teacherFingerprint);
    student.dispose();
    await store.close();
  });

  test("is shown jittered views when it is recorded, not during training", async () => {
    const { ensemble } = lazily();
    const views = { seed: 5, epochs: 2, jitter: 1 };
    await recordSoftTargets(ensemble, dataset, join(folder, "lazy-views"), { views });
    await recordSoftTargets(createEnsemble(models, OPTIONS), dataset, join(folder, "views"), {
      views,
      teacherFingerprint: "in memory",
    });
    const [lazy, eager] = [
      await openSoftTargets(join(folder, "lazy-views")),
      await openSoftTargets(join(folder, "views")),
    ];
    for (const seed of eager.manifest.augmentationSeeds) {
      const expected = await eager.read(dataset.rows, seed);
      expect((await lazy.read(dataset.rows, seed)).logits).toBeAllClose(expected.logits, CLOSE);
    }
    await Promise.all([lazy.close(), eager.close()]);
    const student = create(9);
    await expect(
      distill(student, ensemble, dataset, { temperature: 3, epochs: 1, seed: 1, jitter: 1 }),
    ).rejects.toThrow(
      "distill: teacher must be in memory to answer during training (record its answers, and distil from the store), got a lazy ensemble",
    );
    student.dispose();
  });

  test("is another teacher with another mean, order, temperature, weight or member", async () => {
    const record = async (name: string, ensemble: LazyEnsemble) =>
      (await recordSoftTargets(ensemble, dataset, join(folder, name))).teacherFingerprint;
    const { ensemble } = lazily();
    const all = [
      await record("1", ensemble),
      await record("2", { ...ensemble, mean: "geometric" }),
      await record("3", { ...ensemble, order: "average-then-soften" }),
      await record("4", { ...ensemble, temperature: 2 }),
      await record("5", { ...ensemble, weights: [1, 1, 2] }),
      await record("6", { ...ensemble, members: ensemble.members.slice(1) }),
    ];
    expect(new Set(all).size).toBe(6);
    expect(await record("7", lazily().ensemble)).toBe(all[0]);
    expect(await record("8", { ...ensemble, weights: [2, 2, 2] })).toBe(all[0]);
  });

  test("lets go of a member that fails, and says which", async () => {
    const wrong = async () => createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [3], classCount: 5, seed: 1 });
    const broken = { ...OPTIONS, members: [lazily().ensemble.members[0]!, wrong] };
    const before = tf.memory().numTensors;
    const problem =
      "members[1] must give 2 logits for each example (the classes of the dataset), got an output of shape [5]";
    await expect(predictLogits(broken, dataset)).rejects.toThrow(`predictLogits: classifier.${problem}`);
    await expect(recordSoftTargets(broken, dataset, join(folder, "broken"))).rejects.toThrow(
      `recordSoftTargets: teacher.${problem}`,
    );
    expect(tf.memory().numTensors).toBe(before);
  });

  test("is checked before a member is loaded or a directory made", async () => {
    const { ensemble, counts } = lazily({ ...OPTIONS, temperature: 0 });
    const directory = join(folder, "unmade");
    await expect(predictLogits(ensemble, dataset)).rejects.toThrow(/temperature must be .*, got 0$/);
    await expect(recordSoftTargets(ensemble, dataset, directory)).rejects.toThrow(/temperature must be .*, got 0$/);
    await expect(recordSoftTargets({ ...OPTIONS, members: [] }, dataset, directory)).rejects.toThrow(
      "members must be an integer, at least 1, got 0",
    );
    expect(counts.loaded).toBe(0);
    expect(existsSync(directory)).toBe(false);
  });
});
