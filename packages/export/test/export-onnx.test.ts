import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { type ExportOnnxOptions, exportOnnx } from "../src/export-onnx.ts";
import { openOnnx } from "./fixtures/open-onnx.ts";
import { randomise } from "./fixtures/randomise.ts";

const { layers, sequential } = tfl;
const random = createRandom(20);

/** Random numbers; for indices, integers below a bound. */
function inputOf(shape: readonly number[], below?: number): tf.Tensor {
  const size = shape.reduce((product, one) => product * one, 1);
  const values = Float32Array.from({ length: size }, () =>
    below === undefined ? random.normal() : Math.floor(random.uniform() * below),
  );
  return tf.tensor(values, [...shape]);
}

/** The largest difference of all outputs between a model and what it is exported to, as a share of the largest output, on 3 examples. */
async function differenceOf(model: tfl.LayersModel, below?: number, sizes: readonly number[] = []): Promise<number> {
  randomise(model, random);
  const session = await openOnnx(await exportOnnx(model));
  let free = 0;
  const inputs = model.inputs.map(({ shape }) =>
    inputOf([3, ...shape.slice(1).map((size) => size ?? sizes[free++]!)], below),
  );
  const expected = [model.predict(inputs)].flat() as tf.Tensor[];
  const given = await session.run(inputs);
  await session.close();
  const differences = await Promise.all(
    expected.map(async (output, index) => {
      const values = (await output.data()) as Float32Array;
      expect(given[index]!.dims).toEqual(output.shape);
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(largest).toBeGreaterThan(0);
      return (
        (given[index]!.data as Float32Array).reduce(
          (most, value, at) => Math.max(most, Math.abs(value - values[at]!)),
          0,
        ) / largest
      );
    }),
  );
  tf.dispose([...inputs, ...expected]);
  model.dispose();
  return Math.max(...differences);
}

type Parts = readonly tfl.layers.Layer[];

/** A Sequential of some layers, for examples of a shape. */
function chain(shape: readonly (number | null)[], parts: Parts): tfl.Sequential {
  return sequential({ layers: [layers.inputLayer({ inputShape: [...shape] }), ...parts] });
}

const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(random.uniform() * choices.length)]!;
const upTo = (most: number) => 1 + Math.floor(random.uniform() * most);

