import process from "node:process";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import type { Convolution } from "../../../src/internal/convolutions/convolution.ts";
import { loadOneDnn } from "../../../src/internal/onednn/load-one-dnn.ts";
import type { NativeConvolutions, Operands } from "../../../src/internal/onednn/native-convolutions.ts";
import { convolvesRightly } from "../../../src/internal/onednn/try-convolutions.ts";
import type { WasmBackend } from "../../../src/internal/wasm/wasm-backend.ts";
import { useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

const oneDnn = loadOneDnn(process);
const isRight = (library: NativeConvolutions) => {
  const before = tf.memory().numTensors;
  const right = convolvesRightly(tf.backend() as unknown as WasmBackend, library);
  expect(tf.memory().numTensors).toBe(before);
  return right;
};

describe.runIf(oneDnn !== undefined)("convolvesRightly(backend, library)", () => {
  it("accepts oneDNN", () => {
    expect(isRight(oneDnn!)).toBe(true);
  });

  // A library that is wrong cannot be had on purpose, so one number of oneDNN's answer is changed.
  it.each(["convolve", "inputGradient", "filterGradient"] as const)("finds one wrong number in %s", (kind) => {
    const spoilt = (memory: ArrayBufferLike, conv: Convolution, at: Operands) => {
      const isDone = oneDnn![kind](memory, conv, at);
      const values = new Float32Array(memory, { convolve: at.y, inputGradient: at.x, filterGradient: at.filter }[kind]);
      if (conv.strideHeight === 2) values[3]! += 0.01;
      return isDone;
    };
    expect(isRight({ ...oneDnn!, [kind]: spoilt })).toBe(false);
    expect(isRight({ ...oneDnn!, [kind]: () => false })).toBe(false);
  });
});
