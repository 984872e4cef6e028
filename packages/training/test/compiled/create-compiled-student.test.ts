import { readFile } from "node:fs/promises";
import {
  columnOf,
  createDataset,
  describeInputs,
  scale,
  vocabulary,
  withTransform,
  words,
} from "@dark-knowledge/datasets";
import { artifactsOf, compileModel, readArtifacts } from "@dark-knowledge/runtime";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { model as graph, input, type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { createCompiledStudent } from "../../src/compiled/create-compiled-student.ts";
import { createMlp, createRnn, createStudent, type StudentDescription } from "../../src/index.ts";
import { dataset, expectSameLogits, model, raws, save } from "../fixtures/saved-student.ts";

const inside = useTemporaryDirectory();

const scaled = createDataset({ columns: { features: { values: new Float32Array(3), shape: [3] } } });
const INPUTS = describeInputs(withTransform(scaled, scale({ subtract: 1, divide: 2 })));
const BASE = { version: 1, fingerprint: "", versions: {} } as const;
const examples = [Float32Array.of(1, 2, 3), Float32Array.of(0, 5, -1)];

/** The same model with TensorFlow.js and without. */
async function both(net: LayersModel, description: StudentDescription) {
  return [
    createStudent(net, description),
    createCompiledStudent(compileModel(await artifactsOf(net)), description),
  ] as const;
}

test("a saved student answers without TensorFlow.js as with it, from whole weights and from eight bits", async () => {
  for (const weights of ["float32", "uint8"] as const) {
    await save(inside("student"), { weights });
    const read = (name: string) => readFile(inside("student", name));
    const parsed = async (name: string) => JSON.parse(String(await read(name)));
    const net = compileModel(await readArtifacts(await parsed("model.json"), read));
    const student = createCompiledStudent(net, await parsed("student.json"));
    const answers = await student.predict(raws);
    const expected = await createStudent(model, student.description).predict(raws);
    answers.forEach(({ label, prob, probs }, row) => {
      expect(label).toBe(expected[row]!.label);
      expect(prob).toBeCloseTo(expected[row]!.prob, weights === "uint8" ? 1 : 6);
      expect(probs.reduce((sum, one) => sum + one)).toBeCloseTo(1, 12);
    });
    expect((await student.predictLogits(dataset)).data).toEqual((await student.predictLogits(raws)).data);
    student.dispose();
    await expect(student.predict(raws)).rejects.toThrow("model must not be disposed of");
  }
});

test.each(["several-classes", "numbers"] as const)("it answers %s", async (task) => {
  const outputs = { names: ["price", "age"], scale: scale({ subtract: 100, divide: 10 }), variances: false };
  const description: StudentDescription = {
    ...BASE,
    ...(task === "numbers" ? { task, classNames: [], outputs } : { task, classNames: ["no", "yes"] }),
    inputs: INPUTS,
  };
  const net = createMlp({ exampleShape: [3], hiddenUnits: [5], classCount: 2, seed: 1 });
  const [own, compiled] = await both(net, description);
  if (task === "numbers") {
    const [expected, given] = [await own.predictNumbers(examples), await compiled.predictNumbers(examples)];
    given.forEach(({ price, age }, row) => {
      expect([price, age]).toEqual([expect.closeTo(expected[row]!.price!, 4), expect.closeTo(expected[row]!.age!, 4)]);
    });
  } else {
    const [expected, given] = [await own.predictLabels(examples), await compiled.predictLabels(examples)];
    expect(given.map(({ labels }) => labels)).toEqual(expected.map(({ labels }) => labels));
  }
});

test("inputs of several columns are matched by name", async () => {
  const [left, right] = [input({ shape: [2], name: "left" }), input({ shape: [1], name: "right" })];
  const joined = layers.concatenate().apply([right, left]) as typeof left;
  const net = graph({ inputs: [left, right], outputs: layers.dense({ units: 2 }).apply(joined) as typeof left });
  const columns = {
    right: { values: new Float32Array(1), shape: [1] },
    left: { values: new Uint8Array(2), shape: [2] },
  };
  const inputs = describeInputs(createDataset({ columns }));
  const [own, compiled] = await both(net, {
    ...BASE,
    task: "classes",
    classNames: ["a", "b"],
    inputs,
  });
  const raws = { left: [Uint8Array.of(1, 2)], right: [Float32Array.of(0.5)] };
  const [[expected], [given]] = [await own.predict(raws), await compiled.predict(raws)];
  expect(given!.prob).toBeCloseTo(expected!.prob, 6);
});

test.each(["gru", "lstm"] as const)("texts of different lengths are read by a %s, an empty one too", async (cell) => {
  const texts = ["an old dog never sleeps", "", "dogs", "a new dog sleeps and sleeps and sleeps"];
  const unread = createDataset({ columns: { text: columnOf(texts, words()) } });
  const inputs = describeInputs(withTransform(unread, vocabulary(unread)));
  const position = { tokenCount: vocabulary(unread).values.length + 2, featureCount: 6 };
  const net = createRnn({ cell, recurrentUnits: [9, 5], ...position, classCount: 2, seed: 1 });
  const [own, compiled] = await both(net, { ...BASE, task: "classes", classNames: ["a", "b"], inputs });
  const expected = await own.predictLogits(texts);
  for (const batchSize of [1, 3, 512]) expectSameLogits(await compiled.predictLogits(texts, { batchSize }), expected);
  compiled.dispose();
  own.dispose();
});

test("every position of an example is a row, of fixed shapes and of sequences, without padding", async () => {
  const description: StudentDescription = { ...BASE, task: "classes", classNames: ["a", "b"], inputs: INPUTS };
  const values = Float32Array.from({ length: 24 }, (_, at) => Math.sin(at * at));
  const labels = new Int32Array(12);
  const offsets = Int32Array.of(0, 3, 4, 10, 12);
  const targets = { kind: "positions", labels, ignored: -1, classNames: ["a", "b"] } as const;
  const fixed = createDataset({ columns: { x: { values, shape: [4, 2] } }, targets: { ...targets, shape: [4] } });
  const ragged = createDataset({
    columns: { x: { values, shape: [2], offsets } },
    targets: { ...targets, shape: [], offsets },
  });
  for (const [examples, length] of [[fixed, 4] as const, [ragged, null] as const]) {
    const net = sequential({ layers: [layers.dense({ units: 2, inputShape: [length as number, 2] })] });
    const [own, compiled] = await both(net, description);
    const expected = await own.predictLogits(examples);
    expect(expected.rows).toBe(12);
    for (const batchSize of [1, 3]) expectSameLogits(await compiled.predictLogits(examples, { batchSize }), expected);
    compiled.dispose();
    own.dispose();
  }
});

test("sequences need a net that masks padding, without TensorFlow.js too", async () => {
  const sound = { values: new Float32Array(6), shape: [2], offsets: Int32Array.of(0, 3) };
  const inputs = describeInputs(createDataset({ columns: { sound } }));
  const net = sequential({
    layers: [layers.gru({ units: 2, recurrentInitializer: "zeros", inputShape: [null as never, 2] })],
  });
  const description: StudentDescription = { ...BASE, task: "classes", classNames: ["a", "b"], inputs };
  for (const student of await both(net, description)) {
    await expect(student.predictLogits([new Float32Array(4)])).rejects.toThrow(
      "predictLogits: classifier must mask padding where examples are sequences (an embedding with maskZero, or a masking layer), got a model without a mask",
    );
  }
});

test("wrong ones are refused in the words of a student with TensorFlow.js", async () => {
  const description: StudentDescription = { ...BASE, task: "classes", classNames: ["a", "b"], inputs: INPUTS };
  const messageOf = async (net: LayersModel, some: readonly Float32Array[], options?: object) => {
    const messages: string[] = [];
    for (const student of await both(net, description)) {
      await student.predict(some, options).catch((error: Error) => messages.push(error.message));
    }
    expect(messages[1]).toBe(messages[0]);
    return messages[0];
  };
  const other = createMlp({ exampleShape: [4], hiddenUnits: [], classCount: 2, seed: 1 });
  expect(await messageOf(other, examples)).toContain("must take examples of shape [3] (as the dataset)");
  const three = createMlp({ exampleShape: [3], hiddenUnits: [], classCount: 3, seed: 1 });
  expect(await messageOf(three, examples)).toContain("must give 2 logits for each example");
  const two = createMlp({ exampleShape: [3], hiddenUnits: [], classCount: 2, seed: 1 });
  const broken = createMlp({ exampleShape: [3], hiddenUnits: [], classCount: 2, seed: 1 });
  tf.tidy(() => broken.setWeights(broken.getWeights().map(({ shape }) => tf.fill(shape, Number.NaN))));
  expect(await messageOf(broken, examples)).toContain("must give finite logits, got NaN for class 0 of example 0");
  expect(await messageOf(two, examples, { batchSize: 0 })).toContain("batchSize must be");
  expect(await messageOf(two, examples, { size: 2 })).toContain("must have known names only");
  expect(() => createCompiledStudent({} as never, description)).toThrow(
    "createCompiledStudent: net.predict must be a function, got undefined",
  );
});
