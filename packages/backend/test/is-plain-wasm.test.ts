import * as tf from "@tensorflow/tfjs-core";
import { afterAll, describe, expect, it } from "vitest";
import { isPlainWasm } from "../src/is-plain-wasm.ts";
import { selectBackend } from "../src/select-backend.ts";

const chosen = tf.getBackend();
const hasBlas = await selectBackend({ prefer: ["wasm-blas", "wasm"] }).then(({ name }) => name === "wasm-blas");

describe("isPlainWasm()", () => {
  afterAll(async () => {
    if (chosen) await tf.setBackend(chosen);
  });

  it("is true on wasm with one thread only, also after other backends", async () => {
    await selectBackend({ prefer: ["wasm"], threads: 1 });
    expect(isPlainWasm()).toBe(true);
    await selectBackend({ prefer: ["cpu"] });
    expect(isPlainWasm()).toBe(false);
  });

  it.runIf(hasBlas)("is false where a library multiplies", async () => {
    await selectBackend({ prefer: ["wasm-blas"] });
    expect(isPlainWasm()).toBe(false);
  });
});
