import "./setup.ts";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
// tfjs-core registers no gradients of its own in Node; loading tfjs-layers registers them all, for every copy of core.
import "@tensorflow/tfjs-layers";
import { beforeAll, expect } from "vitest";
import type { BackendName } from "../../backend/src/index.ts";
import { toAllocate } from "./to-allocate.ts";

expect.extend({ toAllocate });

// Silences the advice that the cpu backend prints. (The flag IS_TEST would too, but with it tfjs takes the intermediate results
// that a custom gradient saves for a leak.)
tf.env().set("PROD", true);

// `TEST_BACKEND=tfjs-node` and the like: the same tests on another backend.
const { TEST_BACKEND = "cpu" } = process.env;

beforeAll(async () => {
  if (TEST_BACKEND === "cpu") {
    await tf.setBackend("cpu");
  } else {
    // By path, because backend's own tests are set up by this file.
    const { selectBackend } = await import("../../backend/src/index.ts");
    await selectBackend({ prefer: [TEST_BACKEND as BackendName] });
    // Otherwise small tensors are computed on by the processor, and the GPU's kernels are not tried.
    if (TEST_BACKEND === "webgpu") tf.env().set("WEBGPU_CPU_FORWARD", false);
  }
});
