import { writeFileSync } from "node:fs";
import { createRandom } from "@dark-knowledge/core";
import {
  createDataset,
  type Dataset,
  datasetFromTable,
  encodeTable,
  inferLayout,
  readCsv,
  scale,
  standardiseTargets,
  withTargetScale,
  withTransform,
  withVariances,
} from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import {
  adam,
  createMlp,
  createStudent,
  distillRegressor,
  evaluateRegressor,
  predictLogits,
  regressorFidelity,
  sgd,
  taskFigures,
  trainRegressor,
} from "../src/index.ts";
import { loadExamples, loadStudent, saveStudent } from "../src/node/index.ts";
import { checkpointsInMemory } from "./fixtures/checkpoints-in-memory.ts";

const inside = useTemporaryDirectory();
const numbersOf = (model: LayersModel) => model.getWeights().flatMap((weight) => [...weight.dataSync()]);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/** A few examples of random sizes, of whose targets some are not known, and a linear model's answers to them in float64. */
function problem(seed: number) {
  const random = createRandom(seed);
  const [size, inputs, outputs] = [3 + random.integer(6), 1 + random.integer(3), 1 + random.integer(3)];
  const draw = (length: number) => Float32Array.from({ length }, () => random.normal());
  const [x, y, weights] = [draw(size * inputs), draw(size * outputs), draw(size).map((one) => Math.abs(one) + 0.1)];
  const known = Uint8Array.from(y, (_, at) => Number(at === 0 || random.uniform() < 0.7));
  const names = Array.from({ length: outputs }, (_, output) => `y${output}`);
  const dataset = withVariances(
    createDataset({
      columns: { x: { values: x, shape: [inputs] } },
      targets: { kind: "numbers", names, values: y, known },
      weights,
    }),
  );
  const model = (own: number) => {
    const kernelInitializer = { className: "RandomNormal", config: { seed: own, stddev: 0.5 } } as never;
    return sequential({ layers: [layers.dense({ units: 2 * outputs, kernelInitializer, inputShape: [inputs] })] });
  };
  /** The mean and the log variance of each output of an example. */
  const answers = (numbers: readonly number[], row: number) => {
    const column = (at: number) =>
      sum(Array.from({ length: inputs }, (_, input) => x[row * inputs + input]! * numbers[input * 2 * outputs + at]!)) +
      numbers[inputs * 2 * outputs + at]!;
    return names.map((_, output) => [column(output), column(outputs + output)] as const);
  };
  const mean = (value: (row: number, output: number) => number, counts: (row: number, output: number) => number) => {
    const places = Array.from({ length: size }, (_, row) => names.map((__, output) => [row, output] as const)).flat();
    const share = ([row, output]: readonly [number, number]) => weights[row]! * counts(row, output);
    return sum(places.map((at) => share(at) * value(...at))) / sum(places.map(share));
  };
  return {
    ...{ dataset, model },
    likelihood: (student: readonly number[]) =>
      mean(
        (row, output) => {
          const [s, log] = answers(student, row)[output]!;
          return 0.5 * (log + (s - y[row * outputs + output]!) ** 2 / Math.exp(log));
        },
        (row, output) => known[row * outputs + output]!,
      ),
    divergence: (student: readonly number[], teacher: readonly number[]) =>
      mean(
        (row, output) => {
          const [[s, log], [t, other]] = [answers(student, row)[output]!, answers(teacher, row)[output]!];
          return 0.5 * (log - other + (Math.exp(other) + (s - t) ** 2) / Math.exp(log) - 1);
        },
        () => 1,
      ),
  };
}

function gradientOf(loss: (numbers: readonly number[]) => number, at: readonly number[]): number[] {
  const moved = (index: number, by: number) => loss(at.map((value, own) => (own === index ? value + by : value)));
  return at.map((_, index) => (moved(index, 1e-4) - moved(index, -1e-4)) / 2e-4);
}

const step = () => ({ epochs: 1, seed: 1, batchSize: 16, optimizer: sgd({ learningRate: 1 }) });

