import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { selectTaskBackend } from "../src/select-task-backend.ts";

test("selectTaskBackend takes the backend that it is told, or none", async () => {
  await selectTaskBackend({ backend: "cpu" });
  expect(tf.getBackend()).toBe("cpu");
  await selectTaskBackend({ backend: "wasm", threads: 1 });
  expect(tf.getBackend()).toBe("wasm");
  await expect(selectTaskBackend({ backend: "abacus" as never })).rejects.toThrow("abacus");
});
