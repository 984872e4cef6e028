// Needs a binding that was built: vitest.native.config.ts runs it, the default configuration does not.
import { measureMatMul, selectBackend } from "@dark-knowledge/backend";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { main } from "../../src/main.ts";
import { TextStream } from "../fixtures/text-stream.ts";

async function run(...args: string[]) {
  const [stdout, stderr] = [new TextStream(), new TextStream()];
  const { signal } = new AbortController();
  const context = { stdout, stderr, environment: process.env, signal, threads: false };
  return { code: await main(args, context), stdout: stdout.lines, stderr: stderr.lines };
}

test("selectBackend goes to TensorFlow, to wasm and back, and computes the same on both", async () => {
  const product = async () => {
    const result = tf.tidy(() => tf.matMul(tf.ones([3, 5]), tf.fill([5, 2], 0.5)));
    const values = Array.from(await result.data());
    result.dispose();
    return values;
  };
  for (const [name, engine] of [
    ["tfjs-node", "tensorflow"],
    ["wasm", "wasm"],
    ["tfjs-node", "tensorflow"],
  ] as const) {
    const choice = await selectBackend({ prefer: [name] });
    expect(choice).toMatchObject({ name, engine, device: "cpu", tfjsVersion: "4.22.0" });
    expect(tf.getBackend()).toBe(engine);
    expect(await product()).toEqual(Array(6).fill(2.5));
    if (name === "tfjs-node") expect(choice.capabilities.tensorflow).toMatch(/^\d+\.\d+\.\d+/);
  }
  expect((await measureMatMul({ now: () => performance.now(), rounds: 1 })).backend).toBe("tensorflow");
});

test("selectBackend stays where it is when it is told to use a GPU that is not there", async () => {
  await selectBackend({ prefer: ["wasm"] });
  await expect(selectBackend({ prefer: ["tfjs-node-gpu"] })).rejects.toThrow(
    /^selectBackend: no backend can be used: tfjs-node-gpu (finds no NVIDIA driver|has a libtensorflow that found no CUDA)/,
  );
  expect(tf.getBackend()).toBe("wasm");
});

test("dark-knowledge native check finds all that the binding was built from, and the binding", async () => {
  const { code, stdout, stderr } = await run("native", "check");
  expect({ code, stderr }).toEqual({ code: 0, stderr: [] });
  expect(stdout.at(-1)).toMatch(
    /^binding +ok +tfjs_binding\.node with TensorFlow \d+\.\d+\.\d+\S* computes on the cpu$/,
  );
});

test("dark-knowledge doctor measures TensorFlow", async () => {
  const { code, stdout } = await run("doctor");
  expect(code).toBe(0);
  expect(stdout.find((line) => line.startsWith("tfjs-node "))).toMatch(/^tfjs-node +\d+\.\d +1024×1024 +tensorflow \d/);
});
