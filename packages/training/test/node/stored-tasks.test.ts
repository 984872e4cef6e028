import { writeFileSync } from "node:fs";
import { createRandom } from "@dark-knowledge/core";
import {
  createDataset,
  type Dataset,
  scale,
  selectRows,
  withoutLabels,
  withTargetScale,
  withVariances,
} from "@dark-knowledge/datasets";
import { importSoftTargets, openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import {
  answeredExamples,
  createMlp,
  distill,
  distillRegressor,
  type LazyEnsemble,
  predictLogits,
} from "../../src/index.ts";
import { loadAnswers, recordOutOfFold, recordSoftTargets } from "../../src/node/index.ts";
import { surface } from "../fixtures/surface.ts";
import { twoClasses } from "../fixtures/two-classes.ts";

const inside = useTemporaryDirectory();
const net = (seed: number, classCount = 2) => createMlp({ exampleShape: [2], hiddenUnits: [6], classCount, seed });
const weightsOf = (model: ReturnType<typeof net>) => model.getWeights().flatMap((weight) => [...weight.dataSync()]);
const RUN = { epochs: 3, seed: 2, batchSize: 8, softWeight: 1, hardWeight: 0 };
/** Houses' prices and areas, in large units far from 0. */
const SCALE = scale({ subtract: [250_000, 90], divide: [40_000, 12] });

function several(count: number): Dataset {
  const random = createRandom(4);
  const values = Float32Array.from({ length: 2 * count }, () => random.normal());
  const labels = Int8Array.from({ length: 3 * count }, () => Number(random.uniform() < 0.5));
  const targets = { kind: "several-classes", labels, classNames: ["fast", "loud", "red"] } as const;
  return createDataset({ columns: { x: { values, shape: [2] } }, targets });
}

async function learnFrom(directory: string, dataset: Dataset) {
  const [student, store] = [net(2), await openSoftTargets(directory)];
  const { teacherFingerprint } = await distillRegressor(student, store, dataset, RUN);
  await store.close();
  return { weights: weightsOf(student), teacherFingerprint, manifest: store.manifest };
}

describe("recorded numbers", () => {
  test("teach what their teacher teaches, bit for bit", async () => {
    const [dataset, teacher, student] = [withoutLabels(surface(40, 1)), net(1), net(2)];
    const { answers, teacherFingerprint } = await recordSoftTargets(teacher, dataset, inside("s"), { batchSize: 16 });
    expect(answers).toBe(40);
    await distillRegressor(student, teacher, dataset, RUN);
    const learned = await learnFrom(inside("s"), dataset);
    expect(learned.weights).toEqual(weightsOf(student));
    expect(learned.teacherFingerprint).toBe(teacherFingerprint);
    expect(learned.manifest).toMatchObject({ task: "numbers", classNames: ["product", "wave"] });
  });

  test("are in the unit of the data, whatever scale teacher and student have", async () => {
    const [dataset, teacher] = [surface(40, 1), net(1)];
    const scaled = withTargetScale(dataset, SCALE);
    const given = await predictLogits(teacher, scaled);
    await recordSoftTargets(teacher, scaled, inside("s"));
    const store = await openSoftTargets(inside("s"));
    const { logits } = await store.read(dataset.rows);
    await store.close();
    const expected = Array.from(given.data, (value, at) => (at % 2 === 0 ? 250_000 + 40_000 * value : 90 + 12 * value));
    expect(Array.from(logits)).toBeAllClose(expected, { rtol: 1e-7 });
    // The same scale: as from the teacher, but for the rounding of large numbers.
    const student = net(2);
    await distillRegressor(student, teacher, scaled, RUN);
    const learned = await learnFrom(inside("s"), scaled);
    expect(learned.weights).toBeAllClose(weightsOf(student), { atol: 1e-5 });
    // Another scale: as from a teacher that answers on it.
    const other = withTargetScale(dataset, scale({ subtract: [200_000, 0], divide: [100_000, 100] }));
    const onIt = (features: tf.Tensor) => {
      const numbers = tf.add(tf.mul(teacher.predict(features) as tf.Tensor, [40_000, 12]), [250_000, 90]);
      return tf.div(tf.sub(numbers, [200_000, 0]), [100_000, 100]);
    };
    const second = net(2);
    await distillRegressor(second, onIt, other, RUN);
    expect((await learnFrom(inside("s"), other)).weights).toBeAllClose(weightsOf(second), { atol: 1e-5 });
  });

  test("leave out what the teacher leaves out", async () => {
    const dataset = surface(12, 1);
    const shy = (_: tf.Tensor, { ids }: { ids: Int32Array }) =>
      tf.tensor2d(
        Array.from(ids, (id) => (id % 3 === 0 ? [NaN, NaN] : [id, -id])),
        [ids.length, 2],
      );
    const options = { teacherFingerprint: "shy", omitUnanswered: true };
    expect(await recordSoftTargets(shy, dataset, inside("s"), options)).toMatchObject({ answers: 8, unanswered: 4 });
    await expect(learnFrom(inside("s"), dataset)).rejects.toThrow(
      "has no answer for example 0 of the transfer set, which its teacher did not answer",
    );
    const store = await openSoftTargets(inside("s"));
    const answered = answeredExamples(store, dataset);
    const { epochs } = await distillRegressor(net(2), store, answered, { ...RUN, epochs: 1 });
    await store.close();
    expect(Number.isFinite(epochs[0]!.terms.soft)).toBe(true);
    await expect(recordSoftTargets(shy, dataset, inside("t"), { teacherFingerprint: "shy" })).rejects.toThrow(
      "recordSoftTargets: teacher must give finite numbers, got NaN for output 0 of example 0",
    );
  });

  test("come out of folds, and from files", async () => {
    const dataset = withTargetScale(surface(12, 1), SCALE);
    const train =
      async () =>
      (_: tf.Tensor, { ids }: { ids: Int32Array }) =>
        tf.tensor2d(Array.from(ids, (id) => [id / 10, 1]));
    await recordOutOfFold(train, dataset, inside("folds"), { folds: 3, seed: 1, teacherFingerprint: "t" });
    const store = await openSoftTargets(inside("folds"));
    const { logits } = await store.read([5, 0]);
    await store.close();
    expect(Array.from(logits)).toBeAllClose([270_000, 102, 250_000, 102], { rtol: 1e-7 });
    writeFileSync(
      inside("a.csv"),
      `id,product,wave\n${Array.from({ length: 12 }, (_, id) => `${id},${id},7`).join("\n")}\n`,
    );
    await importSoftTargets(inside("given"), await loadAnswers(inside("a.csv"), { kind: "numbers" }));
    expect((await learnFrom(inside("given"), dataset)).manifest.givenAs).toEqual({ kind: "numbers", temperature: 1 });
    // NumPy's file of one output.
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }";
    const padded = `${header.padEnd(117)}\n`;
    const bytes = Buffer.concat([
      ...[Buffer.from([0x93]), Buffer.from("NUMPY"), Buffer.from([1, 0, padded.length, 0]), Buffer.from(padded)],
      Buffer.from(Float32Array.of(1, 2, 3).buffer),
    ]);
    writeFileSync(inside("a.npy"), bytes);
    expect(await loadAnswers(inside("a.npy"), { kind: "numbers", classNames: ["y"] })).toMatchObject({
      ...{ numbers: Float32Array.of(1, 2, 3), classNames: ["y"] },
    });
    await expect(loadAnswers(inside("a.npy"), { kind: "numbers", classNames: ["y", "z"] })).rejects.toThrow(
      "has 1 outputs, and classNames has 2; name each of them",
    );
  });

  test("are no answers to anything else", async () => {
    const dataset = surface(12, 1);
    await recordSoftTargets(net(1), dataset, inside("s"));
    const store = await openSoftTargets(inside("s"));
    const { targets } = dataset;
    const renamed = { ...dataset, targets: { ...targets, names: ["product", "tide"] } as typeof targets };
    await expect(distillRegressor(net(2), store, renamed, RUN)).rejects.toThrow(
      'is for other outputs than the transfer set: output 1 is "wave", not "tide"; record with this list of outputs',
    );
    await expect(distillRegressor(net(2), store, selectRows(dataset, [0, 1]), RUN)).resolves.toBeDefined();
    await expect(distillRegressor(net(2), store, surface(12, 9), RUN)).rejects.toThrow(
      "is for other examples than those of the transfer set",
    );
    await expect(distill(net(2, 3), store, several(12), { ...RUN, temperature: 1 })).rejects.toThrow(
      "has answers for numbers, and the transfer set has targets of kind several-classes; record the answers to it",
    );
    await store.close();
    const classes = twoClasses(12, 1);
    const flat = createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [4], classCount: 2, seed: 1 });
    await recordSoftTargets(flat, classes, inside("classes"));
    const ofClasses = await openSoftTargets(inside("classes"));
    await expect(distillRegressor(net(2), ofClasses, dataset, RUN)).rejects.toThrow(
      "has answers for targets of kind classes, and the transfer set has numbers; record the answers to it",
    );
    await ofClasses.close();
  });

  test("have no variances, and are of one teacher", async () => {
    await expect(recordSoftTargets(net(1, 4), withVariances(surface(12, 1)), inside("s"))).rejects.toThrow(
      "recordSoftTargets: dataset must have numbers without variances, which a store cannot hold, got variances",
    );
    const members = [async () => net(1), async () => net(2)];
    const ensemble: LazyEnsemble = { members, mean: "arithmetic", order: "average-then-soften", temperature: 1 };
    await expect(recordSoftTargets(ensemble, surface(12, 1), inside("t"))).rejects.toThrow(
      'recordSoftTargets: teacher must be a model or a function for targets that are not of kind "classes", got a lazy ensemble',
    );
  });
});

test("recorded answers of several classes teach what their teacher teaches, bit for bit", async () => {
  const [dataset, teacher, student, second] = [several(40), net(1, 3), net(2, 3), net(2, 3)];
  await recordSoftTargets(teacher, dataset, inside("s"));
  const options = { ...RUN, softWeight: 0.8, hardWeight: 0.2, temperature: 3 };
  await distill(student, teacher, dataset, options);
  const store = await openSoftTargets(inside("s"));
  expect(store.manifest).toMatchObject({ task: "several-classes", classNames: ["fast", "loud", "red"] });
  await distill(second, store, dataset, options);
  await store.close();
  expect(weightsOf(second)).toEqual(weightsOf(student));
});
