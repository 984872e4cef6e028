import { writeFileSync } from "node:fs";
import { createRandom } from "@dark-knowledge/core";
import {
  createDataset,
  type Dataset,
  datasetFromTable,
  encodeTable,
  inferLayout,
  readCsv,
  vocabulary,
  withTransform,
} from "@dark-knowledge/datasets";
import { createEnsemble } from "@dark-knowledge/ensemble";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import {
  model as functional,
  input as inputOf,
  type LayersModel,
  layers,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import {
  adam,
  createMlp,
  distill,
  distillRegressor,
  evaluate,
  evaluateRegressor,
  fidelity,
  predictLogits,
  type TeacherContext,
  trainClassifier,
  trainRegressor,
} from "../src/index.ts";
import { loadExamples, loadStudent, recordSoftTargets, saveStudent } from "../src/node/index.ts";
import { checkpointsInMemory } from "./fixtures/checkpoints-in-memory.ts";

const inside = useTemporaryDirectory();
const random = createRandom(1);
const SIZE = 24;
const left = Float32Array.from({ length: 2 * SIZE }, () => random.normal());
const right = Float32Array.from({ length: 3 * SIZE }, () => random.normal());
const both = Float32Array.from({ length: 5 * SIZE }, (_, at) => {
  const [row, column] = [Math.floor(at / 5), at % 5];
  return column < 2 ? left[2 * row + column]! : right[3 * row + column - 2]!;
});
const labels = Int32Array.from({ length: SIZE }, (_, row) => Number(left[2 * row]! + right[3 * row]! > 0));
const targets = { kind: "classes", labels, classNames: ["no", "yes"] } as const;
const columns = { right: { values: right, shape: [3] }, left: { values: left, shape: [2] } };
const named = createDataset({ columns, targets });
const joined = createDataset({ columns: { x: { values: both, shape: [5] } }, targets });

/** Linear in two inputs, whose order is not that of the columns. */
function twoInputs(seed: number, names = ["left", "right"], units = 2): LayersModel {
  const inputs = [inputOf({ shape: [2], name: names[0]! }), inputOf({ shape: [3], name: names[1]! })];
  const kernelInitializer = { className: "RandomNormal", config: { seed, stddev: 1 } } as never;
  const dense = layers.dense({ units, kernelInitializer, name: `answer${seed}` });
  const answer = dense.apply(layers.concatenate().apply(inputs) as SymbolicTensor) as SymbolicTensor;
  return functional({ inputs, outputs: answer });
}

/** The same of one input. */
function oneInput(of: LayersModel): LayersModel {
  const copy = createMlp({ exampleShape: [5], hiddenUnits: [], classCount: of.outputs[0]!.shape[1]!, seed: 1 });
  copy.setWeights(of.getWeights());
  return copy;
}

const numbersOf = (model: LayersModel) => model.getWeights().flatMap((weight) => [...weight.dataSync()]);
const options = () => ({ epochs: 2, seed: 1, batchSize: 8, optimizer: adam({ learningRate: 0.05 }) });

describe("several named inputs", () => {
  test("are the same as one input of all columns, in every loop and every measure", async () => {
    const [teacher, student] = [twoInputs(1), twoInputs(2)];
    const [plainTeacher, plainStudent] = [teacher, student].map(oneInput) as [LayersModel, LayersModel];
    const validation = { size: 6, seed: 1 };
    const first = await trainClassifier(teacher, named, { ...options(), validation });
    const same = await trainClassifier(plainTeacher, joined, { ...options(), validation });
    expect(numbersOf(teacher)).toBeAllClose(numbersOf(plainTeacher), { rtol: 1e-5, atol: 1e-6 });
    expect(first.epochs[1]!.validation!.nll).toBeCloseTo(same.epochs[1]!.validation!.nll, 5);

    await distill(student, teacher, named, { ...options(), temperature: 2 });
    await distill(plainStudent, plainTeacher, joined, { ...options(), temperature: 2 });
    expect(numbersOf(student)).toBeAllClose(numbersOf(plainStudent), { rtol: 1e-5, atol: 1e-6 });
    const features = [{ student: "answer2", teacher: "answer1", weight: 0.1 }];
    const { epochs } = await distill(student, teacher, named, { ...options(), temperature: 2, features });
    expect(epochs[1]!.terms["features[0]"]).toBeLessThan(epochs[0]!.terms["features[0]"]!);

    const [{ errors, nll }, other] = [await evaluate(teacher, named), await evaluate(plainTeacher, joined)];
    expect(errors).toBe(other.errors);
    expect(nll).toBeCloseTo(other.nll, 5);
    expect((await fidelity(student, teacher, named)).size).toBe(SIZE);
    const mean = { mean: "geometric", order: "average-then-soften", temperature: 1 } as const;
    const ofBoth = await evaluate(createEnsemble([teacher, student], mean), named);
    const { nll: plainNll } = await evaluate(createEnsemble([plainTeacher, oneInput(student)], mean), joined);
    expect(ofBoth.nll).toBeCloseTo(plainNll, 5);
    const { data } = await predictLogits(teacher, named);
    expect(data).toBeAllClose((await predictLogits(plainTeacher, joined)).data, { rtol: 1e-5, atol: 1e-6 });
  });

  test("of numbers, too", async () => {
    const values = Float32Array.from(labels, (label, row) => label + left[2 * row]!);
    const numbers = { ...named, targets: { kind: "numbers", names: ["y"], values } } as Dataset;
    const [teacher, student] = [twoInputs(1, ["left", "right"], 1), twoInputs(2, ["left", "right"], 1)];
    const plain = [oneInput(teacher), oneInput(student)] as const;
    const flat = { ...joined, targets: numbers.targets } as Dataset;
    await trainRegressor(teacher, numbers, options());
    await trainRegressor(plain[0], flat, options());
    expect(numbersOf(teacher)).toBeAllClose(numbersOf(plain[0]), { rtol: 1e-5, atol: 1e-6 });
    await distillRegressor(student, teacher, numbers, options());
    await distillRegressor(plain[1], plain[0], flat, options());
    expect(numbersOf(student)).toBeAllClose(numbersOf(plain[1]), { rtol: 1e-5, atol: 1e-6 });
    const { rmse } = await evaluateRegressor(student, numbers);
    expect(rmse).toBeCloseTo((await evaluateRegressor(plain[1], flat)).rmse, 5);
  });

  test("resume bit for bit in the middle of an epoch", async () => {
    const trained = async (checkpoints = checkpointsInMemory()) => {
      const [teacher, student] = [twoInputs(1), twoInputs(2)];
      const { epochs } = await distill(student, teacher, named, { ...options(), temperature: 2, checkpoints });
      return { epochs, numbers: numbersOf(student), states: checkpoints.states };
    };
    const whole = await trained();
    const { epochs, numbers } = await trained(checkpointsInMemory(whole.states[3]));
    expect({ epochs, numbers }).toEqual({ epochs: whole.epochs, numbers: whole.numbers });
  });

  test("reach functions in their context, and recordings", async () => {
    const seen: string[] = [];
    const teacher = (features: tf.Tensor, { inputs }: TeacherContext) => {
      seen.push(`${features.shape} ${Object.entries(inputs!).map(([name, { shape }]) => `${name} ${shape}`)}`);
      return tf.mul(tf.slice(inputs!.left!, [0, 0], [-1, 2]), 2);
    };
    const student = twoInputs(2);
    await distill(student, teacher, named, { ...options(), temperature: 2 });
    expect(seen.at(-1)).toBe("24,3 right 24,3,left 24,2");
    await recordSoftTargets(teacher, named, inside("answers"), { teacherFingerprint: "a" });
    await expect(distill(student, (x) => tf.mul(x, 2), named, { ...options(), temperature: 2 })).rejects.toThrow(
      "distill: teacher must take its context too, which has the dataset's columns right, left (context.inputs), got a function of 1 argument",
    );
  });

  test("of other names or sizes are one line", async () => {
    const fails = (model: LayersModel, dataset: Dataset, more = {}) =>
      expect(trainClassifier(model, dataset, { ...options(), ...more })).rejects;
    await fails(twoInputs(1, ["left", "rigth"]), named).toThrow(
      "trainClassifier: classifier must have the inputs right, left (the columns of the dataset), got left, rigth",
    );
    await fails(oneInput(twoInputs(1)), named).toThrow(/must have the inputs right, left .*, got mlp_/);
    await fails(twoInputs(1), joined).toThrow("must have the inputs x (the columns of the dataset), got left, right");
    await fails(twoInputs(1, ["right", "left"]), named).toThrow(
      "trainClassifier: classifier must take examples of shape [3] for its input right (as the dataset), got an input of shape [2]",
    );
    const ensemble = createEnsemble([oneInput(twoInputs(1))], {
      mean: "arithmetic",
      order: "average-then-soften",
      temperature: 1,
    });
    await expect(evaluate(ensemble, named)).rejects.toThrow(
      /^createEnsemble: members must have the inputs right, left \(the columns of the dataset\), got mlp_input/,
    );
    await fails(twoInputs(1), named, { validation: joined }).toThrow(
      "trainClassifier: validation.columns must be right, left (as dataset), got x",
    );
    const other = createDataset({ columns: { ...columns, left: { values: right, shape: [3] } }, targets });
    await fails(twoInputs(1), named, { validation: other }).toThrow(
      "trainClassifier: validation.columns.left must have shape [2] (as dataset), got [3]",
    );
  });

  test("rows of a table and their texts: masked, saved, and asked with raw examples and a file", async () => {
    const lines = Array.from({ length: 16 }, (_, row) => {
      const note = ["never again", "yes please do", "no", "always with pleasure"][row % 4]!;
      return `${row % 5},${note},${row % 2 === 1 && row % 5 > 0 ? "good" : "bad"}`;
    });
    const csv = ["stars,note,kind", ...lines].join("\n");
    const table = readCsv(csv);
    const layout = inferLayout(table, { label: "kind", types: { note: "text", stars: "number" } });
    const unread = datasetFromTable(table, layout);
    const words = vocabulary(unread, { column: "note" });
    const dataset = withTransform(
      withTransform(unread, encodeTable(unread, { column: "row" }), { column: "row" }),
      words,
      { column: "note" },
    );
    const net = rowsAndTexts(words.values.length + 2);
    await trainClassifier(net, dataset, options());
    await saveStudent(net, inside("student"), { dataset, layout });
    const student = await loadStudent(inside("student"));
    const { data } = await predictLogits(net, dataset);
    const raw = { row: lines.map((line) => ({ stars: Number(line[0]) })), note: lines.map((l) => l.split(",")[1]!) };
    // Few examples are answered by a plan, whose last bits may differ.
    expect((await student.predictLogits(raw)).data).toBeAllClose(data, { rtol: 1e-5, atol: 1e-6 });
    const [answer] = await student.predict({ row: [{ stars: 3 }], note: ["yes please do"] });
    expect(["good", "bad"]).toContain(answer!.label);
    writeFileSync(inside("more.csv"), csv);
    const { dataset: read } = await loadExamples(student.description, inside("more.csv"));
    expect(await evaluate(student.model, read)).toEqual(await evaluate(net, dataset));
    // Padding is masked: an example in a batch of longer ones has the answer that it has alone.
    const one = await student.predictLogits({ row: [raw.row[2]], note: [raw.note[2]!] });
    expect(one.data).toBeAllClose(data.subarray(4, 6), { rtol: 1e-5, atol: 1e-6 });

    await expect(student.predict([1])).rejects.toThrow(/^datasetFromRaws: raws must be an object/);
    await expect(student.predict({ row: [{ stars: 3 }], note: [] })).rejects.toThrow(
      "datasetFromRaws: raws.note must have 1 examples (as row), got 0",
    );
    student.dispose();
  });
});

/** The row beside the last state of a recurrent layer over the words. */
function rowsAndTexts(tokens: number): LayersModel {
  const init = (seed: number) => ({ className: "RandomNormal", config: { seed, stddev: 0.5 } }) as never;
  const [row, note] = [inputOf({ shape: [1], name: "row" }), inputOf({ shape: [null], name: "note" })];
  const words = layers.embedding({ inputDim: tokens, outputDim: 3, maskZero: true, embeddingsInitializer: init(1) });
  const recurrent = layers.gru({ units: 4, kernelInitializer: init(2), recurrentInitializer: init(3) });
  const read = recurrent.apply(words.apply(note)) as SymbolicTensor;
  const dense = layers.dense({ units: 2, kernelInitializer: init(4) });
  return functional({ inputs: [note, row], outputs: dense.apply(layers.concatenate().apply([row, read])) as never });
}
