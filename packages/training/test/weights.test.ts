import { createRandom } from "@dark-knowledge/core";
import { createDataset, type Dataset, selectRows } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import {
  createMlp,
  distill,
  distillRegressor,
  sgd,
  trainClassifier,
  trainMembers,
  trainRegressor,
  trainSpecialist,
} from "../src/index.ts";
import { checkpointsInMemory } from "./fixtures/checkpoints-in-memory.ts";
import { type LinearTask, linearProblem } from "./fixtures/linear-problem.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const T = 2;
const BOTH = { softWeight: 0.7, hardWeight: 0.4 };
const step = () => ({ epochs: 1, seed: 1, batchSize: 64, optimizer: sgd({ learningRate: 1 }) });
type Options = ReturnType<typeof step> & { readonly classWeights?: ArrayLike<number> | "balanced" };
type Loop = (student: LayersModel, teacher: LayersModel, dataset: Dataset, options: Options) => Promise<unknown>;

/** The loops, their tasks, and the weights of their terms. */
const LOOPS: readonly (readonly [string, LinearTask, Loop, number, number])[] = [
  ...(["classes", "several-classes", "positions"] as const).flatMap((kind): (typeof LOOPS)[number][] => [
    [`trainClassifier on ${kind}`, kind, (student, _, set, options) => trainClassifier(student, set, options), 0, 1],
    [
      `distill on ${kind}`,
      kind,
      (student, teacher, set, options) => distill(student, teacher, set, { ...options, ...BOTH, temperature: T }),
      BOTH.softWeight,
      BOTH.hardWeight,
    ],
  ]),
  ["trainRegressor", "numbers", (student, _, set, options) => trainRegressor(student, set, options), 0, 1],
  [
    "distillRegressor",
    "numbers",
    (student, teacher, set, options) => distillRegressor(student, teacher, set, { ...options, ...BOTH }),
    BOTH.softWeight,
    BOTH.hardWeight,
  ],
];

const numbersOf = (model: LayersModel) => model.getWeights().flatMap((weight) => [...weight.dataSync()]);

/** The numbers of a student after a run, and its history. */
async function run(loop: Loop, problem: ReturnType<typeof linearProblem>, dataset: Dataset, options: Options = step()) {
  const [student, teacher] = [problem.createStudent(), problem.createTeacher()];
  const history = await loop(student, teacher, dataset, options);
  const result = { numbers: numbersOf(student), epochs: (history as { epochs: unknown }).epochs };
  for (const model of [student, teacher]) model.dispose();
  return result;
}

describe.each(LOOPS)("%s", (_, kind, loop, soft, hard) => {
  const problem = linearProblem(kind, 11);
  const random = createRandom(3);

  test("weights of 1 are the same as none, bit for bit", async () => {
    const options = { ...step(), epochs: 3, batchSize: 3 };
    const ones = problem.dataset(new Float32Array(problem.examples).fill(1));
    expect(await run(loop, problem, ones, options)).toEqual(await run(loop, problem, problem.dataset(), options));
  });

  test("a weight of k is the same step as the example k times", async () => {
    const weights = Float32Array.from({ length: problem.examples }, (_, at) => (at === 0 ? 2 : random.integer(4)));
    const repeated = Array.from(weights).flatMap((weight, row) => new Array<number>(weight).fill(row));
    const one = await run(loop, problem, problem.dataset(weights));
    const other = await run(loop, problem, selectRows(problem.dataset(), repeated));
    expect(one.numbers).toBeAllClose(other.numbers, { rtol: 1e-5, atol: 1e-6 });
    const terms = (result: typeof one) => Object.values((result.epochs as { terms: object }[])[0]!.terms) as number[];
    expect(terms(one)).toBeAllClose(terms(other), { rtol: 1e-5, atol: 1e-6 });
  });

  test("an example of weight 0 is not there", async () => {
    const weights = Float32Array.from({ length: problem.examples }, (_, at) => Number(at === 0 || random.integer(2)));
    const others = [...weights.keys()].filter((at) => weights[at] === 1);
    const options = { ...step(), epochs: 2, batchSize: 3 };
    const alone = await run(loop, problem, selectRows(problem.dataset(), others), options);
    expect(await run(loop, problem, problem.dataset(weights), options)).toEqual(alone);
  });

  test.each([1, 2, 3])("the step is the gradient of the weighted means (sizes %i)", async (seed) => {
    const own = linearProblem(kind, seed);
    const draw = createRandom(seed + 100);
    const weights = Float32Array.from({ length: own.examples }, () => draw.uniform() * 3);
    const classWeights = Float32Array.from({ length: own.width }, (_, at) => (at === 0 ? 0 : 0.2 + draw.uniform()));
    const withClasses = kind === "numbers" ? {} : { classWeights };
    const [student, teacher] = [own.createStudent(), own.createTeacher()];
    const [before, fromTeacher] = [numbersOf(student), numbersOf(teacher)];
    await loop(student, teacher, own.dataset(weights), { ...step(), ...withClasses });
    const weighing = { weights, classWeights, softWeight: soft, hardWeight: hard, temperature: T };
    const loss = (numbers: readonly number[]) => own.loss(numbers, { ...weighing, teacher: fromTeacher });
    const gradient = before.map((_, at) => {
      const moved = (by: number) => loss(before.map((value, index) => (index === at ? value + by : value)));
      return (moved(1e-4) - moved(-1e-4)) / 2e-4;
    });
    const after = numbersOf(student);
    expect(before.map((value, at) => value - after[at]!)).toBeAllClose(gradient, { rtol: 1e-4, atol: 2e-6 });
    for (const model of [student, teacher]) model.dispose();
  });
});

