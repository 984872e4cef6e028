import { createRandom, type Random } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { type FactoriseOptions, factorise } from "../src/index.ts";
import { valuesOf } from "./support.ts";

type Rows = number[][];

const randomRows = (random: Random, rows: number, columns: number): Rows =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));
const product = (a: Rows, b: Rows): Rows =>
  a.map((row) => b[0]!.map((_, column) => row.reduce((sum, value, at) => sum + value * b[at]![column]!, 0)));
const transpose = (a: Rows): Rows => a[0]!.map((_, column) => a.map((row) => row[column]!));
const rowsOf = (values: ArrayLike<number>, columns: number): Rows =>
  Array.from({ length: values.length / columns }, (_, row) =>
    Array.from({ length: columns }, (__, column) => values[row * columns + column]!),
  );
const squares = (a: Rows) => a.flat().reduce((sum, value) => sum + value * value, 0);
const minus = (a: Rows, b: Rows): Rows => a.map((row, at) => row.map((value, column) => value - b[at]![column]!));

/** The squares of singular values in descending order, in float64: Hestenes's rotations make the columns orthogonal. */
function oracle(matrix: Rows): number[] {
  const columns = transpose(matrix);
  const dot = (a: number[], b: number[]) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);
  for (let sweep = 0; sweep < 30; sweep++) {
    for (let p = 0; p < columns.length; p++) {
      for (let q = p + 1; q < columns.length; q++) {
        const [a, b] = [columns[p]!, columns[q]!];
        const angle = Math.atan2(2 * dot(a, b), dot(a, a) - dot(b, b)) / 2;
        const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
        columns[p] = a.map((value, at) => cosine * value + sine * b[at]!);
        columns[q] = b.map((value, at) => cosine * value - sine * a[at]!);
      }
    }
  }
  return columns.map((column) => dot(column, column)).sort((a, b) => b - a);
}

const sumFrom = (values: readonly number[], from: number) => values.slice(from).reduce((sum, value) => sum + value, 0);

/** A dense layer with a kernel, and zeros as its bias. */
const denseOf = (kernel: Rows, options: object = {}) =>
  layers.dense({
    ...{ units: kernel[0]!.length, inputShape: [kernel.length], ...options },
    weights: [tf.tensor2d(kernel), tf.zeros([kernel[0]!.length])],
  });

/** Factorises a model of one layer, and gives kernel and product of its factors. */
async function factors(kernel: Rows, options: FactoriseOptions) {
  const model = sequential({ layers: [denseOf(kernel, { name: "one" })] });
  const factorised = await factorise(model, options);
  const [left, right, bias] = (await valuesOf(factorised)) as [Float32Array, Float32Array, Float32Array];
  const rank = left.length / kernel.length;
  model.dispose();
  factorised.dispose();
  return { rank, bias, left: rowsOf(left, rank), right: rowsOf(right, kernel[0]!.length) };
}

