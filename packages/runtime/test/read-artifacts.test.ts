import { createRandom } from "@dark-knowledge/core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { artifactsOf } from "../src/artifacts-of.ts";
import { compileModel } from "../src/compile-model.ts";
import { readArtifacts } from "../src/read-artifacts.ts";

const net = sequential({ layers: [layers.dense({ units: 2, inputShape: [3], name: "top" })] });
const { modelTopology, weightSpecs, weightData } = await artifactsOf(net);
const random = createRandom(3);

/** The manifest and the files of a model whose weights lie in several files, in pieces of so many bytes. */
function filesOf(bytes: Uint8Array, weights: readonly object[], size: number) {
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at < bytes.length; at += size) files.set(`shard-${at}.bin`, bytes.subarray(at, at + size));
  const json = { modelTopology, weightsManifest: [{ paths: [...files.keys()], weights }] };
  return { json, read: async (name: string) => files.get(name)! };
}

test("reads weights in pieces, as views of a larger memory or as buffers", async () => {
  const whole = new Uint8Array(100);
  const bytes = whole.subarray(4, 36);
  bytes.set(new Uint8Array(weightData as ArrayBuffer));
  const { json, read } = filesOf(bytes, weightSpecs as object[], 10);
  const x = Float32Array.from({ length: 6 }, random.normal);
  const expected = compileModel(await artifactsOf(net)).predict(x);
  expect(compileModel(await readArtifacts(json, read)).predict(x)).toEqual(expected);
  const buffers = await readArtifacts(json, async (name) => (await read(name)).slice().buffer);
  expect(compileModel(buffers).predict(x)).toEqual(expected);
});

test("quantised weights are code·scale + min, halves and whole numbers as they are", async () => {
  const kernel = { name: "top/kernel", shape: [3, 2], dtype: "float32" };
  const bias = { name: "top/bias", shape: [2], dtype: "float32" };
  const outcomeOf = async (quantization: object, codes: ArrayBuffer, biases: ArrayBuffer, dtype = "float32") => {
    const bytes = new Uint8Array([...new Uint8Array(codes), ...new Uint8Array(biases)]);
    const { json, read } = filesOf(
      bytes,
      [
        { ...kernel, quantization },
        { ...bias, dtype },
      ],
      100,
    );
    return Array.from(compileModel(await readArtifacts(json, read)).predict(Float32Array.of(1, 0, 0, 0, 1, 0)));
  };
  const eight = { dtype: "uint8", scale: 0.5, min: -1 };
  const biases = Float32Array.of(0, 100).buffer;
  expect(await outcomeOf(eight, Uint8Array.of(0, 1, 2, 3, 4, 5).buffer, biases)).toEqual([-1, 99.5, 0, 100.5]);
  const sixteen = { dtype: "uint16", scale: 0.25, min: 1 };
  expect(await outcomeOf(sixteen, Uint16Array.of(0, 400, 2, 3, 4, 5).buffer, biases)).toEqual([1, 201, 1.5, 101.75]);
  // 1, −2, 65,504, the smallest subnormal, 0 and ½ as halves.
  const halves = Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0, 0x3800).buffer;
  const whole = Int32Array.of(0, 0).buffer;
  expect(await outcomeOf({ dtype: "float16" }, halves, whole, "int32")).toEqual([1, -2, 65504, 2 ** -24]);
});

test("refuses what is no model.json, and files that are none", async () => {
  await expect(readArtifacts({ modelTopology }, async () => new Uint8Array())).rejects.toThrow(
    "readArtifacts: json.weightsManifest must be an array of objects, got undefined",
  );
  const json = { modelTopology, weightsManifest: [{ paths: ["a.bin"], weights: [] }] };
  await expect(readArtifacts(json, async () => "text" as never)).rejects.toThrow(
    'readArtifacts: read must give the bytes of a.bin, got "text"',
  );
  const unknown = { modelTopology: modelTopology!, weightSpecs: [{ name: "w", shape: [1], dtype: "complex64" }] };
  expect(() => compileModel(unknown)).toThrow(
    "compileModel: artifacts.weightSpecs (w) must be of float32, int32, bool, uint8, uint16, float16, got complex64",
  );
});