describe("weights of classes", () => {
  const problem = linearProblem("classes", 5);
  const [, , loop] = LOOPS[1]!;

  test("come from the dataset or from the option, which goes before", async () => {
    const classWeights = Float32Array.from({ length: problem.width }, (_, at) => at + 1);
    const { targets, ...rest } = problem.dataset();
    const weighted = { ...rest, targets: { ...targets, classWeights } } as Dataset;
    const byOption = await run(loop, problem, problem.dataset(), { ...step(), classWeights });
    expect(await run(loop, problem, weighted)).toEqual(byOption);
    const none = await run(loop, problem, problem.dataset());
    expect(byOption.numbers).not.toEqual(none.numbers);
    // Only ratios count.
    const equal = new Array<number>(problem.width).fill(3);
    expect(await run(loop, problem, weighted, { ...step(), classWeights: equal })).toEqual(none);
  });

  test("balanced: each class that occurs counts the same, also with weights of examples", async () => {
    const dataset = createDataset({
      ...{ features: Float32Array.of(0, 1, 2, 3, 4), labels: Int32Array.of(0, 0, 2, 2, -1), exampleShape: [1] },
      ...{ classNames: ["a", "b", "c"], weights: Float32Array.of(1, 2, 3, 6, 1) },
    });
    const net = () => createMlp({ exampleShape: [1], hiddenUnits: [], classCount: 3, seed: 1 });
    const [balanced, byHand] = [net(), net()];
    await trainClassifier(balanced, dataset, { ...step(), classWeights: "balanced" });
    // 12 in all, two classes: 12 / (2 · 3) and 12 / (2 · 9).
    await trainClassifier(byHand, dataset, { ...step(), classWeights: [2, 0, 2 / 3] });
    expect(numbersOf(balanced)).toEqual(numbersOf(byHand));
  });

  test("reach the members of an ensemble", async () => {
    const [set, classWeights] = [twoClasses(8, 1), [1, 3]];
    const net = () => createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [], classCount: 2, seed: 1 });
    const { optimizer: _, ...options } = { ...step(), classWeights };
    const { value } = await trainMembers(net, set, { ...options, members: 1 }).next();
    const alone = net();
    await trainClassifier(alone, set, { ...options, seed: value!.seed });
    expect(numbersOf(value!.model)).toEqual(numbersOf(alone));
    await trainClassifier(alone, set, { ...options, seed: value!.seed, classWeights: [3, 1] });
    expect(numbersOf(value!.model)).not.toEqual(numbersOf(alone));
  });

  test("of a checkpoint cannot be changed; with the same ones a run resumes bit for bit", async () => {
    const weights = Float32Array.from({ length: problem.examples }, (_, at) => 1 + (at % 3));
    const classWeights = Float32Array.from({ length: problem.width }, (_, at) => at + 1);
    const options = () => ({ ...step(), epochs: 3, batchSize: 2, classWeights });
    const checkpoints = checkpointsInMemory();
    const whole = await run(loop, problem, problem.dataset(weights), { ...options(), checkpoints } as Options);
    const state = checkpoints.states[2]!;
    const resumed = { ...options(), checkpoints: checkpointsInMemory(state) } as Options;
    expect(await run(loop, problem, problem.dataset(weights), resumed)).toEqual(whole);
    const others = { ...resumed, classWeights: classWeights.map((weight) => weight ** 2) };
    await expect(run(loop, problem, problem.dataset(weights), others)).rejects.toThrow(
      /^distill: classWeights must be [0-9a-f]{16} \(as in the checkpoint\), got [0-9a-f]{16}$/,
    );
    await expect(run(loop, problem, problem.dataset(), resumed)).rejects.toThrow(/^distill: dataset must be /);
  });
});