describe("factorise(model, { rank })", () => {
  test("by hand: the stronger of two directions, in equal parts", async () => {
    // Singular values 8 and 1.
    const { left, right } = await factors(
      [
        [0, 8],
        [1, 0],
      ],
      { rank: { one: 1 } },
    );
    const sign = Math.sign(left[0]![0]!);
    const root = Math.sqrt(8) * sign;
    expect(left).toEqual([[expect.closeTo(root, 5)], [expect.closeTo(0, 5)]]);
    expect(right).toEqual([[expect.closeTo(0, 5), expect.closeTo(root, 5)]]);
  });

  test("is as near to the kernel as any matrix of that rank can be, by an independent SVD", async () => {
    const random = createRandom(5);
    for (const [inputs, outputs, inner] of [
      [7, 5, 5],
      [4, 9, 4],
      [6, 6, 3],
      [1, 4, 1],
      [12, 2, 2],
    ] as const) {
      const kernel = product(randomRows(random, inputs, inner), randomRows(random, inner, outputs));
      const energies = oracle(inputs < outputs ? transpose(kernel) : kernel);
      for (let rank = 1; rank <= Math.min(inputs, outputs); rank++) {
        const { left, right } = await factors(kernel, { rank: { one: rank } });
        const error = squares(minus(kernel, product(left, right)));
        expect(error).toBeLessThan(sumFrom(energies, rank) * (1 + 1e-5) + squares(kernel) * 1e-11);
        // Balanced: columns of one are as long as rows of the other.
        const lengths = [transpose(left), right].map((rows) => rows.map((row) => Math.sqrt(squares([row]))));
        for (const [at, length] of lengths[0]!.entries()) {
          if (at < inner) expect(length / lengths[1]![at]!).toBeCloseTo(1, 3);
        }
      }
    }
  });

  test("a number is for the layers that get smaller by it", async () => {
    const model = sequential({
      layers: [
        layers.dense({ units: 8, inputShape: [6], activation: "relu", name: "hidden" }),
        layers.dense({ units: 3, name: "logits" }),
      ],
    });
    const factorised = await factorise(model, { rank: 3 });
    // 6 · 8 = 48 > 3 · 14; 8 · 3 = 24 < 3 · 11.
    expect(factorised.layers.map(({ name }) => name)).toEqual(["hidden_factor", "hidden", "logits"]);
    expect(factorised.getLayer("hidden").getConfig().activation).toBe("relu");
    model.dispose();
    factorised.dispose();
  });

  test("of full rank answers as the model does: dense layers, of images and positions too, and embeddings", async () => {
    const mlp = sequential({
      layers: [
        layers.flatten({ inputShape: [2, 3, 1] }),
        layers.dense({ units: 4, activation: "tanh", name: "a", biasInitializer: "ones" }),
        layers.dense({ units: 2, name: "b", useBias: false }),
      ],
    });
    const words = sequential({
      layers: [
        layers.embedding({ inputDim: 7, outputDim: 4, inputLength: 3, name: "words" }),
        layers.dense({ units: 2, name: "tags" }),
      ],
    });
    for (const [model, rank, x] of [
      [mlp, { a: 4, b: 2 }, tf.randomNormal([5, 2, 3, 1], 0, 1, "float32", 1)],
      [
        words,
        { words: 4, tags: 2 },
        tf.tensor2d([
          [0, 6, 3],
          [1, 2, 5],
        ]),
      ],
    ] as const) {
      for (const examples of [{}, { examples: x }]) {
        const factorised = await factorise(model, { rank, ...examples });
        const [expected, actual] = [model.predict(x), factorised.predict(x)] as tf.Tensor[];
        // Of two sentences there are six words: they say nothing about the seventh.
        expect(await actual!.data()).toBeAllClose(await expected!.data(), { rtol: 1e-3, atol: 1e-4 });
        factorised.dispose();
      }
      model.dispose();
    }
  });

  test("embeddings become a smaller table and a dense layer", async () => {
    const model = sequential({
      layers: [layers.embedding({ inputDim: 20, outputDim: 6, inputLength: 3, name: "words" })],
    });
    const factorised = await factorise(model, { rank: 2 });
    expect(factorised.weights.map(({ shape }) => shape)).toEqual([
      [20, 2],
      [2, 6],
    ]);
    const energies = oracle(rowsOf((await valuesOf(model))[0]!, 6));
    const [left, right] = await valuesOf(factorised);
    const error = minus(rowsOf((await valuesOf(model))[0]!, 6), product(rowsOf(left!, 2), rowsOf(right!, 6)));
    expect(squares(error)).toBeCloseTo(sumFrom(energies, 2), 6);
    model.dispose();
    factorised.dispose();
  });
});

