import { createRandom } from "@dark-knowledge/core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { artifactsOf } from "../../../src/artifacts-of.ts";
import { compileModel } from "../../../src/compile-model.ts";
import { differenceFromTfjs, randomise } from "../../fixtures/compare-with-tfjs.ts";

const random = createRandom(17);
const upTo = (most: number) => 1 + Math.floor(random.uniform() * most);
const pick = <T>(...choices: readonly T[]): T => choices[Math.floor(random.uniform() * choices.length)]!;

test("each channel meets its own filters, in float64", async () => {
  for (let round = 0; round < 20; round++) {
    const [rows, columns, channels, repeats] = [3 + upTo(5), 3 + upTo(5), upTo(6), upTo(3)] as const;
    const [height, width, stride] = [upTo(3), upTo(3), upTo(2)] as const;
    const settings = { kernelSize: [height, width] as [number, number], strides: stride, depthMultiplier: repeats };
    const isSame = pick(true, false);
    const model = sequential({
      layers: [
        layers.depthwiseConv2d({
          ...settings,
          padding: isSame ? "same" : "valid",
          useBias: true,
          inputShape: [rows, columns, channels],
        } as never),
      ],
    });
    randomise(model, random);
    const [filter, bias] = model.getWeights().map((weight) => weight.dataSync());
    const x = Float32Array.from({ length: 2 * rows * columns * channels }, () => random.normal());
    const net = compileModel(await artifactsOf(model));
    const [outRows, outColumns] = net.output.shape as [number, number, number];
    // The margin is the larger behind where it is odd.
    const before = (out: number, size: number, reach: number) =>
      isSame ? Math.floor(Math.max(0, (out - 1) * stride + reach - size) / 2) : 0;
    const [top, left] = [before(outRows, rows, height), before(outColumns, columns, width)];
    const expected: number[] = [];
    for (let image = 0; image < 2; image++) {
      for (let pixel = 0; pixel < outRows * outColumns; pixel++) {
        for (let output = 0; output < channels * repeats; output++) {
          const channel = Math.floor(output / repeats);
          let sum = bias![output]!;
          for (let tap = height * width - 1; tap >= 0; tap--) {
            const row = Math.floor(pixel / outColumns) * stride - top + Math.floor(tap / width);
            const column = (pixel % outColumns) * stride - left + (tap % width);
            if (row < 0 || row >= rows || column < 0 || column >= columns) continue;
            sum +=
              x[((image * rows + row) * columns + column) * channels + channel]! *
              filter![tap * channels * repeats + output]!;
          }
          expected.push(sum);
        }
      }
    }
    expect(net.predict(x)).toBeAllClose(expected, { rtol: 1e-5, atol: 3e-6 });
    model.dispose();
  }
});

test("with every setting, alone and before a pointwise convolution, they are those of tfjs", async () => {
  for (let round = 0; round < 12; round++) {
    const shared = () => ({
      kernelSize: [upTo(3), upTo(3)] as [number, number],
      padding: pick<"same" | "valid">("same", "valid"),
      useBias: pick(true, false),
      depthMultiplier: upTo(2),
    });
    const stride = pick(1, 2);
    const model = sequential({
      layers: [
        layers.depthwiseConv2d({ ...shared(), strides: stride, inputShape: [9, 8, upTo(5)] } as never),
        layers.batchNormalization(),
        layers.activation({ activation: pick("relu", "tanh") }),
        layers.separableConv2d({ ...shared(), filters: upTo(9), activation: pick("relu", "linear") } as never),
        layers.batchNormalization(),
        layers.globalAveragePooling2d({}),
      ],
    });
    expect(await differenceFromTfjs(model, upTo(5), random)).toBeLessThan(3e-6);
  }
  const dilated = { kernelSize: 2, dilationRate: 2, padding: "same", inputShape: [6, 7, 3] } as const;
  const model = sequential({ layers: [layers.separableConv2d({ ...dilated, filters: 4 } as never)] });
  expect(await differenceFromTfjs(model, 3, random)).toBeLessThan(3e-6);
});

test("an image has the same bits in a batch of any size", async () => {
  const model = sequential({
    layers: [layers.separableConv2d({ filters: 5, kernelSize: 3, padding: "same", inputShape: [5, 4, 3] })],
  });
  randomise(model, random);
  const net = compileModel(await artifactsOf(model));
  const x = Float32Array.from({ length: 70 * 60 }, () => random.normal());
  const all = net.predict(x);
  for (const row of [0, 33, 69]) {
    expect(net.predict(x.subarray(60 * row, 60 * (row + 1)))).toEqual(all.slice(100 * row, 100 * (row + 1)));
  }
});

test("a dilation that TensorFlow.js leaves out, and a kernel for other channels, are refused", async () => {
  const wide = { kernelSize: 2, dilationRate: 2, name: "wide", inputShape: [6, 7, 3] };
  const dilated = await artifactsOf(sequential({ layers: [layers.depthwiseConv2d(wide as never)] }));
  expect(() => compileModel(dilated)).toThrow("got layer wide, which is depthwise and dilated");
  const model = sequential({
    layers: [layers.depthwiseConv2d({ kernelSize: 2, name: "deep", inputShape: [4, 4, 3] })],
  });
  const artifacts = await artifactsOf(model);
  const text = JSON.stringify(artifacts.modelTopology).replace("[null,4,4,3]", "[null,4,4,2]");
  expect(() => compileModel({ ...artifacts, modelTopology: JSON.parse(text) })).toThrow(
    "got layer deep, which has a kernel for 3 channels, and gets 2",
  );
});
