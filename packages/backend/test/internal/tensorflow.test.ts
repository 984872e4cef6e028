import process from "node:process";
import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startTensorflow } from "../../src/internal/tensorflow.ts";
import { NODE_HOST, type TensorflowHost, type TensorflowPackage } from "../../src/internal/tensorflow-host.ts";

const CPU = "@tensorflow/tfjs-node";
const GPU = "@tensorflow/tfjs-node-gpu";
const options = { isOnlyCandidate: false };

/** What loading tfjs-node registers, on a device. */
function register(isUsingGpuDevice: boolean): void {
  class TensorflowBackend extends tf.KernelBackend {
    readonly isUsingGpuDevice = isUsingGpuDevice;
    readonly binding = { TF_Version: "2.99.0" };
    override dispose(): void {}
  }
  tf.registerBackend("tensorflow", () => new TensorflowBackend());
  tf.findBackend("tensorflow");
}

const host = (changes: Partial<TensorflowHost> = {}): TensorflowHost => ({
  stateOf: () => "ready",
  load: () => register(false),
  hasNvidiaDriver: () => true,
  ...changes,
});

const obstacle = (promise: Promise<unknown>) =>
  promise.then(String, ({ message, cure }) => ({ reason: message, cure }));

const variables = { ...process.env };
beforeEach(async () => {
  await tf.setBackend("cpu");
  delete process.env.TF_NUM_INTRAOP_THREADS;
});
afterEach(() => {
  if (tf.findBackendFactory("tensorflow") !== null) tf.removeBackend("tensorflow");
  process.env = { ...variables };
});

describe("startTensorflow(packages, device, options, host)", () => {
  it("loads the first package that has a binding, and names the version of TensorFlow", async () => {
    const load = vi.fn(() => register(false));
    const stateOf = (name: TensorflowPackage) => (name === GPU ? "ready" : "without binding");
    expect(await startTensorflow([CPU, GPU], "cpu", options, host({ load, stateOf }))).toEqual({
      version: "4.22.0",
      capabilities: { tensorflow: "2.99.0" },
    });
    expect(load).toHaveBeenCalledExactlyOnceWith(GPU);
  });

  it("loads nothing once it runs", async () => {
    await startTensorflow([CPU], "cpu", options, host());
    const load = vi.fn();
    await startTensorflow([GPU], "cpu", options, host({ load }));
    expect(load).not.toHaveBeenCalled();
  });

  it("loads nothing for a GPU where there is no driver", async () => {
    const load = vi.fn();
    expect(
      await obstacle(startTensorflow([GPU], "gpu", options, host({ load, hasNvidiaDriver: () => false }))),
    ).toEqual({
      reason: "finds no NVIDIA driver on this machine",
      cure: "install the NVIDIA driver on a machine that has such a GPU",
    });
    expect(load).not.toHaveBeenCalled();
  });

  it("insists on the device", async () => {
    expect(await obstacle(startTensorflow([GPU], "gpu", options, host()))).toEqual({
      reason: "has a libtensorflow that found no CUDA device that it can use",
      cure: 'run "npx dark-knowledge native install --gpu", or look at "npx dark-knowledge native install --check --gpu"',
    });
    tf.removeBackend("tensorflow");
    expect(await obstacle(startTensorflow([CPU], "cpu", options, host({ load: () => register(true) })))).toEqual({
      reason: "computes on the GPU here",
      cure: "set CUDA_VISIBLE_DEVICES=-1 before the program starts",
    });
    expect(await startTensorflow([GPU], "gpu", options, host())).toMatchObject({ version: "4.22.0" });
  });

  it("says whether the package or its binding is missing, or what loading it said", async () => {
    expect(await obstacle(startTensorflow([CPU, GPU], "cpu", options, host({ stateOf: () => "missing" })))).toEqual({
      reason: "is not installed",
      cure: 'run "npm install @tensorflow/tfjs-node@4.22.0"',
    });
    const stateOf = (name: TensorflowPackage) => (name === GPU ? "without binding" : "missing");
    expect(await obstacle(startTensorflow([CPU, GPU], "cpu", options, host({ stateOf })))).toEqual({
      reason: "has no binding built for @tensorflow/tfjs-node-gpu",
      cure: 'run "npx dark-knowledge native install"',
    });
    const load = () => {
      throw new Error("libtensorflow.so.2: cannot open shared object file\nRequire stack:");
    };
    expect(await obstacle(startTensorflow([CPU], "cpu", options, host({ load })))).toEqual({
      reason: "did not start: libtensorflow.so.2: cannot open shared object file",
      cure: 'run "npx dark-knowledge native install"',
    });
  });

  it("puts back what Node 23 removed, before it loads", async () => {
    const functions = util as { isNullOrUndefined?: (value: unknown) => boolean; isArray?: unknown };
    const { isNullOrUndefined, isArray } = functions;
    delete functions.isNullOrUndefined;
    delete functions.isArray;
    try {
      let seen: unknown[] = [];
      const load = () => {
        seen = [functions.isNullOrUndefined!(null), functions.isNullOrUndefined!(0), functions.isArray];
        register(false);
      };
      await startTensorflow([CPU], "cpu", options, host({ load }));
      expect(seen).toEqual([true, false, Array.isArray]);
    } finally {
      Object.assign(functions, { isNullOrUndefined, isArray });
    }
  });

  it("limits the threads before it loads", async () => {
    let seen: string | undefined;
    const load = () => {
      seen = process.env.TF_NUM_INTRAOP_THREADS;
      register(false);
    };
    await startTensorflow([CPU], "cpu", { ...options, threads: 3 }, host({ load }));
    expect(seen).toBe("3");
  });
});

describe("NODE_HOST", () => {
  it("knows the packages of this workspace", () => {
    expect(["without binding", "ready"]).toContain(NODE_HOST.stateOf(GPU));
    expect(NODE_HOST.stateOf("@tensorflow/none" as TensorflowPackage)).toBe("missing");
  });
});