test("weights of the layers' terms: a weight of 2 is the example twice", async () => {
  const set = twoClasses(6, 1);
  const net = (name: string) => createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [3], classCount: 2, seed: 1, name });
  const features = [{ student: "s_dense_1", teacher: "t_dense_1", weight: 1 }];
  const trained = async (dataset: Dataset) => {
    const [student, teacher] = [net("s"), createMlp({ ...TEACHER, name: "t" })];
    const { epochs } = await distill(student, teacher, dataset, { ...step(), temperature: T, features });
    return [...numbersOf(student), epochs[0]!.terms["features[0]"]!];
  };
  const weighted = await trained({ ...set, weights: Float32Array.of(1, 2, 0, 1, 2, 1) });
  expect(weighted).toBeAllClose(await trained(selectRows(set, [0, 1, 1, 3, 4, 4, 5])), { rtol: 1e-5, atol: 1e-6 });
});

const TEACHER = { exampleShape: [2, 2, 1], hiddenUnits: [3], classCount: 2, seed: 9 };

describe("weights that cannot be", () => {
  const set = twoClasses(8, 1);
  const several = linearProblem("several-classes", 1);
  const net = () => createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [], classCount: 2, seed: 1 });

  test.each([
    [[1], "trainClassifier: classWeights must have length 2 (the classes of the dataset), got 1"],
    [[1, -1], "trainClassifier: classWeights must be finite numbers, at least 0, got -1 for class 1"],
    [[1, Number.NaN], "trainClassifier: classWeights must be finite numbers, at least 0, got NaN for class 1"],
    [[0, 0], "trainClassifier: classWeights must have a weight above 0, got only 0"],
    ["even", 'trainClassifier: classWeights must be "balanced" or an array of numbers, got "even"'],
  ])("%j", async (classWeights, message) => {
    await expect(trainClassifier(net(), set, { ...step(), classWeights: classWeights as number[] })).rejects.toThrow(
      message,
    );
  });

  test("of several classes: balanced, and with a loss of one's own", async () => {
    const options = { ...step(), classWeights: "balanced" as const };
    await expect(trainClassifier(several.createStudent(), several.dataset(), options)).rejects.toThrow(
      'trainClassifier: classWeights must be an array of numbers where examples may be of several classes, got "balanced"',
    );
    const classWeights = Array.from({ length: several.width }, (_, at) => at);
    const loss = (logits: tf.Tensor2D) => tf.sum<tf.Tensor1D>(logits, 1);
    await expect(
      trainClassifier(several.createStudent(), several.dataset(), { ...step(), classWeights, loss }),
    ).rejects.toThrow(
      `trainClassifier: classWeights must be left out with loss, whose values are sums over the classes, got an array of length ${several.width}`,
    );
  });

  test("only 0, and in a loop that has no use for them", async () => {
    const nothing = { ...set, weights: new Float32Array(8) };
    await expect(trainClassifier(net(), nothing, step())).rejects.toThrow(
      "trainClassifier: dataset must have at least one example whose weight is above 0, got only 0",
    );
    const validation = { size: 2, seed: 1 };
    const weighted = { ...set, weights: new Float32Array(8).fill(1) };
    await expect(
      trainSpecialist(net(), [0], weighted, { epochs: 1, seed: 1, temperature: 1, validation }),
    ).rejects.toThrow("trainSpecialist: dataset must have no weights, which this loop does not use, got weights");
  });
});