describe("exportOnnx", () => {
  test("writes dense layers with every activation, for examples of one axis and of several", async () => {
    const names =
      "linear elu selu relu relu6 sigmoid hardSigmoid softplus softsign tanh softmax logSoftmax gelu gelu_new mish swish";
    const parts = () => [
      ...names.split(" ").map((name) => layers.dense({ units: 3 + upTo(5), activation: name as "relu" })),
      layers.dense({ units: 3, useBias: false }),
    ];
    expect(await differenceOf(chain([upTo(9)], parts()))).toBeLessThan(1e-5);
    expect(await differenceOf(chain([null, upTo(9)], parts()), undefined, [4])).toBeLessThan(1e-5);
  });

  test("keeps the order of numbers between convolutions and what follows, of random shapes", async () => {
    for (let round = 0; round < 4; round++) {
      const padding = pick("same", "valid");
      const [dilated, stride] = [pick(1, 2), pick(1, 2)];
      const conv = (more: object) =>
        layers.conv2d({ filters: upTo(4), kernelSize: [upTo(3), upTo(3)], padding, activation: "relu", ...more });
      const model = chain(
        [8 + upTo(5), 7 + upTo(5), upTo(3)],
        [
          conv({ dilationRate: dilated }),
          layers.batchNormalization({ scale: round % 2 === 0, center: round % 3 === 0 }),
          (round % 2 === 0 ? layers.maxPooling2d : layers.averagePooling2d)({
            poolSize: [2, upTo(2)],
            strides: stride,
            padding,
          }),
          conv({ strides: dilated === 1 ? [stride, 1] : 1, useBias: false, activation: "softmax" }),
          layers.dropout({ rate: 0.5 }),
          layers.flatten(),
          layers.dense({ units: 3 }),
        ],
      );
      expect(await differenceOf(model)).toBeLessThan(1e-5);
    }
  });

  test.each<[string, readonly (number | null)[], () => Parts]>([
    [
      "of convolution, depthwise",
      [6, 5, 3],
      () => [layers.depthwiseConv2d({ kernelSize: [2, 3], depthMultiplier: 2, padding: "same" })],
    ],
    [
      "of convolution, separable",
      [7, 6, 3],
      () => [layers.separableConv2d({ filters: 4, kernelSize: 3, depthMultiplier: 2, padding: "same", strides: 2 })],
    ],
    [
      "of convolution, transposed, same",
      [5, 4, 3],
      () => [layers.conv2dTranspose({ filters: 2, kernelSize: [3, 4], strides: 2, padding: "same" })],
    ],
    [
      "of convolution, transposed, valid",
      [5, 4, 3],
      () => [layers.conv2dTranspose({ filters: 2, kernelSize: [3, 2], strides: 2 })],
    ],
    [
      "of convolution, transposed, small windows",
      [3, 4, 2],
      () => [layers.conv2dTranspose({ filters: 2, kernelSize: 1, strides: 2 })],
    ],
    [
      "of convolution, transposed, small windows, same",
      [3, 4, 2],
      () => [layers.conv2dTranspose({ filters: 2, kernelSize: 1, strides: 3, padding: "same" })],
    ],
    [
      "of sequences",
      [9, 3],
      () => [
        layers.conv1d({ filters: 4, kernelSize: 3, padding: "same", activation: "relu" }),
        layers.maxPooling1d({ poolSize: 2 }),
        layers.conv1d({ filters: 3, kernelSize: 2, dilationRate: 2 }),
        layers.averagePooling1d({ poolSize: 2, strides: 1, padding: "same" }),
        layers.globalAveragePooling1d({}),
      ],
    ],
    [
      "of pictures of any size",
      [null, null, 2],
      () => [
        layers.conv2d({ filters: 3, kernelSize: 3, strides: 2, padding: "same" }),
        layers.averagePooling2d({ poolSize: 2, strides: 1, padding: "same" }),
        layers.globalMaxPooling2d({}),
      ],
    ],
    [
      "that resize pictures",
      [5, 6, 2],
      () => [
        layers.zeroPadding2d({
          padding: [
            [1, 2],
            [0, 1],
          ],
        }),
        layers.upSampling2d({ size: [2, 3] }),
        layers.cropping2D({
          cropping: [
            [1, 0],
            [2, 3],
          ],
        }),
        layers.conv2d({ filters: 2, kernelSize: 2 }),
        layers.upSampling2d({ size: [2, 2], interpolation: "bilinear" }),
        layers.globalAveragePooling2d({}),
      ],
    ],
    [
      "that change shapes",
      [4, 6],
      () => [
        layers.permute({ dims: [2, 1] }),
        layers.reshape({ targetShape: [3, -1, 2] }),
        layers.conv2d({ filters: 2, kernelSize: 2 }),
        layers.reshape({ targetShape: [12] }),
        layers.repeatVector({ n: 3 }),
        layers.spatialDropout1d({ rate: 0.2 }),
        layers.gaussianNoise({ stddev: 1 }),
        layers.gaussianDropout({ rate: 0.2 }),
        layers.alphaDropout({ rate: 0.2 }),
        layers.timeDistributed({ layer: layers.dense({ units: 2, activation: "tanh" }) }),
      ],
    ],
    [
      "of activation",
      [4, 3],
      () => [
        layers.leakyReLU({ alpha: 0.2 }),
        layers.elu(),
        layers.prelu({}),
        layers.activation({ activation: "selu" }),
        layers.softmax({ axis: -1 }),
        layers.thresholdedReLU({ theta: 0.1 }),
        layers.reLU({ maxValue: 0.3 }),
      ],
    ],
    [
      "of normalisation",
      [3, 4, 5],
      () => [
        layers.batchNormalization({}),
        layers.layerNormalization({}),
        layers.batchNormalization({ epsilon: 0.1 }),
        layers.layerNormalization({ axis: [2, 3], scale: false, center: false }),
      ],
    ],
  ])("writes layers %s", async (_, shape, parts) => {
    expect(await differenceOf(chain(shape, parts()), undefined, [9, 8])).toBeLessThan(1e-5);
  });

  test("writes recurrent layers, in both directions, of sequences of any length", async () => {
    for (const make of [layers.simpleRNN, layers.gru, layers.lstm] as ((args: object) => tfl.layers.Layer)[]) {
      const layer = (options: object) => make({ recurrentInitializer: "zeros", ...options }) as tfl.RNN;
      const parts = [
        layer({ units: upTo(4), returnSequences: true, goBackwards: true, activation: "softsign" }),
        layers.bidirectional({ layer: layer({ units: 2, returnSequences: true }), mergeMode: "sum" }),
        layers.bidirectional({ layer: layer({ units: 3, useBias: false }), mergeMode: "concat" }),
      ];
      expect(await differenceOf(chain([null, upTo(4)], parts), undefined, [5])).toBeLessThan(1e-5);
    }
    const texts = chain(
      [7],
      [
        layers.embedding({ inputDim: 11, outputDim: 4 }),
        layers.gru({ units: 3, recurrentActivation: "sigmoid", recurrentInitializer: "zeros" }),
      ],
    );
    expect(await differenceOf(texts, 11)).toBeLessThan(1e-5);
  });

  test("writes models with branches, shared layers, models within, several inputs and outputs", async () => {
    const [picture, row] = [tfl.input({ shape: [6, 5, 3] }), tfl.input({ shape: [4] })];
    const conv = layers.conv2d({ filters: 3, kernelSize: 3, padding: "same" });
    const apply = (layer: tfl.layers.Layer, ...to: tfl.SymbolicTensor[]) =>
      layer.apply(to.length === 1 ? to[0]! : to) as tfl.SymbolicTensor;
    // The same weights twice, and channels last and first added.
    const residual = apply(layers.add(), picture, apply(conv, apply(conv, picture)));
    const joined = apply(layers.concatenate(), residual, picture);
    const inner = sequential({ layers: [layers.dense({ units: 5, inputShape: [4] }), layers.leakyReLU()] });
    const twice = apply(inner, apply(layers.dense({ units: 4 }), apply(inner, row)));
    const merged = [layers.average(), layers.maximum(), layers.minimum(), layers.multiply()].map((layer) =>
      apply(layer, twice, apply(layers.dense({ units: 5 }), row)),
    );
    const flat = apply(layers.concatenate({ axis: 1 }), apply(layers.flatten(), joined), ...merged);
    const model = tfl.model({ inputs: [picture, row], outputs: [apply(layers.dense({ units: 2 }), flat), joined] });
    expect(await differenceOf(model)).toBeLessThan(1e-5);
  });

  test("names inputs and outputs, and keeps what it is told about the model", async () => {
    const net = chain([2], [layers.dense({ units: 1 })]);
    const open = async (options?: ExportOnnxOptions) => {
      const { session } = await openOnnx(await exportOnnx(net, options));
      return [session.inputMetadata, session.outputMetadata];
    };
    const port = (name: string, size: number) => [{ name, isTensor: true, type: "float32", shape: ["batch", size] }];
    expect(await open()).toEqual([port("input", 2), port("output", 1)]);
    // Not the names of layers within either.
    const { name } = net.layers.at(-1)!;
    const names = { inputs: ["pixels"], outputs: [`${name}/Gemm`] };
    expect(await open(names)).toEqual([port("pixels", 2), port(`${name}/Gemm`, 1)]);

    const text = new TextDecoder().decode(
      await exportOnnx(net, { metadata: { task: "classes", classNames: ["a", "b"], inputs: { x: 1 } } }),
    );
    for (const part of ["task", "classes", "classNames", '["a","b"]', "inputs", '{"x":1}'])
      expect(text).toContain(part);
  });

  test("writes nothing of a model that ONNX cannot express, and says why in one line", async () => {
    const refusal = (parts: Parts, shape: readonly number[], options?: ExportOnnxOptions) =>
      exportOnnx(chain(shape, parts), options).then(String, ({ message }: Error) => message);
    const conv3d = layers.conv3d({ name: "volume", filters: 1, kernelSize: 1 });
    const within = sequential({ name: "within", layers: [layers.masking({ name: "mask", inputShape: [4, 2] })] });
    expect(await refusal([conv3d], [2, 2, 2, 1])).toBe(
      "exportOnnx: model must have layers that ONNX export knows, got Conv3D (layer volume)",
    );
    expect(await refusal([within], [4, 2])).toMatch(/, got Masking \(layer mask\)$/);
    const because = "exportOnnx: model must have layers that ONNX can express, got layer x, which ";
    for (const [layer, reason] of [
      [layers.flatten({ name: "x", dataFormat: "channelsFirst" }), "has its channels first"],
      [layers.batchNormalization({ name: "x", axis: 1 }), "normalises another axis than its last one"],
      [layers.layerNormalization({ name: "x", axis: 1 }), "normalises axes that are not its last ones"],
      [
        layers.gru({ name: "x", units: 1, activation: "swish", recurrentInitializer: "zeros" }),
        'has the activation "swish", not one of recurrent ONNX layers',
      ],
    ] as const) {
      expect(await refusal([layer], [3, 2])).toBe(because + reason);
    }
    expect(await refusal([layers.embedding({ name: "x", inputDim: 2, outputDim: 2, maskZero: true })], [3])).toBe(
      `${because}has maskZero, and masks cannot be written`,
    );
    expect(await refusal([layers.flatten()], [2, 2], { inputs: ["a", "b"] })).toBe(
      'exportOnnx: inputs must be 1 different name, got ["a","b"]',
    );
  });
});