describe("factorise(model) of convolutions", () => {
  const settings = [
    { kernelSize: 3, strides: 1, padding: "same" },
    { kernelSize: [2, 3], strides: [2, 1], padding: "valid" },
    { kernelSize: 2, strides: 1, padding: "same", dilationRate: 2 },
  ] as const;
  const images = tf.randomNormal([6, 6, 5, 3], 1, 1, "float32", 4);

  test.each(settings)(
    "of a rank loses what an independent SVD says, of weights and of outputs: %j",
    async (options) => {
      const conv = layers.conv2d({ ...options, name: "conv", filters: 7, inputShape: [6, 5, 3] } as never);
      const model = sequential({ layers: [conv] });
      const [kernel] = await valuesOf(model);
      const outputs = rowsOf(await (model.predict(images) as tf.Tensor).data(), 7);
      const means = transpose(outputs).map((column) => sumFrom(column, 0) / column.length);
      const ofOutputs = oracle(outputs.map((row) => row.map((value, at) => value - means[at]!)));
      const ofWeights = oracle(rowsOf(kernel!, 7));
      for (const rank of [1, 3, 7]) {
        const plain = await factorise(model, { rank: { conv: rank } });
        expect(plain.layers.map(({ name, outputShape }) => [name, outputShape])).toEqual([
          ["conv_factor", [...(conv.outputShape as number[]).slice(0, 3), rank]],
          ["conv", conv.outputShape],
        ]);
        const [left, right] = await valuesOf(plain);
        const lost = squares(minus(rowsOf(kernel!, 7), product(rowsOf(left!, rank), rowsOf(right!, 7))));
        expect(lost).toBeCloseTo(sumFrom(ofWeights, rank), 5);

        const near = await factorise(model, { rank: { conv: rank }, examples: images });
        const answers = rowsOf(await (near.predict(images) as tf.Tensor).data(), 7);
        const error = squares(minus(outputs, answers));
        if (rank < 7) expect(error / sumFrom(ofOutputs, rank)).toBeCloseTo(1, 3);
        else expect(error).toBeLessThan(1e-6 * squares(outputs));
        for (const one of [plain, near]) one.dispose();
      }
      model.dispose();
    },
  );

  test("keeps activation, bias and the layers around it, and a chain of them shrinks by its energy", async () => {
    const model = sequential({
      layers: [
        layers.conv2d({
          filters: 8,
          kernelSize: 3,
          inputShape: [6, 5, 3],
          activation: "relu",
          biasInitializer: "ones",
          name: "a",
        }),
        layers.batchNormalization({ name: "norm" }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.conv2d({ filters: 8, kernelSize: [2, 1], useBias: false, activation: "tanh", name: "b" }),
        layers.flatten(),
        layers.dense({ units: 2, name: "c" }),
      ],
    });
    const whole = await factorise(model, { rank: { a: 8, b: 8 } });
    const [expected, actual] = [model.predict(images), whole.predict(images)] as tf.Tensor[];
    expect(await actual!.data()).toBeAllClose(await expected!.data(), { rtol: 1e-3, atol: 1e-4 });
    const small = await factorise(model, { energy: 0.5, examples: images });
    expect(small.countParams()).toBeLessThan(model.countParams());
    expect((small.predict(images) as tf.Tensor).shape).toEqual([6, 2]);
    for (const one of [model, whole, small]) one.dispose();
  });
});

describe("factorise(model, { examples }) keeps the outputs on the examples", () => {
  const random = createRandom(6);
  const kernel = randomRows(random, 5, 6);
  // Inputs that vary unequally, together, and around means that are not 0.
  const mixing = randomRows(random, 5, 5).map((row, at) => row.map((value) => value * 3 ** -at));
  const inputs = product(randomRows(random, 40, 5), mixing).map((row) => row.map((value, at) => value + at - 1));
  const means = transpose(inputs).map((column) => sumFrom(column, 0) / 40);

  test("with the least squared error that a rank allows, the bias included, by an independent SVD", async () => {
    const centred = inputs.map((row) => row.map((value, at) => value - means[at]!));
    const energies = oracle(product(centred, kernel));
    for (const rank of [1, 2, 3, 4]) {
      const { left, right, bias } = await factors(kernel, { rank: { one: rank }, examples: tf.tensor2d(inputs) });
      const outputs = product(inputs, product(left, right)).map((row) => row.map((value, at) => value + bias[at]!));
      const error = squares(minus(product(inputs, kernel), outputs));
      expect(error / sumFrom(energies, rank)).toBeCloseTo(1, 3);
      const plain = await factors(kernel, { rank: { one: rank } });
      expect(
        squares(minus(product(inputs, kernel), product(inputs, product(plain.left, plain.right)))),
      ).toBeGreaterThan(error);
    }
  });

  test("is the same in whatever order they come, and ignores directions that no example has", async () => {
    const flat = inputs.map(([a, b]) => [a!, b!, a! + b!, 0, 0]);
    const { left, right, bias } = await factors(kernel, { rank: { one: 2 }, examples: tf.tensor2d(flat) });
    const again = await factors(kernel, { rank: { one: 2 }, examples: tf.tensor2d([...flat].reverse()) });
    expect(product(again.left, again.right).flat()).toBeAllClose(product(left, right).flat(), {
      rtol: 1e-3,
      atol: 1e-4,
    });
    const outputs = product(flat, product(left, right)).map((row) => row.map((value, at) => value + bias[at]!));
    expect(squares(minus(product(flat, kernel), outputs)) / squares(product(flat, kernel))).toBeLessThan(1e-9);
  });
});

describe("factorise(model, { energy }) and { budget }", () => {
  test("the smallest rank with the share, by hand", async () => {
    // Squares of the singular values 16, 4, 4, 1 of 25.
    const kernel = [[4, 0, 0, 0], [0, 2, 0, 0], [0, 0, -2, 0], [0, 0, 0, 1], ...Array(12).fill([0, 0, 0, 0])];
    for (const [energy, rank] of [
      [0.1, 1],
      [0.64, 1],
      [0.65, 2],
      [0.8, 2],
      [0.96, 3],
    ] as const) {
      expect((await factors(kernel, { energy })).rank).toBe(rank);
    }
  });

  test("ranks of a budget lose least energy of all ranks that it pays for, by trying all of them", async () => {
    const random = createRandom(7);
    const kernels = [
      randomRows(random, 6, 8),
      randomRows(random, 8, 6).map((row, at) => row.map((value) => value * 2 ** -at)),
    ];
    const model = sequential({ layers: kernels.map((kernel, index) => denseOf(kernel, { name: `layer_${index}` })) });
    const shares = kernels.map((kernel, index) => {
      const energies = oracle(index === 0 ? transpose(kernel) : kernel);
      return energies.map((energy) => energy / sumFrom(energies, 0));
    });
    for (const budget of [28, 41, 42, 56, 70, 83]) {
      const factorised = await factorise(model, { budget });
      const spent = factorised.weights.reduce(
        (sum, { shape }) => sum + (shape.length > 1 ? shape[0]! * shape[1]! : 0),
        0,
      );
      expect(spent).toBeLessThanOrEqual(budget);
      const ranks = [0, 1].map((index) => factorised.getLayer(`layer_${index}`).weights[0]!.shape[0]!);
      const lost = (a: number, b: number) => sumFrom(shares[0]!, a) + sumFrom(shares[1]!, b);
      // 6 stands for the whole kernel.
      const pairs = [1, 2, 3, 6].flatMap((a) => [1, 2, 3, 6].map((b) => [a, b] as const));
      const cost = (rank: number) => (rank === 6 ? 48 : 14 * rank);
      const least = Math.min(...pairs.filter(([a, b]) => cost(a) + cost(b) <= budget).map(([a, b]) => lost(a, b)));
      expect(lost(ranks[0]!, ranks[1]!)).toBeCloseTo(least, 6);
      factorised.dispose();
    }
    // Enough for all.
    const whole = await factorise(model, { budget: 96 });
    expect(whole.layers).toHaveLength(2);
    whole.dispose();
    model.dispose();
  });

  test("a kernel of low rank gets that rank, whatever more a budget could pay for, and for all of its energy too", async () => {
    const random = createRandom(9);
    const kernel = product(randomRows(random, 12, 2), randomRows(random, 2, 9));
    for (const options of [{ budget: 1000 }, { budget: 12 * 9 - 1 }, { budget: 2 * (12 + 9) }, { energy: 1 }]) {
      const { rank, left, right } = await factors(kernel, options);
      expect(rank).toBe(2);
      expect(squares(minus(product(left, right), kernel))).toBeLessThan(1e-11 * squares(kernel));
    }
    // Of a zero kernel rank 1 keeps all.
    expect((await factors(Array(12).fill(Array(9).fill(0)), { budget: 1000 })).rank).toBe(1);
  });

  test("takes names that are free, so that factors can be factorised again", async () => {
    const model = sequential({ layers: [denseOf(randomRows(createRandom(10), 8, 8), { name: "one" })] });
    const once = await factorise(model, { rank: { one: 6 } });
    const twice = await factorise(once, { rank: { one: 3 } });
    expect(twice.layers.map(({ name }) => name)).toEqual(["one_factor", "one_factor_2", "one"]);
    expect(twice.weights.map(({ shape }) => shape.join(" × "))).toEqual(["8 × 6", "6 × 3", "3 × 8", "8"]);
    for (const each of [model, once, twice]) each.dispose();
  });

  test("takes no tensors but the weights of the result, and leaves the model as it is", async () => {
    const model = sequential({ layers: [denseOf(randomRows(createRandom(8), 6, 8))] });
    const examples = tf.randomNormal([10, 6]);
    const [before, tensors] = [await valuesOf(model), tf.memory().numTensors];
    const factorised = await factorise(model, { rank: 2, examples });
    expect(tf.memory().numTensors).toBe(tensors + 3);
    factorised.dispose();
    await expect(factorise(model, { rank: 2, examples: tf.zeros([2, 5]) })).rejects.toThrow(
      "factorise: examples must have shape [any, 6], got [2, 5]",
    );
    expect(await valuesOf(model)).toEqual(before);
    model.dispose();
  });
});

describe("wrong arguments of factorise", () => {
  const model = sequential({
    layers: [layers.dense({ units: 4, inputShape: [6], name: "hidden" }), layers.dense({ units: 2, name: "logits" })],
  });
  test.each<[object, string]>([
    [{}, "options must have one of rank, energy and budget, got none"],
    [{ rank: 1, energy: 0.5 }, "options must have one of rank, energy and budget, got rank and energy"],
    [{ rank: 5 }, "rank must be an integer, at least 1 and at most 4, got 5"],
    [{ rank: { logits: 3 } }, "rank.logits must be an integer, at least 1 and at most 2, got 3"],
    [
      { rank: { logit: 1 } },
      'rank must name dense layers, convolutions or embeddings (did you mean "logits"?), got "logit"',
    ],
    [{ energy: 0 }, "energy must be a positive finite number, at most 1, got 0"],
    // 6 + 4, and 4 + 2: the second has 8 numbers, and is never larger than its factors.
    [{ budget: 15 }, "budget must be at least 16, for ranks of 1, got 15"],
    [{ rank: 1, examples: [1] }, "examples must be a tensor, got an array of length 1"],
  ])("%j", async (options, message) => {
    await expect(factorise(model, options as FactoriseOptions)).rejects.toThrow(`factorise: ${message}`);
  });

  test("models", async () => {
    const pooling = sequential({ layers: [layers.flatten({ inputShape: [2, 2] })] });
    await expect(factorise(pooling, { rank: 1 })).rejects.toThrow(
      "factorise: model must have dense layers, convolutions or embeddings, got none",
    );
    const first = { filters: 2, kernelSize: 1, inputShape: [1, 2, 2], name: "conv" };
    await expect(
      factorise(sequential({ layers: [layers.conv2d({ ...first, dataFormat: "channelsFirst" })] }), { rank: 1 }),
    ).rejects.toThrow("factorise: model must have its channels last, got channelsFirst (layer conv)");
    await expect(factorise(1 as unknown as LayersModel, { rank: 1 })).rejects.toThrow(
      "factorise: model must be a LayersModel, got 1",
    );
  });
});
