import { mkdirSync, rmSync } from "node:fs";
import { createMatrix, softmax } from "@dark-knowledge/core";
import { classNamesOf, createDataset, epochAugmentationSeed, generatedDigits, viewOf } from "@dark-knowledge/datasets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createMlp, predictLogits } from "@dark-knowledge/training";
import { loadModel, saveModel } from "@dark-knowledge/training/node";
import { expect, test } from "vitest";
import { readMatrix } from "../../src/nets/internal/matrix-file.ts";
import { ANSWERS_FOLDER, MODEL_FOLDER, TEST_LOGITS } from "../../src/nets/internal/stage-files.ts";
import { type RecordAnswersInput, recordAnswers } from "../../src/nets/record-answers.ts";
import { taskContext } from "../fixtures/task-context.ts";

const inside = useTemporaryDirectory();
const { train, test: testSet } = generatedDigits({ trainSize: 60, testSize: 20, seed: 1 });

/** Records the answers of nets with these seeds, and gives them in the order of the training set. */
async function recorded(seeds: readonly number[], input: RecordAnswersInput, augmentationSeed = 0) {
  const needs: Record<string, { directory: string; result: unknown }> = {};
  const logits: Float32Array[] = [];
  for (const seed of seeds) {
    const model = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [6], classCount: 10, seed });
    mkdirSync(inside(`net-${seed}`), { recursive: true });
    await saveModel(model, inside(`net-${seed}`, MODEL_FOLDER));
    logits.push((await predictLogits(model, train)).data);
    needs[`net-${seed}`] = { directory: inside(`net-${seed}`), result: undefined };
    model.dispose();
  }
  mkdirSync(inside("answers"));
  const again = () =>
    recordAnswers.run(input, taskContext({ training: train, test: testSet }, inside("answers"), { needs }));
  const result = await again();
  // As after a crash before the result was written, when the task finds only its scratch folder.
  rmSync(inside("answers"), { recursive: true });
  mkdirSync(inside("answers"));
  expect(await again()).toEqual(result);
  expect((await readMatrix(inside("answers"), TEST_LOGITS, 10)).rows).toBe(20);
  const store = await openSoftTargets(inside("answers", ANSWERS_FOLDER));
  const answers = (await store.read(train.rows, augmentationSeed)) as { readonly logits: Float32Array };
  await store.close();
  return { result, answers: answers.logits, logits };
}

test("a net's answers are kept example by example, with the mean probability of each class", async () => {
  const { result, answers, logits } = await recorded([1], {});
  expect(answers).toBeAllClose(logits[0]!, { rtol: 1e-5, atol: 1e-5 });
  const rows = Array.from({ length: 60 }, (_, row) => softmax(logits[0]!.subarray(10 * row, 10 * row + 10)));
  const shares = Array.from({ length: 10 }, (_, label) => rows.reduce((sum, row) => sum + row[label]! / 60, 0));
  expect(Array.from(result.shares)).toBeAllClose(shares, { rtol: 1e-4 });
});

test("an ensemble's answers are the logarithm of the mean probabilities", async () => {
  const { answers, logits } = await recorded([1, 2], { mean: "arithmetic" });
  const probs = (data: Float32Array, row: number) => softmax(data.subarray(10 * row, 10 * row + 10));
  for (const row of [0, 31, 59]) {
    const [one, other] = logits.map((data) => probs(data, row)) as [Float64Array, Float64Array];
    expect(probs(answers, row)).toBeAllClose(one.map((prob, label) => (prob + other[label]!) / 2) as never, {
      rtol: 1e-4,
    });
  }
});

test("views are answered as they will be seen, by an ensemble too", async () => {
  const seed = epochAugmentationSeed(2015, 1);
  const { answers } = await recorded([1, 2], { mean: "geometric", views: { count: 2, jitter: 2 } }, seed);
  const view = createDataset({
    features: viewOf(train, train.rows, seed, { jitter: 2 }).inputs.features!.values,
    labels: new Int32Array(60).fill(-1),
    exampleShape: [28, 28, 1],
    classNames: classNamesOf(train),
  });
  const means = new Float32Array(600);
  for (const number of [1, 2]) {
    const net = await loadModel(inside(`net-${number}`, MODEL_FOLDER));
    const { data } = await predictLogits(net, view);
    data.forEach((logit, index) => {
      means[index]! += logit / 2;
    });
    net.dispose();
  }
  const probs = (data: Float32Array, row: number) => softmax(data.subarray(10 * row, 10 * row + 10));
  for (const row of [0, 31, 59]) expect(probs(answers, row)).toBeAllClose(probs(means, row) as never, { rtol: 1e-4 });
});

test("a shuffled teacher's answers are those to other examples, each given once", async () => {
  const { answers, logits } = await recorded([1], { shuffleSeed: 3 });
  const rowsOf = (data: Float32Array) =>
    Array.from({ length: 60 }, (_, row) =>
      Array.from(data.subarray(10 * row, 10 * row + 10), (z) => z.toFixed(3)).join(),
    );
  const [given, own] = [rowsOf(answers), rowsOf(logits[0]!)];
  expect([...given].sort()).toEqual([...own].sort());
  expect(given.filter((row, index) => row === own[index]).length).toBeLessThan(10);
  expect(createMatrix(60, 10, answers).rows).toBe(60);
});
