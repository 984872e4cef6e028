import * as tf from "@tensorflow/tfjs-core";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { BackendLoader } from "../../src/internal/backend-loaders.ts";
import { chooseBackend } from "../../src/internal/choose-backend.ts";

afterEach(async () => {
  await tf.setBackend("cpu");
});

/** A loader that starts: the test's own cpu backend stands for what it brings up. */
const started = (changes: Partial<BackendLoader> = {}): BackendLoader => ({
  packageName: "@tensorflow/tfjs-backend-cpu",
  startCure: "turn it off and on",
  start: async () => ({ version: "1.2.3" }),
  ...changes,
});

const failing = (packageName: string, error: unknown): BackendLoader =>
  started({
    packageName,
    start: async () => {
      throw error;
    },
  });

const missing = (packageName: string, code = "ERR_MODULE_NOT_FOUND") =>
  Object.assign(new Error(`Cannot find package '${packageName}' imported from /app/index.js\nRequire stack: …`), {
    code,
  });

const WASM = "@tensorflow/tfjs-backend-wasm";
const CPU = "@tensorflow/tfjs-backend-cpu";
const options = { prefer: ["wasm", "cpu"] as const, repairs: true };

describe("chooseBackend(options, loaders)", () => {
  it.each(["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"])("passes over what is not installed (%s)", async (code) => {
    const choice = await chooseBackend(options, { wasm: failing(WASM, missing(WASM, code)), cpu: started() });
    expect(choice).toEqual({
      name: "cpu",
      version: "1.2.3",
      tfjsVersion: "4.22.0",
      repairs: [],
      passedOver: [
        { name: "wasm", reason: "is not installed", cure: 'run "npm install @tensorflow/tfjs-backend-wasm@4.22.0"' },
      ],
      reason: "the first of wasm, cpu that started",
    });
    expect(tf.getBackend()).toBe("cpu");
  });

  it.each([
    ["an error", new Error("no SIMD\nat some place"), "did not start: no SIMD"],
    ["a plain object, as the wasm backend's", { message: "no binary" }, "did not start: no binary"],
    ["a string", "no luck", "did not start: no luck"],
    [
      "a package of its own that is missing",
      missing("something-else"),
      "did not start: Cannot find package 'something-else' imported from /app/index.js",
    ],
    ["another error that names the package", new Error(WASM), `did not start: ${WASM}`],
  ])("passes over what does not start with %s", async (_, error, reason) => {
    const choice = await chooseBackend(options, { wasm: failing(WASM, error), cpu: started() });
    expect(choice.passedOver).toEqual([{ name: "wasm", reason, cure: "turn it off and on" }]);
  });

  it("says in one line why none is left", async () => {
    const loaders = { wasm: failing(WASM, missing(WASM)), cpu: failing(CPU, new Error("out of memory\n…")) };
    await expect(chooseBackend(options, loaders)).rejects.toThrow(
      new Error(
        "selectBackend: no backend can be used: " +
          'wasm is not installed (run "npm install @tensorflow/tfjs-backend-wasm@4.22.0"); ' +
          "cpu did not start: out of memory (turn it off and on)",
      ),
    );
  });

  it("starts nothing after the first that starts", async () => {
    const start = vi.fn();
    await chooseBackend({ ...options, prefer: ["cpu", "wasm"] }, { wasm: started({ start }), cpu: started() });
    expect(start).not.toHaveBeenCalled();
  });

  it("hands over the options, the version and whether repairs are wanted", async () => {
    const start = vi.fn(async () => ({ version: "9", capabilities: { simd: true, threads: 2 } }));
    const repair = vi.fn(() => ["Sum"]);
    const asked = { prefer: ["cpu"] as const, repairs: false, wasmPaths: "/wasm/" };
    const choice = await chooseBackend(asked, { wasm: started(), cpu: started({ start, repair }) });
    expect(start).toHaveBeenCalledExactlyOnceWith(asked);
    expect(repair).toHaveBeenCalledExactlyOnceWith("9", false);
    expect(choice).toMatchObject({ repairs: ["Sum"], capabilities: { simd: true, threads: 2 } });
  });

  it("fails, and leaves the backend in force, when the repairs refuse the version", async () => {
    const repair = () => {
      throw new Error("repairWasm: wrong version");
    };
    const setBackend = vi.spyOn(tf.engine(), "setBackend");
    const loaders = { wasm: started({ repair }), cpu: started() };
    await expect(chooseBackend(options, loaders)).rejects.toThrow(new Error("repairWasm: wrong version"));
    expect(setBackend).not.toHaveBeenCalled();
    setBackend.mockRestore();
  });
});
