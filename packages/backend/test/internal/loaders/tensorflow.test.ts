import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startTensorflow } from "../../../src/internal/loaders/tensorflow.ts";
import {
  NODE_HOST,
  packagesFrom,
  type TensorflowHost,
  type TensorflowPackage,
} from "../../../src/internal/loaders/tensorflow-host.ts";

const CPU = "@tensorflow/tfjs-node";
const GPU = "@tensorflow/tfjs-node-gpu";
const CORE = { folder: "/app/node_modules/@tensorflow/tfjs-core", version: "4.22.0" };
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
  coreOf: () => CORE,
  ownCore: () => CORE,
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

  it("loads nothing that would bring another copy of tfjs-core", async () => {
    const load = vi.fn();
    const folder = "/other/node_modules/@tensorflow/tfjs-core";
    const start = (version: string) =>
      obstacle(startTensorflow([CPU], "cpu", options, host({ load, coreOf: () => ({ folder, version }) })));
    expect(await start("4.22.0")).toEqual({
      reason: `uses a copy of @tensorflow/tfjs-core of its own, in ${folder}`,
      cure: "install this program in the project of @tensorflow/tfjs-node, so that both use one copy",
    });
    expect(await start("4.21.0")).toEqual({
      reason: "uses @tensorflow/tfjs-core 4.21.0, this program 4.22.0",
      cure: 'run "npm install @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-node@4.22.0"',
    });
    expect(load).not.toHaveBeenCalled();
    // Where it cannot be known beforehand, it shows afterwards.
    const unknown = host({ ownCore: () => undefined });
    expect(await startTensorflow([CPU], "cpu", options, unknown)).toMatchObject({ version: "4.22.0" });
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
  it("knows the packages of this workspace, and that they use this program's tfjs-core", () => {
    expect(["without binding", "ready"]).toContain(NODE_HOST.stateOf(GPU));
    expect(NODE_HOST.stateOf("@tensorflow/none" as TensorflowPackage)).toBe("missing");
    expect(NODE_HOST.ownCore()?.version).toBe("4.22.0");
    expect(NODE_HOST.coreOf(GPU)).toEqual(NODE_HOST.ownCore());
    expect(NODE_HOST.coreOf("@tensorflow/none" as TensorflowPackage)).toBeUndefined();
  });
});

describe("packagesFrom(places)", () => {
  it("finds a package that was built, and its own tfjs-core, from the first place that has it", () => {
    const project = realpathSync(mkdtempSync(join(tmpdir(), "two-cores-")));
    try {
      const install = (name: string, files: Readonly<Record<string, string>>) => {
        for (const [file, text] of Object.entries({ "package.json": `{"version":"4.22.0"}`, ...files })) {
          const path = join(project, "node_modules", name, file);
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, text);
        }
      };
      // Not the real name: the tests may run where the real one can be found from everywhere.
      const name = "@tensorflow/tfjs-node-here" as TensorflowPackage;
      const { stateOf, coreOf } = packagesFrom(() => [join(project, "nowhere", "x.js"), join(project, "package.json")]);
      expect([stateOf(name), coreOf(name)]).toEqual(["missing", undefined]);
      install(name, {});
      expect(stateOf(name)).toBe("without binding");
      install(name, { "lib/napi-v8/tfjs_binding.node": "" });
      install("@tensorflow/tfjs", {});
      install("@tensorflow/tfjs-core", {});
      const folder = join(project, "node_modules", "@tensorflow", "tfjs-core");
      expect([stateOf(name), coreOf(name)]).toEqual(["ready", { folder, version: "4.22.0" }]);
    } finally {
      rmSync(project, { recursive: true, force: true });
    }
  });
});
