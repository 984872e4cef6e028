import workerThreads from "node:worker_threads";
import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, expect, test } from "vitest";
import { withSharedMemory } from "../../../src/internal/threads/with-shared-memory.ts";

const before = tf.env().getFlags().WASM_HAS_MULTITHREAD_SUPPORT;
afterAll(() => tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", before ?? false));

const SCRIPT = 'require("node:worker_threads").parentPort.postMessage("there")';

test("withSharedMemory leaves the workers of others alone while the backend starts, and puts the class back", async () => {
  const { Worker } = workerThreads;
  const answer = () =>
    new Promise((resolve) => {
      new workerThreads.Worker(SCRIPT, { eval: true }).once("message", resolve);
    });
  expect(await withSharedMemory(answer)).toBe("there");
  expect(workerThreads.Worker).toBe(Worker);
  expect("Worker" in globalThis).toBe(false);
});

test("withSharedMemory puts the class back when the start fails", async () => {
  const { Worker } = workerThreads;
  await expect(withSharedMemory(() => Promise.reject(new Error("no memory")))).rejects.toThrow("no memory");
  expect(workerThreads.Worker).toBe(Worker);
});
