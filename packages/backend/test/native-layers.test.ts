import * as tf from "@tensorflow/tfjs-core";
import { afterAll, describe, expect, it } from "vitest";
import { nativeLayers } from "../src/native-layers.ts";
import { selectBackend } from "../src/select-backend.ts";

const chosen = tf.getBackend();
const hasOneDnn = await selectBackend({ prefer: ["wasm-blas", "wasm"] }).then(({ capabilities }) =>
  String(capabilities.blas).startsWith("oneDNN"),
);

describe("nativeLayers()", () => {
  afterAll(async () => {
    if (chosen) await tf.setBackend(chosen);
  });

  it("is undefined on every backend but wasm-blas, also after that", async () => {
    await selectBackend({ prefer: ["wasm-blas", "wasm"] });
    await selectBackend({ prefer: ["wasm"] });
    expect(nativeLayers()).toBeUndefined();
    await selectBackend({ prefer: ["cpu"] });
    expect(nativeLayers()).toBeUndefined();
  });

  it.runIf(hasOneDnn)("is what oneDNN brings on wasm-blas: layers with their weights", async () => {
    await selectBackend({ prefer: ["wasm-blas"], threads: 1 });
    const layers = nativeLayers()!;
    const kernel = new Float32Array(256 * 64).fill(0.5);
    const layer = layers.dense(kernel, { inputs: 256, outputs: 64 }, true);
    const memory = new Float32Array(2 * 256 + 64 + 2 * 64);
    memory.fill(1, 0, 256).fill(-1, 256, 512).fill(3, 512, 576);
    expect(layer.run(2, { memory: memory.buffer, x: 0, bias: 4 * 512, y: 4 * 576 })).toBe(true);
    // 256 · 0.5 + 3 = 131 in the first row; −125, which a relu makes 0, in the second.
    expect(memory.subarray(576)).toEqual(new Float32Array(128).fill(131, 0, 64));
    layer.dispose();
  });
});