describe("the step of a model that gives variances", () => {
  test.each([1, 2, 3])("in trainRegressor is the gradient of the likelihood (sizes %i)", async (seed) => {
    const { dataset, model, likelihood } = problem(seed);
    const student = model(seed);
    const before = numbersOf(student);
    const { epochs } = await trainRegressor(student, dataset, step());
    expect(epochs[0]!.terms.total).toBeCloseTo(likelihood(before), 4);
    const moved = numbersOf(student).map((after, index) => before[index]! - after);
    expect(moved).toBeAllClose(gradientOf(likelihood, before), { rtol: 1e-4, atol: 3e-6 });
  });

  test.each([1, 2, 3])("in distillRegressor also of the divergence from the teacher (sizes %i)", async (seed) => {
    const { dataset, model, likelihood, divergence } = problem(seed);
    const [student, teacher] = [model(seed), model(seed + 10)];
    const [before, fromTeacher] = [numbersOf(student), numbersOf(teacher)];
    const weights = { softWeight: 0.6, hardWeight: 0.3 };
    const { epochs } = await distillRegressor(student, teacher, dataset, { ...step(), ...weights });
    expect(epochs[0]!.terms.soft).toBeCloseTo(divergence(before, fromTeacher), 4);
    expect(epochs[0]!.terms.hard).toBeCloseTo(likelihood(before), 4);
    const loss = (numbers: readonly number[]) => 0.6 * divergence(numbers, fromTeacher) + 0.3 * likelihood(numbers);
    const moved = numbersOf(student).map((after, index) => before[index]! - after);
    expect(moved).toBeAllClose(gradientOf(loss, before), { rtol: 1e-4, atol: 3e-6 });
  });
});

describe("evaluateRegressor of a model that gives variances", () => {
  const values = Float32Array.of(10, 20, 40, 60);
  const numbers = createDataset({
    columns: { x: { values: Float32Array.of(1, 2, 3, 4), shape: [1] } },
    targets: { kind: "numbers", names: ["y"], values },
  });
  /** Means that are off by 0, 1, 1.5 and 3 deviations of 2 units. */
  const off = [0, 1, 1.5, 3];

  test.each([
    ["without a scale", numbers, 0, 1],
    [
      "on a scale, in the unit of the stored numbers",
      withTargetScale(numbers, scale({ subtract: 30, divide: 8 })),
      30,
      8,
    ],
  ])("%s has hand values", async (_, dataset, subtract, divide) => {
    const means = off.map((one, at) => (values[at]! + 2 * one - subtract) / divide);
    const regressor = (x: tf.Tensor) =>
      tf.tidy(() => {
        const rows = [...x.dataSync()].map((at) => [means[at - 1]!, 2 * Math.log(2 / divide)]);
        return tf.tensor2d(rows);
      });
    const { rmse, nll, coverage, outputs } = await evaluateRegressor(regressor, withVariances(dataset));
    const squares = sum(off.map((one) => one ** 2));
    expect(rmse).toBeCloseTo(Math.sqrt((4 * squares) / 4), 5);
    expect(nll).toBeCloseTo(0.5 * (Math.log(2 * Math.PI * 4) + squares / 4), 5);
    expect(coverage).toEqual([
      { level: 0.5, share: 0.25 },
      { level: 0.8, share: 0.5 },
      { level: 0.9, share: 0.75 },
      { level: 0.95, share: 0.75 },
    ]);
    expect(outputs[0]).toMatchObject({ name: "y", nll, coverage });
    expect(await taskFigures(regressor, withVariances(dataset))).toMatchObject({ numbers: 4, nll });
  });
});

/** `y = 2x`, with noise of 1 where x is above 0 and of 0.1 elsewhere. */
function noisy(size: number, seed: number): Dataset {
  const random = createRandom(seed);
  const x = Float32Array.from({ length: size }, () => random.normal());
  const values = x.map((one) => 20 * one + (one > 0 ? 10 : 1) * random.normal());
  return withVariances(
    createDataset({ columns: { x: { values: x, shape: [1] } }, targets: { kind: "numbers", names: ["y"], values } }),
  );
}

test("a model learns where its numbers are uncertain, and a student what its teacher knows of that", async () => {
  const plain = noisy(200, 1);
  const all = standardiseTargets(plain);
  const [train, held] = [withTargetScale(plain, all), withTargetScale(noisy(200, 2), all)];
  const net = (seed: number) => createMlp({ exampleShape: [1], hiddenUnits: [16], classCount: 2, seed });
  const [teacher, student] = [net(1), net(2)];
  const options = () => ({ epochs: 25, seed: 1, batchSize: 50, optimizer: adam({ learningRate: 0.05 }) });
  const history = await trainRegressor(teacher, train, {
    ...options(),
    validation: held,
    earlyStopping: { patience: 25 },
  });
  expect(Object.keys(history.epochs[0]!.validation!)).toEqual(["size", "rmse", "mae", "r2", "nll"]);
  // The best epoch is that of the best likelihood.
  const { nll, coverage } = await evaluateRegressor(teacher, held);
  expect(nll).toBeCloseTo(Math.min(...history.epochs.map(({ validation }) => validation!.nll!)), 5);
  // Below that of the true means with any one deviation, ½ log 2πe σ², where the mean of the variances is 50.5.
  expect(nll).toBeLessThan(0.5 * Math.log(2 * Math.PI * Math.E * 50.5) - 0.1);
  expect(Math.abs(coverage![2]!.share - 0.9)).toBeLessThan(0.07);
  await distillRegressor(student, teacher, train, { ...options(), hardWeight: 0 });
  const followed = await regressorFidelity(student, teacher, held);
  expect(followed.r2).toBeGreaterThan(0.95);
  expect((await evaluateRegressor(student, held)).nll).toBeLessThan(nll! + 0.3);

  await saveStudent(student, inside("student"), { dataset: train });
  const saved = await loadStudent(inside("student"));
  const [sure, unsure] = await saved.predictGaussians([[-1], [1]]);
  expect(Math.abs(sure!.y!.mean + 20)).toBeLessThan(5);
  expect([sure!.y!.deviation, unsure!.y!.deviation]).toEqual([expect.any(Number), expect.any(Number)]);
  expect(unsure!.y!.deviation / sure!.y!.deviation).toBeGreaterThan(4);
  expect(await saved.predictNumbers([[-1]])).toEqual([{ y: sure!.y!.mean }]);
  const plainStudent = createStudent(net(3), { ...saved.description, outputs: { names: ["y"] } });
  await expect(plainStudent.predictGaussians([[1]])).rejects.toThrow(
    "predictGaussians: student must give variances (use predictNumbers for numbers alone), got numbers alone",
  );
  saved.dispose();
});

