import process from "node:process";
import type { NativeLayer, NativeLayers } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { loadOneDnn } from "../../../src/internal/onednn/load-one-dnn.ts";
import { computesLayersRightly } from "../../../src/internal/onednn/try-layers.ts";
import type { WasmBackend } from "../../../src/internal/wasm/wasm-backend.ts";
import { useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

const layers = loadOneDnn(process)?.layers;
const isRight = (library: NativeLayers) => {
  const before = tf.memory().numTensors;
  const right = computesLayersRightly(tf.backend() as unknown as WasmBackend, library);
  expect(tf.memory().numTensors).toBe(before);
  return right;
};

describe.runIf(layers !== undefined)("computesLayersRightly(backend, layers)", () => {
  it("accepts oneDNN", () => {
    expect(isRight(layers!)).toBe(true);
  });

  it("refuses a library that forgets the relu, computes nothing, or writes one number wrongly", () => {
    const changed = (change: (layer: NativeLayer) => NativeLayer): NativeLayers => ({
      ...layers!,
      dense: (...args) => change(layers!.dense(...args)),
    });
    expect(isRight({ ...layers!, dense: (kernel, sizes) => layers!.dense(kernel, sizes, false) })).toBe(false);
    expect(isRight({ ...layers!, convolution: (kernel, sizes) => layers!.convolution(kernel, sizes, false) })).toBe(
      false,
    );
    expect(isRight(changed((layer) => ({ ...layer, run: () => true })))).toBe(false);
    expect(isRight(changed((layer) => ({ ...layer, run: () => false })))).toBe(false);
    const spoilt = changed((layer) => ({
      ...layer,
      run(count, at) {
        const isDone = layer.run(count, at);
        new Float32Array(at.memory, at.y, 7)[6]! += 0.01;
        return isDone;
      },
    }));
    expect(isRight(spoilt)).toBe(false);
  });
});
