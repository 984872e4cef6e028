import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { packModel, unpackModel } from "../src/index.ts";
import { checksum } from "../src/internal/checksum.ts";

const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [2], name: "logits" })] });

test("unpackModel(bytes) reads bytes inside of others", async () => {
  const packed = await packModel(model);
  const within = new Uint8Array(packed.length + 3);
  within.set(packed, 3);
  const unpacked = await unpackModel(within.subarray(3));
  expect(await unpacked.getWeights()[0]!.data()).toEqual(await model.getWeights()[0]!.data());
  unpacked.dispose();
});

test("unpackModel(bytes) refuses what is damaged, cut off, or something else, and allocates nothing", async () => {
  const packed = await packModel(model);
  const tensors = tf.memory().numTensors;
  const damaged = "unpackModel: the bytes are damaged; pack the model again";
  const other = "unpackModel: the bytes are not a model that packModel wrote in this version; pack the model again";
  for (let place = 0; place < packed.length; place += 7) {
    const changed = packed.slice();
    changed[place]! ^= 1 << (place % 8);
    await expect(unpackModel(changed)).rejects.toThrow(place < 5 ? other : damaged);
    await expect(unpackModel(packed.subarray(0, place))).rejects.toThrow(place < 13 ? other : damaged);
  }
  await expect(unpackModel([1, 2] as unknown as Uint8Array)).rejects.toThrow(
    "unpackModel: bytes must be a Uint8Array, got an array of length 2",
  );
  expect(tf.memory().numTensors).toBe(tensors);
});

test("unpackModel(bytes) believes no header that does not fit the layers or the bytes, whatever its checksum", async () => {
  const packed = await packModel(model);
  const length = new DataView(packed.buffer).getUint32(5, true);
  const header = new TextDecoder().decode(packed.subarray(13, 13 + length));
  const tensors = tf.memory().numTensors;
  for (const [from, to] of [
    ['"shape":[2,3]', '"shape":[3,2]'],
    ['"shape":[2,3]', '"shape":[2,9]'],
    ["logits/0", "logits/2"],
    ['"width":32', '"width":99'],
    ['"table":0', '"table":9'],
    ['"offset":0', '"offset":0,"sparse":{"count":5e9,"width":3}'],
    ['"weights":[', '"weights":[],"others":['],
  ] as const) {
    expect(header).toContain(from);
    const changed = new TextEncoder().encode(header.replace(from, to));
    const content = Uint8Array.of(...changed, ...packed.subarray(13 + length));
    const bytes = Uint8Array.of(...packed.subarray(0, 13), ...content);
    new DataView(bytes.buffer).setUint32(5, changed.length, true);
    new DataView(bytes.buffer).setUint32(9, checksum(content), true);
    await expect(unpackModel(bytes)).rejects.toThrow("unpackModel: the bytes are damaged; pack the model again");
  }
  expect(tf.memory().numTensors).toBe(tensors);
});
