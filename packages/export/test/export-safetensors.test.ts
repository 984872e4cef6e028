import { createRandom } from "@dark-knowledge/core";
import { float16Bits } from "@dark-knowledge/core/arrow";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { exportSafetensors } from "../src/export-safetensors.ts";
import { randomise } from "./fixtures/randomise.ts";

const random = createRandom(8);

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** A reader by the description of the format: names, shapes and numbers. */
function read(bytes: Uint8Array): Record<string, { readonly shape: readonly number[]; readonly values: number[] }> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 8 + view.getUint32(0, true);
  const { __metadata__, ...entries } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
  return Object.fromEntries(
    Object.entries(entries as Record<string, Entry>).map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [from, to],
        },
      ]) => {
        const width = dtype === "F16" ? 2 : 4;
        const values = Array.from({ length: (to - from) / width }, (_, index) => {
          const at = start + from + width * index;
          if (dtype === "F32") return view.getFloat32(at, true);
          return new Float32Array(Int32Array.of(float16Bits(view.getUint16(at, true))).buffer)[0]!;
        });
        return [name, { shape, values }];
      },
    ),
  );
}

function net() {
  const model = sequential({
    layers: [
      layers.conv2d({ filters: 1 + random.integer(4), kernelSize: 2, inputShape: [4, 4, 1], name: "conv" }),
      layers.batchNormalization({ name: "norm" }),
      layers.flatten(),
      layers.dense({ units: 1 + random.integer(5), name: "top" }),
    ],
  });
  randomise(model, random);
  return model;
}

test("exportSafetensors writes every weight with its name, shape and numbers", async () => {
  const model = net();
  const bytes = await exportSafetensors(model, { metadata: { task: "classes", note: "grün", classNames: ["a"] } });
  const names = ["conv/kernel", "conv/bias", "norm/gamma", "norm/beta", "top/kernel", "top/bias"];
  const found = read(bytes);
  expect(Object.keys(found)).toEqual([...names, "norm/moving_mean", "norm/moving_variance"]);
  for (const { originalName, shape, read: value } of model.weights.map((weight) => ({
    ...{ originalName: weight.originalName, shape: weight.shape },
    read: weight.read(),
  }))) {
    expect(found[originalName]).toEqual({ shape, values: [...(await value.data())] });
  }
  const length = new DataView(bytes.buffer).getUint32(0, true);
  expect(length % 8).toBe(0);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  expect(header.__metadata__).toEqual({ task: "classes", note: "grün", classNames: '["a"]' });
  const ends = Object.values<Entry>(header).flatMap(({ data_offsets }) => data_offsets?.[1] ?? []);
  expect(Math.max(...ends)).toBe(bytes.length - 8 - length);
  model.dispose();
});

test("exportSafetensors writes float16 as the nearest numbers", async () => {
  const model = net();
  const [whole, half] = await Promise.all([exportSafetensors(model), exportSafetensors(model, { weights: "float16" })]);
  const [before, after] = [read(whole!), read(half!)];
  for (const [name, { values }] of Object.entries(before)) {
    for (const [index, value] of values.entries()) {
      // Eleven significant bits.
      expect(Math.abs(after[name]!.values[index]! - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -11 + 2 ** -25);
    }
  }
  model.dispose();
});

test("exportSafetensors says what cannot be written", async () => {
  const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], useBias: false, name: "big" })] });
  model.setWeights([tf.tensor2d([[1e6]])]);
  await expect(exportSafetensors(model, { weights: "float16" })).rejects.toThrow(
    "exportSafetensors: model must have weights within ±65,504 for float16, got others in big/kernel",
  );
  await expect(exportSafetensors(model, { metadata: { classes: 3n } })).rejects.toThrow(
    "exportSafetensors: metadata.classes must be a text or what JSON can hold, got 3n",
  );
  model.dispose();
});