test("a run resumes bit for bit", async () => {
  const { dataset, model } = problem(4);
  const trained = async (checkpoints = checkpointsInMemory()) => {
    const [student, teacher] = [model(1), model(2)];
    const options = { epochs: 3, seed: 1, batchSize: 2, optimizer: adam({ learningRate: 0.05 }), checkpoints };
    const { epochs } = await distillRegressor(student, teacher, dataset, options);
    return { result: { epochs, numbers: numbersOf(student) }, states: checkpoints.states };
  };
  const whole = await trained();
  expect((await trained(checkpointsInMemory(whole.states[2]))).result).toEqual(whole.result);
});

test("rows of a table are read with the variances and the scale of a saved student", async () => {
  const csv = ["x,y", ...Array.from({ length: 12 }, (_, row) => `${row},${3 * row + 0.5}`)].join("\n");
  const table = readCsv(csv);
  const layout = inferLayout(table, { label: "y", task: "numbers" });
  const unread = datasetFromTable(table, layout);
  const fitted = withTransform(unread, encodeTable(unread));
  const dataset = withVariances(withTargetScale(fitted, standardiseTargets(fitted)));
  const net = createMlp({ exampleShape: [1], hiddenUnits: [3], classCount: 2, seed: 1 });
  await saveStudent(net, inside("table"), { dataset, layout });
  const { description, model } = await loadStudent(inside("table"));
  expect(description.outputs).toMatchObject({ names: ["y"], variances: true });
  writeFileSync(inside("more.csv"), csv);
  const { dataset: read } = await loadExamples(description, inside("more.csv"));
  expect(await evaluateRegressor(model, read)).toEqual(await evaluateRegressor(net, dataset));
  expect((await predictLogits(model, read)).columns).toBe(2);
});

test("what cannot be is one line", async () => {
  const { dataset } = problem(1);
  const { outputs, inputs } = { outputs: 1, inputs: 1 };
  const set = noisy(4, 1);
  const net = (units: number) => createMlp({ exampleShape: [inputs], hiddenUnits: [], classCount: units, seed: 1 });
  const once = { epochs: 1, seed: 1 };
  expect(dataset.targets.kind).toBe("numbers");
  await expect(trainRegressor(net(outputs), set, once)).rejects.toThrow(
    "trainRegressor: regressor must give 2 numbers for each example (a number and a log variance for each output of the dataset), got an output of shape [1]",
  );
  await expect(trainRegressor(net(2), set, { ...once, huberDelta: 1 })).rejects.toThrow(
    "trainRegressor: huberDelta must be left out where a model gives variances, got 1",
  );
  await expect(distillRegressor(net(2), net(2), set, { ...once, teacherBound: { margin: 1 } })).rejects.toThrow(
    /^distillRegressor: teacherBound must be left out where a model gives variances, got /,
  );
  const validation = { ...set, targets: { ...set.targets, variances: false } } as Dataset;
  await expect(trainRegressor(net(2), set, { ...once, validation })).rejects.toThrow(
    "trainRegressor: validation.targets.variances must be true (as dataset), got undefined",
  );
  await expect(evaluateRegressor((x) => x, set)).rejects.toThrow(
    "evaluateRegressor: regressor must give numbers of shape [4, 2] (examples, and a number and a log variance of each output, of the dataset), got [4, 1]",
  );
  await expect(evaluateRegressor((x) => tf.concat([x, tf.mul(x, Number.NaN)], 1), set)).rejects.toThrow(
    /must give finite numbers, got NaN for the log variance of output 0 of example 0$/,
  );
});
