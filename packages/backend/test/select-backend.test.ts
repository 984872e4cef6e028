import { ArgumentError, fusesMultiplyAdd } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it } from "vitest";
import { restoreWasm } from "../src/repair-wasm.ts";
import { selectBackend } from "../src/select-backend.ts";

const KERNELS = expect.arrayContaining(["BatchMatMul", "Identity", "MaxPoolGrad", "Sum", "Transpose", "_FusedMatMul"]);
const NAMES = '"tfjs-node-gpu", "tfjs-node", "webgpu", "wasm-blas", "wasm", "cpu"';

afterEach(async () => {
  restoreWasm();
  await tf.setBackend("cpu");
});

describe("selectBackend(options)", () => {
  it("takes repaired wasm when it comes first", async () => {
    expect(await selectBackend({ prefer: ["wasm", "cpu"] })).toEqual({
      name: "wasm",
      engine: "wasm",
      device: "cpu",
      version: "4.22.0",
      tfjsVersion: "4.22.0",
      repairs: KERNELS,
      capabilities: { simd: true, fusedMultiplyAdd: fusesMultiplyAdd(), threads: 1 },
      remarks: [],
      passedOver: [],
      reason: "the first of wasm, cpu that started",
    });
    expect(tf.getBackend()).toBe("wasm");
    const transposed = tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.ones([2, 4]), true));
    expect(transposed).toBeAllClose([
      [2, 2, 2, 2],
      [2, 2, 2, 2],
      [2, 2, 2, 2],
    ]);
    transposed.dispose();
  });

  it("takes cpu when it is asked for", async () => {
    expect(await selectBackend({ prefer: ["cpu", "wasm"] })).toEqual({
      name: "cpu",
      engine: "cpu",
      device: "cpu",
      version: "4.22.0",
      tfjsVersion: "4.22.0",
      repairs: expect.arrayContaining(["Conv2D", "DepthwiseConv2dNative", "MaxPool"]),
      capabilities: {},
      remarks: [],
      passedOver: [],
      reason: "the first of cpu, wasm that started",
    });
    expect(tf.getBackend()).toBe("cpu");
    expect((await selectBackend({ prefer: ["cpu"] })).reason).toBe("the only one asked for");
  });

  it("gives the same answer when called again, also at the same time, and keeps the tensors", async () => {
    const options = { prefer: ["wasm", "cpu"] as const };
    const first = await selectBackend(options);
    const tensor = tf.tensor1d([1, 2, 3]);
    const backend = tf.backend();
    expect(await Promise.all([selectBackend(options), selectBackend(options)])).toEqual([first, first]);
    expect(tf.backend()).toBe(backend);
    expect(tensor).toBeAllClose([1, 2, 3]);
    tensor.dispose();
  });

  it("leaves the kernels as they are, or puts them back, with repairs: false", async () => {
    await selectBackend({ prefer: ["wasm"] });
    const repaired = tf.getKernel("Sum", "wasm").kernelFunc;
    expect((await selectBackend({ prefer: ["wasm"], repairs: false })).repairs).toEqual([]);
    expect(tf.getKernel("Sum", "wasm").kernelFunc).not.toBe(repaired);
    expect((await selectBackend({ prefer: ["cpu"], repairs: false })).repairs).toEqual([]);
  });

  it("keeps the cpu backend from printing its advertisement with the first tensor", async () => {
    const cpu = tf.engine().registry.cpu as unknown as { firstUse: boolean };
    tf.env().set("IS_TEST", false);
    cpu.firstUse = true;
    try {
      await selectBackend({ prefer: ["cpu"] });
      // What the console gets during a test makes it fail.
      expect(() => tf.tensor1d([1]).dispose()).not.toThrow();
    } finally {
      tf.env().set("IS_TEST", true);
    }
  });

  it("makes no tensor", async () => {
    const before = tf.memory().numTensors;
    await selectBackend({ prefer: ["wasm"] });
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    [["webgl"], `selectBackend: prefer[0] must be one of ${NAMES}, got "webgl"`],
    [["wsm"], `selectBackend: prefer[0] must be one of ${NAMES} (did you mean "wasm"?), got "wsm"`],
    [["wasm", 1], `selectBackend: prefer[1] must be one of ${NAMES}, got 1`],
    [[], "selectBackend: prefer must list at least one backend, got an array of length 0"],
    ["wasm", 'selectBackend: prefer must be a list (did you mean ["wasm"]?), got "wasm"'],
    ["metal", 'selectBackend: prefer must be a list, got "metal"'],
  ])("refuses prefer: %j", async (prefer, message) => {
    const error: unknown = await selectBackend({ prefer: prefer as never }).catch((reason: unknown) => reason);
    expect(ArgumentError.is(error) && error.message).toBe(message);
  });

  it.each([
    ["wasm", 'selectBackend: options must be an object (did you mean { prefer: ["wasm"] }?), got "wasm"'],
    [
      "TFJS_node",
      'selectBackend: options must be an object (did you mean { prefer: ["tfjs-node"] }?), got "TFJS_node"',
    ],
    [
      ["wasm", "cpu"],
      'selectBackend: options must be an object (did you mean { prefer: ["wasm", "cpu"] }?), got an array of length 2',
    ],
    ["fast", 'selectBackend: options must be an object, got "fast"'],
    [null, "selectBackend: options must be an object, got null"],
    [{ backend: "wasm" }, 'selectBackend: options must have known names only (use prefer), got "backend"'],
    [{ gpu: true }, 'selectBackend: options must have known names only (use device: "gpu"), got "gpu"'],
    [{ thread: 2 }, 'selectBackend: options must have known names only (did you mean "threads"?), got "thread"'],
    [{ repairs: "no" }, 'selectBackend: repairs must be true or false, got "no"'],
    [{ wasmPaths: 1 }, "selectBackend: wasmPaths must be a URL, or an object of URLs, got 1"],
    [{ device: "tpu" }, 'selectBackend: device must be one of "gpu", "cpu", got "tpu"'],
    [{ threads: 0 }, "selectBackend: threads must be an integer, at least 1, got 0"],
    [{ blas: "" }, 'selectBackend: blas must be the path or the name of a library, got ""'],
    [{ blas: 1 }, "selectBackend: blas must be the path or the name of a library, got 1"],
  ])("refuses %j", async (options, message) => {
    const error: unknown = await selectBackend(options as never).catch((reason: unknown) => reason);
    expect(ArgumentError.is(error) && error.message).toBe(message);
  });
});
